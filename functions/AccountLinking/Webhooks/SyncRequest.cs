using AccountLinking.Auth0;

namespace AccountLinking.Webhooks;

/// <summary>The body of <c>POST /api/crm/sync</c>.</summary>
internal static class SyncRequest
{
    /// <exception cref="RefusedException">It is not JSON, or the field is missing or mistyped.</exception>
    public static UserId Parse(byte[] utf8) => JsonBody.Parse(utf8).RequiredUserId("user_id");
}

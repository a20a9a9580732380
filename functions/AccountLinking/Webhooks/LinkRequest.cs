using AccountLinking.Linking;

namespace AccountLinking.Webhooks;

/// <summary>The body of <c>POST /api/accounts/link</c>.</summary>
internal static class LinkRequest
{
    /// <summary>Auth0's limit of a connection's name; nothing else is longer.</summary>
    private const int MaxLength = 128;

    /// <exception cref="RefusedException">It is not JSON, or a field is missing or mistyped.</exception>
    public static SignIn Parse(byte[] utf8)
    {
        var body = JsonBody.Parse(utf8);
        var userId = body.RequiredUserId("user_id");
        var connection = body.RequiredObject("connection");
        return new SignIn(
            userId,
            new ConnectionReference(connection.RequiredText("name", MaxLength), connection.OptionalText("id", MaxLength), connection.OptionalText("strategy", MaxLength)),
            body.OptionalText("transaction_id", MaxLength));
    }
}

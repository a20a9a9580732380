using AccountLinking.Sandbox.Hosting;
using AccountLinking.Sandbox.Tenant.Users;

namespace AccountLinking.Sandbox.Tenant.ManagementApi;

/// <summary>The parts of <c>/api/v2/users/{id}/identities/{provider}/{user_id}</c>, each percent-decoded once.</summary>
public static class UserPath
{
    private const int IdIndex = 3;
    private const int ProviderIndex = 5;
    private const int IdentityIndex = 6;

    public static string UserId(HttpContext context)
    {
        var id = Segment(context, IdIndex);
        return UserIds.TrySplit(id, out _, out _) ? id : throw ManagementApiException.InvalidUserId(id);
    }

    public static IdentityName Identity(HttpContext context) => new(Segment(context, ProviderIndex), Segment(context, IdentityIndex));

    private static string Segment(HttpContext context, int index)
    {
        var segments = RequestTarget.Segments(context);
        return index < segments.Length ? segments[index] : throw ManagementApiException.NotFound();
    }
}

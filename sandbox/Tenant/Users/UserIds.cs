namespace AccountLinking.Sandbox.Tenant.Users;

/// <summary>Auth0 user ids are <c>provider|id</c>, and an enterprise id holds further pipes: only the first one separates.</summary>
public static class UserIds
{
    public static bool TrySplit(string userId, out string provider, out string id)
    {
        var pipe = userId.IndexOf('|', StringComparison.Ordinal);
        (provider, id) = pipe < 0 ? (string.Empty, string.Empty) : (userId[..pipe], userId[(pipe + 1)..]);
        return provider.Length > 0 && id.Length > 0;
    }
}

namespace AccountLinking.Sandbox.Tenant.Users;

/// <summary>
/// An identity as callers name it: by provider and by what follows the first <c>|</c> of a user id. Auth0 also takes the whole
/// user id there; what is meant is the identity as named, where it exists.
/// </summary>
public sealed record IdentityName(string Provider, string UserId)
{
    public string FullId(Func<string, bool> exists)
    {
        var asNamed = $"{Provider}|{UserId}";
        return !exists(asNamed) && UserId.StartsWith($"{Provider}|", StringComparison.Ordinal) ? UserId : asNamed;
    }
}

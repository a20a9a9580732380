namespace AccountLinking.Sandbox.Tenant.Users;

/// <summary>How an attempt to link or unlink ended.</summary>
public abstract record LinkResult
{
    private LinkResult()
    {
    }

    public sealed record Done(TenantUser Primary) : LinkResult;

    public sealed record PrimaryNotFound : LinkResult;

    public sealed record SameMainIdentity : LinkResult;

    public sealed record IdentityTaken : LinkResult;

    public sealed record IdentityNotFound : LinkResult;
}

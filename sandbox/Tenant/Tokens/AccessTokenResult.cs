namespace AccountLinking.Sandbox.Tenant.Tokens;

public abstract record AccessTokenResult
{
    private AccessTokenResult()
    {
    }

    public sealed record Accepted(string ClientId, IReadOnlyList<string> Scopes) : AccessTokenResult;

    public sealed record Rejected(string Message) : AccessTokenResult;
}

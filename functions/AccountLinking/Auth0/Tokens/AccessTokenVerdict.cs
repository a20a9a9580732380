namespace AccountLinking.Auth0.Tokens;

internal abstract record AccessTokenVerdict
{
    private AccessTokenVerdict()
    {
    }

    public sealed record Accepted(UserAccessToken Token) : AccessTokenVerdict;

    public sealed record Refused(TokenFault Fault) : AccessTokenVerdict;
}

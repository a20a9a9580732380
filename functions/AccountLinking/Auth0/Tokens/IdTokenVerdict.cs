namespace AccountLinking.Auth0.Tokens;

internal abstract record IdTokenVerdict
{
    private IdTokenVerdict()
    {
    }

    public sealed record Accepted(UserIdToken Token) : IdTokenVerdict;

    public sealed record Refused(TokenFault Fault) : IdTokenVerdict;
}

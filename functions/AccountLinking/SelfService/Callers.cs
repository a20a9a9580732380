using AccountLinking.Auth0;
using AccountLinking.Auth0.Tokens;
using AccountLinking.Webhooks;
using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;

namespace AccountLinking.SelfService;

/// <summary>Finds out who asks: by the access token alone.</summary>
internal sealed class Callers(TokenVerifier verifier, PersonLimits limits)
{
    private const string Scheme = "Bearer ";

    /// <param name="scope">That the token must have.</param>
    /// <exception cref="RefusedException">There is no such token, it does not allow this, or the person asks too often.</exception>
    /// <exception cref="Auth0Exception">The tenant's keys cannot be read.</exception>
    public async Task<Caller> AuthenticateAsync(HttpRequest request, string scope, RequestBudget budget)
    {
        if (TokenOf(request) is not { } text) throw Refusals.NoToken();
        var token = await verifier.VerifyAccessTokenAsync(text, budget) switch
        {
            AccessTokenVerdict.Accepted { Token: var accepted } => accepted,
            AccessTokenVerdict.Refused { Fault: var fault } => throw Refusals.Token(fault),
            _ => throw new InvalidOperationException("A verdict is one of two."),
        };
        if (limits.TryTake(token.Subject) is { } wait) throw Refusals.TooManyRequests(wait);
        return token.Scopes.Contains(scope) ? new Caller(token.Subject, token.ClientId, token.IssuedAt) : throw Refusals.Scope(scope);
    }

    /// <summary>In the header and nowhere else: what stands in an address ends up in logs.</summary>
    private static string? TokenOf(HttpRequest request) =>
        request.Headers[HeaderNames.Authorization] is [{ } header] && header.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase) ? header[Scheme.Length..].Trim() : null;
}

using AccountLinking.Auth0;
using AccountLinking.Auth0.ManagementApi;
using AccountLinking.Configuration;
using Microsoft.Extensions.Options;

namespace AccountLinking.Health.Checkups;

/// <summary>
/// A token of its own, fetched now: the one in use may be a day old, and what the application may do was perhaps changed since. (Tokens for Auth0's own API are not
/// counted against the tenant's quota.)
/// </summary>
internal sealed class TokenCheckup(ClientCredentialsGrant grant, IOptionsMonitor<Auth0Options> options, TimeProvider clock)
{
    public const string Token = "token";
    public const string Scopes = "scopes";

    private static readonly TimeSpan Use = TimeSpan.FromMinutes(1);

    /// <returns>The token, unless it is of no use for reading.</returns>
    /// <exception cref="Auth0Exception">There is none.</exception>
    public async Task<(AccessToken? Issued, IReadOnlyList<Finding> Found)> ExamineAsync(RequestBudget budget)
    {
        var answer = await grant.RequestAsync(budget);
        if (!answer.Succeeded || Json.Text(answer.Body, "access_token") is not { Length: > 0 } token) throw Auth0Trouble.OfTokenRequest(answer);
        var (kind, granted) = IssuedToken.Of(token, Json.Text(answer.Body, "scope"), options.CurrentValue);
        if (AdviceOn(kind) is { } advice) return (null, [Finding.Fail(Token, advice)]);
        return (
            granted.Contains(ScopeNeeds.ReadUsers, StringComparer.Ordinal) ? new AccessToken(token, clock.GetUtcNow() + Use) : null,
            [Finding.Pass(Token, "Auth0 issues an access token for its Management API."), OfScopes(granted)]);
    }

    public static Finding OfScopes(IReadOnlyList<string> granted)
    {
        string[] missing = [.. ScopeNeeds.All.Except(granted, StringComparer.Ordinal)], extra = [.. granted.Except(ScopeNeeds.All, StringComparer.Ordinal)];
        return (missing, extra) switch
        {
            ([], []) => Finding.Pass(Scopes, $"The application has exactly {ScopeNeeds.InWords}."),
            (_, []) => Finding.Fail(Scopes, $"The application lacks {Names(missing)}: authorise it for the Management API with exactly {ScopeNeeds.InWords}."),
            ([], _) => Finding.Fail(Scopes, $"The application may do more than it needs ({Names(extra)}): take that away from it, so that exactly {ScopeNeeds.InWords} are left."),
            _ => Finding.Fail(Scopes, $"The application lacks {Names(missing)}, and may do what it does not need ({Names(extra)}): authorise it for the Management API with exactly {ScopeNeeds.InWords}."),
        };
    }

    private static string? AdviceOn(IssuedToken.Kind kind) => kind switch
    {
        IssuedToken.Kind.ForManagementApi => null,
        IssuedToken.Kind.Opaque => "Auth0 issued an opaque token, which its Management API does not take: it does so for a request without an audience. Check that nothing between the service and Auth0:Domain (a proxy, Auth0:BaseUrl) changes requests.",
        IssuedToken.Kind.IdToken => "What was issued is an ID token, which is for the application itself and opens no API: check that Auth0:ClientId is a machine-to-machine application with the grant client credentials, and that nothing between the service and Auth0:Domain changes requests.",
        _ => "The access token that was issued is for another API (its audience is not the Management API of Auth0:Domain): set Auth0:Domain to the tenant's own domain, not a custom one, and look at what the tenant does to this application's tokens.",
    };

    /// <summary>Scopes are words; whatever else stands there is not repeated.</summary>
    private static string Names(IEnumerable<string> scopes) => string.Join(", ", scopes.Select(scope => scope.Length <= 64 && scope.All(character => char.IsAsciiLetterOrDigit(character) || character is ':' or '_' or '-') ? scope : "one that is no word"));
}

using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using AccountLinking.Sandbox.Control;
using AccountLinking.Sandbox.Json;
using AccountLinking.Sandbox.Tenant.Tokens;

namespace AccountLinking.Sandbox.Tenant.Authorization;

/// <summary>
/// The authorization code grant (RFC 6749, section 4.1.3) of an application without a secret, with PKCE (RFC 7636). A code is
/// good for one attempt, whoever makes it.
/// </summary>
public sealed partial class AuthorizationCodeGrant(SandboxState state, TokenIssuer tokens)
{
    public const string Type = "authorization_code";

    public IResult Exchange(IReadOnlyDictionary<string, string?> request)
    {
        foreach (var required in (string[])["client_id", "code"])
        {
            if (string.IsNullOrEmpty(request[required])) return OAuthError.Of(400, "invalid_request", $"Missing required parameter: {required}");
        }

        if (state.Seed.Applications.Find(request["client_id"]) is not { } application) return NotAllowed(request["client_id"]!);
        if (state.Codes.Take(request["code"]) is not { } grant || grant.Request.Application.ClientId != application.ClientId)
            return OAuthError.Of(403, "invalid_grant", "Invalid authorization code");
        if (!IsAddressOf(grant.Request, request["redirect_uri"])) return OtherAddress(request["redirect_uri"], grant.Request.RedirectUri);
        return Verifies(request["code_verifier"], grant.Request.CodeChallenge)
            ? JsonResult.Of(tokens.Issue(grant).ToJson())
            : OAuthError.Of(403, "invalid_grant", "Failed to verify code verifier");
    }

    private IResult NotAllowed(string clientId) => state.Clients.Find(clientId) is null
        ? OAuthError.Of(401, "access_denied", "Unauthorized")
        : OAuthError.Of(403, "unauthorized_client", $"Grant type '{Type}' not allowed for the client.");

    /// <summary>Required where <c>/authorize</c> was given one: https://auth0.com/docs/api/authentication/authorization-code-flow-with-pkce/get-token-pkce.</summary>
    private static bool IsAddressOf(AuthorizationRequest asked, string? sent) => sent is null ? !asked.NamesRedirectUri : sent == asked.RedirectUri;

    private static IResult OtherAddress(string? sent, string expected) =>
        OAuthError.Of(403, "unauthorized_client", $"The redirect URI is wrong. You sent {sent ?? "null"}, and we expected {expected}");

    private static bool Verifies(string? verifier, string challenge) => verifier is not null && Verifier().IsMatch(verifier) && CryptographicOperations.FixedTimeEquals(
        Encoding.ASCII.GetBytes(Base64Url.EncodeToString(SHA256.HashData(Encoding.ASCII.GetBytes(verifier)))), Encoding.ASCII.GetBytes(challenge));

    /// <summary>RFC 7636, section 4.1.</summary>
    [GeneratedRegex(@"^[A-Za-z0-9._~-]{43,128}\z", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Verifier();
}

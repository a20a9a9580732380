using AccountLinking.Sandbox.Json;
using AccountLinking.Sandbox.Tenant.Tokens;
using AccountLinking.Sandbox.Tenant.Users;

namespace AccountLinking.Sandbox.Tenant.ManagementApi;

/// <summary><c>link_with</c>: an ID token of the tenant that proves control of the secondary account.</summary>
public sealed class LinkWithToken(SigningKey key, TenantAddresses addresses, TimeProvider clock)
{
    /// <summary>The user id that the token proves, with Auth0's refusals of one that proves nothing.</summary>
    public string Subject(JsonMap body, ApiCaller caller)
    {
        if (body.Count > 1) throw ManagementApiException.LinkRefused("Payload validation error: 'link_with' excludes every other property.");
        if (Jwt.ParseWithoutVerification(body.Text("link_with")!) is not { } token) throw ManagementApiException.LinkRefused("Invalid token (link_with).");
        if (token.Header.Text("alg") != "RS256") throw ManagementApiException.LinkRefused("JWT (link_with) must have an alg of RS256.");
        if (!key.HasSigned(token) || Expired(token)) throw ManagementApiException.LinkRefused("Invalid token (link_with).");
        if (token.Payload.Text("aud") is not { } audience || addresses.IsManagementApi(audience))
            throw ManagementApiException.LinkRefused("JWT (link_with) contains an invalid aud claim.");
        if (audience != caller.ClientId)
            throw ManagementApiException.LinkRefused("JWT (link_with) must have an aud claim that matches that of the calling token's azp.");
        var subject = token.Payload.Text("sub") ?? throw ManagementApiException.LinkRefused("JWT (link_with) must contains sub claim.");
        return UserIds.TrySplit(subject, out _, out _) ? subject : throw ManagementApiException.LinkRefused("JWT (link_with) contains an invalid sub claim.");
    }

    private bool Expired(Jwt token) =>
        !token.Payload.TryGetValue("exp", out var expiry) || expiry.GetInt64() <= clock.GetUtcNow().ToUnixTimeSeconds();
}

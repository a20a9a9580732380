using AccountLinking.Sandbox.Json;

namespace AccountLinking.Sandbox.Tenant.Tokens;

/// <summary>Issues and verifies access tokens for the Management API.</summary>
public sealed class AccessTokens(SigningKey key, TenantAddresses addresses, TimeProvider clock)
{
    public string Issue(ClientApplication client, string audience)
    {
        var now = clock.GetUtcNow();
        return key.Sign(JsonMap.Empty
            .With("iss", addresses.Issuer)
            .With("sub", $"{client.ClientId}@clients")
            .With("aud", audience)
            .With("iat", now.ToUnixTimeSeconds())
            .With("exp", (now + client.TokenLifetime).ToUnixTimeSeconds())
            .With("azp", client.ClientId)
            .With("gty", "client-credentials")
            .With("scope", string.Join(' ', client.Scopes)));
    }

    public AccessTokenResult Verify(string token)
    {
        if (Jwt.ParseWithoutVerification(token) is not { } jwt || jwt.Header.Text("alg") != "RS256")
            return new AccessTokenResult.Rejected("Invalid token");
        if (!key.HasSigned(jwt)) return new AccessTokenResult.Rejected("Invalid signature received for JSON Web Token validation");
        if (jwt.Payload.Text("aud") is not { } audience || !addresses.IsManagementApi(audience))
            return new AccessTokenResult.Rejected($"Bad audience: {jwt.Payload.Text("aud")}");
        if (!jwt.Payload.TryGetValue("exp", out var expiry) || expiry.GetInt64() <= clock.GetUtcNow().ToUnixTimeSeconds())
            return new AccessTokenResult.Rejected("Expired token received for JSON Web Token validation");
        return new AccessTokenResult.Accepted(jwt.Payload.Text("azp") ?? string.Empty, (jwt.Payload.Text("scope") ?? string.Empty).Split(' '));
    }
}

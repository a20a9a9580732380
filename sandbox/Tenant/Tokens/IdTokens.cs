using AccountLinking.Sandbox.Json;

namespace AccountLinking.Sandbox.Tenant.Tokens;

/// <summary>ID tokens of the tenant: issued at a login.</summary>
public sealed class IdTokens(SigningKey key, TenantAddresses addresses, TimeProvider clock)
{
    /// <summary>Auth0's default for an application.</summary>
    public static readonly TimeSpan Lifetime = TimeSpan.FromHours(10);

    public (string Token, JsonMap Claims) Issue(
        string subject, string audience, string sessionId, JsonMap profile, string? nonce = null, DateTimeOffset? authTime = null)
    {
        var now = clock.GetUtcNow();
        var claims = profile
            .With("iss", addresses.Issuer)
            .With("sub", subject)
            .With("aud", audience)
            .With("iat", now.ToUnixTimeSeconds())
            .With("exp", (now + Lifetime).ToUnixTimeSeconds())
            .With("sid", sessionId);
        if (authTime is { } time) claims = claims.With("auth_time", time.ToUnixTimeSeconds());
        if (nonce is not null) claims = claims.With("nonce", nonce);
        return (key.Sign(claims), claims);
    }
}

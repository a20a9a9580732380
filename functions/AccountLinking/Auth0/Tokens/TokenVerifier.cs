using AccountLinking.Configuration;
using Microsoft.Extensions.Options;

namespace AccountLinking.Auth0.Tokens;

/// <summary>
/// Verifies, on this machine and by the tenant's public keys, the tokens that a person's application sends. What cannot be verified is refused with a reason; what the
/// keys are needed for and cannot be fetched for is trouble.
/// </summary>
internal sealed class TokenVerifier(SigningKeys keys, IOptionsMonitor<Auth0Options> options, TimeProvider clock)
{
    /// <exception cref="Auth0Exception">There are no keys to verify it with, or no time to get them.</exception>
    /// <exception cref="OperationCanceledException">The caller hung up.</exception>
    public async Task<AccessTokenVerdict> VerifyAccessTokenAsync(string token, RequestBudget budget)
    {
        var (signed, fault) = await ReadAsync(token, TokenFault.EncryptedOrOpaque, budget);
        return signed is null ? new AccessTokenVerdict.Refused(fault!) : Rules().JudgeAccessToken(signed.Claims);
    }

    /// <param name="audience">The application whose access token came with it, which must be the one that it was issued to.</param>
    /// <exception cref="Auth0Exception">There are no keys to verify it with, or no time to get them.</exception>
    /// <exception cref="OperationCanceledException">The caller hung up.</exception>
    public async Task<IdTokenVerdict> VerifyIdTokenAsync(string token, string audience, RequestBudget budget)
    {
        var (signed, fault) = await ReadAsync(token, TokenFault.NotAnIdToken, budget);
        return signed is null ? new IdTokenVerdict.Refused(fault!) : Rules().JudgeIdToken(signed.Header, signed.Claims, audience);
    }

    /// <summary>The claims are looked at only once it is known that the tenant has written them.</summary>
    /// <param name="unreadable">What to say of a token that only Auth0 can read.</param>
    private async Task<(SignedToken? Token, TokenFault? Fault)> ReadAsync(string token, TokenFault unreadable, RequestBudget budget)
    {
        if (!Jwt.TryParseWithoutVerification(token, out var jwt)) return (null, IsUnreadable(token) ? unreadable : TokenFault.Malformed);
        var (header, fault) = JoseHeader.Read(jwt.Header);
        if (header is null) return (null, fault);
        // Whoever has several keys says which one it was; a token that does not is nobody's here.
        if (header.KeyId is null || await keys.FindAsync(header.KeyId, budget) is not { } key) return (null, TokenFault.UnknownKey);
        if (!key.HasSigned(jwt)) return (null, TokenFault.BadSignature);
        return TokenClaims.TryRead(jwt.Claims) is { } claims ? (new SignedToken(header, claims), null) : (null, TokenFault.Malformed);
    }

    /// <summary>Auth0's opaque tokens have one part, or five: those of a JWE.</summary>
    private static bool IsUnreadable(string token) => token.Length <= Jwt.MaxLength && token.Split('.').Length is 1 or 5;

    private TokenRules Rules()
    {
        var tenant = options.CurrentValue;
        return new TokenRules(tenant.TokenIssuer, tenant.ApiAudience ?? string.Empty, tenant.Audience, clock.GetUtcNow());
    }

    private sealed record SignedToken(JoseHeader Header, TokenClaims Claims);
}

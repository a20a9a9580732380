using System.Security.Cryptography;
using AccountLinking.Sandbox.Json;
using AccountLinking.Sandbox.Logins;

namespace AccountLinking.Sandbox.Tenant.Tokens;

/// <summary>Issues the tokens of a login.</summary>
public sealed class TokenIssuer(SigningKey key, TenantAddresses addresses, TimeProvider clock)
{
    /// <summary>Auth0's default for its own endpoint <c>/userinfo</c>, which is what a token without an audience is for.</summary>
    private static readonly TimeSpan OpaqueLifetime = TimeSpan.FromHours(24);

    private readonly IdTokens _idTokens = new(key, addresses, clock);

    public UserTokens Issue(LoginGrant grant)
    {
        var request = grant.Request;
        var scope = string.Join(' ', request.Granted);
        var lifetime = request.Api?.TokenLifetime ?? OpaqueLifetime;
        var accessToken = request.Api is { } api ? SignedAccessToken(grant, api, scope) : RandomNumberGenerator.GetHexString(64, lowercase: true);
        if (!request.WantsIdToken) return new UserTokens(IdToken: null, Claims: null, accessToken, scope, lifetime);

        DateTimeOffset? authTime = request.WantsAuthTime ? grant.Session.AuthenticatedAt : null;
        var (idToken, claims) = _idTokens.Issue(grant.UserId, request.Application.ClientId, grant.Session.Id, grant.IdTokenClaims, request.Nonce, authTime);
        return new UserTokens(idToken, claims, accessToken, scope, lifetime);
    }

    private string SignedAccessToken(LoginGrant grant, ResourceServer api, string scope)
    {
        var now = clock.GetUtcNow();
        return key.Sign(grant.AccessTokenClaims
            .With("iss", addresses.Issuer)
            .With("sub", grant.UserId)
            .With("aud", grant.Request.WantsIdToken ? JsonValue.From(new[] { api.Identifier, $"{addresses.Issuer}userinfo" }) : JsonValue.Of(api.Identifier))
            .With("iat", now.ToUnixTimeSeconds())
            .With("exp", (now + api.TokenLifetime).ToUnixTimeSeconds())
            .With("scope", scope)
            .With("azp", grant.Request.Application.ClientId));
    }
}

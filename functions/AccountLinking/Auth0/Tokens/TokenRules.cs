namespace AccountLinking.Auth0.Tokens;

/// <summary>What a token must say whose signature is the tenant's. Pure.</summary>
/// <param name="issuer">The tenant's, exactly.</param>
/// <param name="apiAudience">Of this API; empty where there is none, and then no access token is good.</param>
/// <param name="managementAudience">Of the Management API.</param>
internal sealed class TokenRules(string issuer, string apiAudience, string managementAudience, DateTimeOffset now)
{
    /// <summary>By how much clocks may differ.</summary>
    public static readonly TimeSpan Skew = TimeSpan.FromSeconds(60);

    /// <summary>Of an access token, whose API in Auth0 may have been given a longer lifetime: what an application may change here must not be for a whole day.</summary>
    public static readonly TimeSpan MaxAge = TimeSpan.FromHours(1);

    /// <summary>Whoever proves that an account is his own has signed in to it just now.</summary>
    public static readonly TimeSpan MaxSignInAge = TimeSpan.FromMinutes(10);

    public AccessTokenVerdict JudgeAccessToken(TokenClaims claims)
    {
        var client = claims.AuthorizedParty ?? claims.ClientId ?? string.Empty;
        if ((AccessAddresseeFault(claims, client) ?? TimeFault(claims)) is { } fault) return new AccessTokenVerdict.Refused(fault);
        if (now - claims.IssuedAt > MaxAge + Skew) return new AccessTokenVerdict.Refused(TokenFault.TooOld);
        if (claims.User is not { } user) return new AccessTokenVerdict.Refused(TokenFault.NotAUser);
        var scopes = (claims.Scope ?? string.Empty).Split(' ', StringSplitOptions.RemoveEmptyEntries);
        return new AccessTokenVerdict.Accepted(new UserAccessToken(user, client, scopes.ToHashSet(StringComparer.Ordinal), claims.IssuedAt));
    }

    /// <param name="client">The only application whose ID token is good.</param>
    public IdTokenVerdict JudgeIdToken(JoseHeader header, TokenClaims claims, string client)
    {
        if ((IdAddresseeFault(header, claims, client) ?? TimeFault(claims)) is { } fault) return new IdTokenVerdict.Refused(fault);
        if (claims.User is not { } user) return new IdTokenVerdict.Refused(TokenFault.NotAUser);
        if (claims.Nonce is not { Length: > 0 } nonce) return new IdTokenVerdict.Refused(TokenFault.NoNonce);
        if (claims.AuthenticatedAt is not { } authenticatedAt) return new IdTokenVerdict.Refused(TokenFault.NoAuthTime);
        if (authenticatedAt > now + Skew) return new IdTokenVerdict.Refused(TokenFault.NotYetValid);
        if (now - authenticatedAt > MaxSignInAge + Skew) return new IdTokenVerdict.Refused(TokenFault.SignInTooOld);
        return new IdTokenVerdict.Accepted(new UserIdToken(user, nonce, authenticatedAt));
    }

    private TokenFault? AccessAddresseeFault(TokenClaims claims, string client)
    {
        if (claims.Issuer != issuer) return TokenFault.WrongIssuer;
        var isForUs = IsForUs(claims);
        if (!isForUs && claims.Audiences.Contains(managementAudience)) return TokenFault.IsManagementToken;
        // An ID token is for the application itself, and does not always say that it was also issued to it.
        if (claims.Audiences.Contains(client) || (!isForUs && client.Length == 0)) return TokenFault.IsIdToken;
        if (client.Length == 0) return TokenFault.NoAzp;
        return isForUs ? null : TokenFault.WrongAudience;
    }

    private TokenFault? IdAddresseeFault(JoseHeader header, TokenClaims claims, string client)
    {
        if (claims.Issuer != issuer) return TokenFault.WrongIssuer;
        if (header.IsAccessToken || claims.Scope is not null || IsForUs(claims)) return TokenFault.IsAccessToken;
        return IsIssuedTo(client, claims) ? null : TokenFault.WrongClient;
    }

    /// <summary>A token for the Management API is none for us, even where the settings say that we are it.</summary>
    private bool IsForUs(TokenClaims claims) => apiAudience.Length > 0 && apiAudience != managementAudience && claims.Audiences.Contains(apiAudience);

    /// <summary>OpenID Connect Core 1.0, section 3.1.3.7: who it was issued to may be left out where it is for one alone.</summary>
    private static bool IsIssuedTo(string client, TokenClaims claims)
    {
        if (!claims.Audiences.Contains(client)) return false;
        return claims.AuthorizedParty is { } party ? party == client : claims.Audiences.Count == 1;
    }

    private TokenFault? TimeFault(TokenClaims claims)
    {
        if (now - Skew >= claims.ExpiresAt) return TokenFault.Expired;
        return claims.NotBefore > now + Skew || claims.IssuedAt > now + Skew ? TokenFault.NotYetValid : null;
    }
}

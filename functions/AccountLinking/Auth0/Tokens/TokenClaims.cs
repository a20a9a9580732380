using System.Text.Json;

namespace AccountLinking.Auth0.Tokens;

/// <summary>The claims that are looked at, of either kind of token: RFC 7519, OpenID Connect Core 1.0 section 2, RFC 9068, and Auth0's own <c>gty</c>.</summary>
internal sealed record TokenClaims
{
    private const string ClientCredentials = "client-credentials";
    private const string SubjectOfClient = "@clients";

    public required string Issuer { get; init; }

    public required string Subject { get; init; }

    public required IReadOnlyList<string> Audiences { get; init; }

    public required DateTimeOffset ExpiresAt { get; init; }

    public required DateTimeOffset IssuedAt { get; init; }

    public DateTimeOffset? NotBefore { get; init; }

    public DateTimeOffset? AuthenticatedAt { get; init; }

    public string? AuthorizedParty { get; init; }

    /// <summary>What Auth0 writes for <see cref="AuthorizedParty"/> where an API has the access token profile of RFC 9068.</summary>
    public string? ClientId { get; init; }

    public string? Scope { get; init; }

    public string? Nonce { get; init; }

    /// <summary>How the token was got: <c>client-credentials</c>, or <c>["refresh_token", "password"]</c>.</summary>
    public required IReadOnlyList<string> GrantTypes { get; init; }

    /// <summary>Null: it is an application's own token, and no person's.</summary>
    public UserId? User => !GrantTypes.Contains(ClientCredentials) && !Subject.EndsWith(SubjectOfClient, StringComparison.Ordinal) && UserId.TryParse(Subject, out var id) ? id : null;

    /// <returns>Null: a claim is missing or is no such thing.</returns>
    public static TokenClaims? TryRead(JsonElement json)
    {
        var claims = new ClaimReader(json);
        var read = new TokenClaims
        {
            Issuer = claims.RequiredText("iss"),
            Subject = claims.RequiredText("sub"),
            Audiences = claims.RequiredTexts("aud"),
            ExpiresAt = claims.RequiredTime("exp"),
            IssuedAt = claims.RequiredTime("iat"),
            NotBefore = claims.OptionalTime("nbf"),
            AuthenticatedAt = claims.OptionalTime("auth_time"),
            AuthorizedParty = claims.OptionalText("azp"),
            ClientId = claims.OptionalText("client_id"),
            Scope = claims.OptionalText("scope"),
            Nonce = claims.OptionalText("nonce"),
            GrantTypes = claims.OptionalTexts("gty"),
        };
        return claims.AreWellFormed ? read : null;
    }

    public override string ToString() => "***";
}

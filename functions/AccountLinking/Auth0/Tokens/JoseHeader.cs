using System.Text.Json;

namespace AccountLinking.Auth0.Tokens;

/// <summary>
/// What is read of a token's header. It says which of the tenant's keys has signed the token, and nothing else about how to verify it: keys that it brings
/// along or points to (<c>jwk</c>, <c>jku</c>, <c>x5c</c>, <c>x5u</c>) are never looked at.
/// </summary>
internal sealed record JoseHeader(bool IsAccessToken, string? KeyId)
{
    /// <summary>RSASSA-PKCS1-v1_5 with SHA-256: the only one, whatever a token says.</summary>
    public const string Algorithm = "RS256";

    private const string AccessTokenType = "at+jwt";
    private const string MediaTypePrefix = "application/";

    private static readonly string[] Types = ["jwt", AccessTokenType];

    /// <returns>The header, or what is wrong with it.</returns>
    public static (JoseHeader? Header, TokenFault? Fault) Read(JsonElement json)
    {
        // What is critical must be understood, and nothing of it is: RFC 7515, section 4.1.11.
        if (Json.Property(json, "crit") is not null) return (null, TokenFault.UnsupportedHeader);
        if (Json.Text(json, "alg") != Algorithm) return (null, TokenFault.WrongAlgorithm);
        var type = TypeOf(json);
        if (type is not null && !Types.Contains(type)) return (null, TokenFault.UnsupportedHeader);
        var keyId = Json.Text(json, "kid");
        if (keyId is null && Json.Property(json, "kid") is not null) return (null, TokenFault.Malformed);
        return (new JoseHeader(type == AccessTokenType, keyId), null);
    }

    /// <summary>A media type, whose capitals mean nothing and whose <c>application/</c> may be left out: RFC 7515, section 4.1.9. Null: there is none.</summary>
    private static string? TypeOf(JsonElement json)
    {
        if (Json.Property(json, "typ") is null) return null;
        var type = (Json.Text(json, "typ") ?? string.Empty).ToLowerInvariant();
        return type.StartsWith(MediaTypePrefix, StringComparison.Ordinal) ? type[MediaTypePrefix.Length..] : type;
    }
}

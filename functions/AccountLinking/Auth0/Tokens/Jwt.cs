using System.Diagnostics.CodeAnalysis;
using System.Text;
using System.Text.Json;
using System.Text.Unicode;

namespace AccountLinking.Auth0.Tokens;

/// <summary>A JSON Web Token in its compact form (RFC 7515, section 3.1), taken apart. Nothing in it is to be believed before its signature was verified.</summary>
internal sealed class Jwt
{
    /// <summary>Of ASCII characters. Servers take headers up to about that size, and Auth0's tokens are far from it.</summary>
    public const int MaxLength = 16 * 1024;

    private const int MaxDepth = 16;

    /// <summary>Two values for one name could be read as one here and as the other elsewhere: RFC 7519, section 4.</summary>
    private static readonly JsonDocumentOptions Strict = new() { MaxDepth = MaxDepth, AllowDuplicateProperties = false };

    private Jwt(JsonElement header, JsonElement claims, byte[] signedPart, byte[] signature) => (Header, Claims, SignedPart, Signature) = (header, claims, signedPart, signature);

    public JsonElement Header { get; }

    public JsonElement Claims { get; }

    /// <summary>What the signature is of.</summary>
    public byte[] SignedPart { get; }

    public byte[] Signature { get; }

    public static bool TryParseWithoutVerification(string token, [NotNullWhen(true)] out Jwt? jwt)
    {
        jwt = null;
        if (token.Length > MaxLength || token.Split('.') is not [var header, var claims, var signature]) return false;
        if (!TryParseObject(header, out var headerObject) || !TryParseObject(claims, out var claimsObject) || !StrictBase64Url.TryDecode(signature, out var signatureBytes)) return false;
        jwt = new Jwt(headerObject, claimsObject, Encoding.ASCII.GetBytes($"{header}.{claims}"), signatureBytes);
        return true;
    }

    private static bool TryParseObject(string part, out JsonElement json)
    {
        json = default;
        if (!StrictBase64Url.TryDecode(part, out var utf8) || !Utf8.IsValid(utf8)) return false;
        try
        {
            json = JsonElement.Parse(utf8, Strict);
            return json.ValueKind == JsonValueKind.Object;
        }
        catch (Exception malformed) when (malformed is JsonException or InvalidOperationException)
        {
            // A name that spells half a character cannot be compared with the others.
            return false;
        }
    }

    public override string ToString() => "***";
}

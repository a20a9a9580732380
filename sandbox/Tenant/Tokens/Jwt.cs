using System.Buffers.Text;
using System.Text;
using System.Text.Json;
using AccountLinking.Sandbox.Json;

namespace AccountLinking.Sandbox.Tenant.Tokens;

/// <summary>A JSON Web Token in parts. Nothing in it is to be believed before <see cref="SigningKey.HasSigned"/> said so.</summary>
public sealed record Jwt(JsonMap Header, JsonMap Payload, ReadOnlyMemory<byte> SignedPart, byte[] Signature)
{
    public static Jwt? ParseWithoutVerification(string token)
    {
        var parts = token.Split('.');
        if (parts.Length != 3) return null;
        try
        {
            return new Jwt(
                ParseObject(parts[0]),
                ParseObject(parts[1]),
                Encoding.ASCII.GetBytes($"{parts[0]}.{parts[1]}"),
                Base64Url.DecodeFromChars(parts[2]));
        }
        catch (Exception malformed) when (malformed is FormatException or JsonException)
        {
            return null;
        }
    }

    public static string Encode(JsonMap header, JsonMap payload, Func<byte[], byte[]> sign)
    {
        var signedPart = $"{EncodePart(header)}.{EncodePart(payload)}";
        return $"{signedPart}.{Base64Url.EncodeToString(sign(Encoding.ASCII.GetBytes(signedPart)))}";
    }

    private static JsonMap ParseObject(string part)
    {
        using var document = JsonDocument.Parse(Base64Url.DecodeFromChars(part));
        return JsonMap.From(document.RootElement);
    }

    private static string EncodePart(JsonMap part) => Base64Url.EncodeToString(JsonValue.ToUtf8(part.WriteTo).Span);
}

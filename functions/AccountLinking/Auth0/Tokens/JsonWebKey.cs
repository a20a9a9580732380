using System.Numerics;
using System.Security.Cryptography;
using System.Text.Json;

namespace AccountLinking.Auth0.Tokens;

/// <summary>A public RSA key of the tenant's that signs tokens with RS256.</summary>
internal sealed class JsonWebKey
{
    /// <summary>RFC 7518, section 3.3.</summary>
    private const int MinBits = 2048;

    /// <summary>Larger ones cost much to verify with, and nobody uses them.</summary>
    private const int MaxBits = 8192;

    /// <summary>FIPS 186-5, section 5.1. Auth0's is exactly that.</summary>
    private const uint MinExponent = 65537;

    private readonly RSAParameters _parameters;

    private JsonWebKey(string id, RSAParameters parameters) => (Id, _parameters) = (id, parameters);

    public string Id { get; }

    /// <returns>Null: it is a key for something else, or one that nobody should trust.</returns>
    public static JsonWebKey? TryRead(JsonElement json)
    {
        if (Json.Text(json, "kty") != "RSA" || Json.Text(json, "kid") is not { Length: > 0 } id || !IsForSignatures(json)) return null;
        if (!StrictBase64Url.TryDecode(Json.Text(json, "n"), out var modulus) || BitsOf(modulus) is < MinBits or > MaxBits) return null;
        if (!StrictBase64Url.TryDecode(Json.Text(json, "e"), out var exponent) || !IsSane(exponent)) return null;
        return new JsonWebKey(id, new RSAParameters { Modulus = modulus, Exponent = exponent });
    }

    public bool IsSameAs(JsonWebKey other) =>
        Id == other.Id && _parameters.Modulus.AsSpan().SequenceEqual(other._parameters.Modulus) && _parameters.Exponent.AsSpan().SequenceEqual(other._parameters.Exponent);

    public bool HasSigned(Jwt token)
    {
        // Made anew, because an RSA object is nothing that several requests may use at once.
        using var key = RSA.Create(_parameters);
        return key.VerifyData(token.SignedPart, token.Signature, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
    }

    private static bool IsForSignatures(JsonElement json) =>
        (Json.Property(json, "use") is null || Json.Text(json, "use") == "sig")
        && (Json.Property(json, "alg") is null || Json.Text(json, "alg") == JoseHeader.Algorithm)
        && (Json.Property(json, "key_ops") is not { } uses || (uses.ValueKind == JsonValueKind.Array && uses.EnumerateArray().Any(use => use.ValueKind == JsonValueKind.String && use.ValueEquals("verify"))));

    /// <summary>Without octets that say nothing (RFC 7518, section 2): a key has one spelling.</summary>
    private static int BitsOf(byte[] modulus) => modulus is [0, ..] or [] ? 0 : (modulus.Length * 8) - BitOperations.LeadingZeroCount((uint)modulus[0]) + 24;

    private static bool IsSane(byte[] exponent)
    {
        if (exponent is [] or [0, ..] or { Length: > sizeof(uint) }) return false;
        var value = exponent.Aggregate(0u, (number, octet) => (number << 8) | octet);
        return value >= MinExponent && uint.IsOddInteger(value);
    }
}

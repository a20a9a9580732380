using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using AccountLinking.Sandbox.Json;
using AccountLinking.Sandbox.Tenant.Tokens;

namespace AccountLinking.Sandbox.Tests.Tenant.Tokens;

/// <summary>Makes tokens that must not be accepted out of one that is.</summary>
internal static class TokenForge
{
    public static string WithHeader(string token, Func<JsonMap, JsonMap> change) => Replace(token, 0, change);

    public static string WithPayload(string token, Func<JsonMap, JsonMap> change) => Replace(token, 1, change);

    public static string WithSignature(string token, byte[] signature) =>
        $"{token[..token.LastIndexOf('.')]}.{Base64Url.EncodeToString(signature)}";

    /// <summary>Signed by somebody else's key under the name of the real one.</summary>
    public static string SignedByAnotherKey(string token)
    {
        using var key = RSA.Create(2048);
        var jwt = Jwt.ParseWithoutVerification(token)!;
        return Jwt.Encode(jwt.Header, jwt.Payload, data => key.SignData(data, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1));
    }

    /// <summary>The old trick: the public key, which everybody has, as the secret of an HMAC.</summary>
    public static string SignedWithThePublicKey(string token, string jwks)
    {
        var jwt = Jwt.ParseWithoutVerification(token)!;
        return Jwt.Encode(jwt.Header.With("alg", "HS256"), jwt.Payload, data => HMACSHA256.HashData(Encoding.UTF8.GetBytes(jwks), data));
    }

    private static string Replace(string token, int index, Func<JsonMap, JsonMap> change)
    {
        var parts = token.Split('.');
        var changed = change(JsonMap.Parse(Encoding.UTF8.GetString(Base64Url.DecodeFromChars(parts[index])))).ToString();
        parts[index] = Base64Url.EncodeToString(Encoding.UTF8.GetBytes(changed));
        return string.Join('.', parts);
    }
}

using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace AccountLinking.Tests.Auth0.Tokens;

/// <summary>Makes tokens and keys, good ones and others. What is signed is text, so that it can be anything.</summary>
internal static class TokenSigner
{
    public const string KeyId = "key-1";

    public const string GoodHeader = """{"alg":"RS256","typ":"JWT","kid":"key-1"}""";

    /// <summary>The tenant's.</summary>
    public static RSA Key { get; } = RSA.Create(2048);

    /// <summary>Somebody else's, or the tenant's next one.</summary>
    public static RSA OtherKey { get; } = RSA.Create(2048);

    public static string Sign(ClaimsText claims, string header = GoodHeader, RSA? key = null) => Sign(claims.ToString(), header, key);

    public static string Sign(string claims, string header = GoodHeader, RSA? key = null) =>
        Encode(header, claims, data => (key ?? Key).SignData(data, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1));

    public static string Encode(string header, object claims, Func<byte[], byte[]> sign) => Encode(Encoding.UTF8.GetBytes(header), Encoding.UTF8.GetBytes($"{claims}"), sign);

    public static string Encode(byte[] header, byte[] claims, Func<byte[], byte[]> sign)
    {
        var signedPart = $"{Base64Url.EncodeToString(header)}.{Base64Url.EncodeToString(claims)}";
        return $"{signedPart}.{Base64Url.EncodeToString(sign(Encoding.ASCII.GetBytes(signedPart)))}";
    }

    public static string Jwks(params string[] keys) => $$"""{"keys":[{{string.Join(',', keys)}}]}""";

    /// <summary>As Auth0 writes it, but for the certificate.</summary>
    public static string Jwk(RSA key, string id = KeyId)
    {
        var parameters = key.ExportParameters(includePrivateParameters: false);
        return $$"""{"kty":"RSA","use":"sig","alg":"RS256","kid":"{{id}}","n":"{{Base64Url.EncodeToString(parameters.Modulus)}}","e":"{{Base64Url.EncodeToString(parameters.Exponent)}}"}""";
    }
}

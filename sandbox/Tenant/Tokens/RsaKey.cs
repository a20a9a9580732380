using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text.Json;
using AccountLinking.Sandbox.Json;

namespace AccountLinking.Sandbox.Tenant.Tokens;

/// <summary>One RS256 key and its id.</summary>
public sealed class RsaKey : IDisposable
{
    private readonly RSA _key = RSA.Create(2048);

    public RsaKey()
    {
        var parameters = _key.ExportParameters(includePrivateParameters: false);
        Id = Base64Url.EncodeToString(SHA256.HashData(parameters.Modulus!))[..21];
        PublicKey = JsonValue.From(new
        {
            kty = "RSA",
            use = "sig",
            alg = "RS256",
            kid = Id,
            n = Base64Url.EncodeToString(parameters.Modulus!),
            e = Base64Url.EncodeToString(parameters.Exponent!),
        });
    }

    public string Id { get; }

    /// <summary>As a JSON Web Key (RFC 7517).</summary>
    public JsonElement PublicKey { get; }

    /// <param name="header">Members that replace the usual ones; a null leaves one out.</param>
    public string Sign(JsonMap payload, JsonMap? header = null)
    {
        var members = JsonMap.Empty.With("alg", "RS256").With("typ", "JWT").With("kid", Id).With(header ?? JsonMap.Empty);
        return Jwt.Encode(
            members.Where(name => members[name].ValueKind != JsonValueKind.Null), payload, data => _key.SignData(data, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1));
    }

    public bool HasSigned(Jwt token) =>
        token.Header.Text("kid") == Id && _key.VerifyData(token.SignedPart.Span, token.Signature, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);

    public void Dispose() => _key.Dispose();
}

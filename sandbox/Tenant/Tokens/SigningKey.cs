using System.Buffers.Text;
using System.Security.Cryptography;
using AccountLinking.Sandbox.Json;

namespace AccountLinking.Sandbox.Tenant.Tokens;

/// <summary>The tenant's RS256 key, new in each run: no token of one sandbox means anything to another.</summary>
public sealed class SigningKey : IDisposable
{
    private readonly RSA _key = RSA.Create(2048);
    private readonly string _id;

    public SigningKey()
    {
        var parameters = _key.ExportParameters(includePrivateParameters: false);
        _id = Base64Url.EncodeToString(SHA256.HashData(parameters.Modulus!))[..21];
        Jwks = JsonValue.From(new
        {
            keys = new[]
            {
                new
                {
                    kty = "RSA",
                    use = "sig",
                    alg = "RS256",
                    kid = _id,
                    n = Base64Url.EncodeToString(parameters.Modulus!),
                    e = Base64Url.EncodeToString(parameters.Exponent!),
                },
            },
        }).GetRawText();
    }

    /// <summary>The public key as a JSON Web Key Set (RFC 7517).</summary>
    public string Jwks { get; }

    public string Sign(JsonMap payload)
    {
        var header = JsonMap.Empty.With("alg", "RS256").With("typ", "JWT").With("kid", _id);
        return Jwt.Encode(header, payload, data => _key.SignData(data, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1));
    }

    public bool HasSigned(Jwt token) =>
        token.Header.Text("kid") == _id
        && _key.VerifyData(token.SignedPart.Span, token.Signature, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);

    public void Dispose() => _key.Dispose();
}

using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using AccountLinking.Auth0.Tokens;
using FsCheck;
using FsCheck.Fluent;

namespace AccountLinking.Tests.Auth0.Tokens;

/// <summary>Who has signed a token, and what its header may say of that: the same for access tokens and ID tokens.</summary>
public sealed class SignatureTests(VerifierStage stage) : IClassFixture<VerifierStage>
{
    private const int Mutations = 3000;

    /// <summary>Signed rightly, by the right key, so that only the header is wrong.</summary>
    public static TheoryData<string, string> Headers => new()
    {
        { """{"kid":"key-1"}""", "wrong_algorithm" },
        { """{"alg":"rs256","kid":"key-1"}""", "wrong_algorithm" },
        { """{"alg":"RS256 ","kid":"key-1"}""", "wrong_algorithm" },
        { """{"alg":"Rs256","kid":"key-1"}""", "wrong_algorithm" },
        { """{"alg":"none","kid":"key-1"}""", "wrong_algorithm" },
        { """{"alg":"None","kid":"key-1"}""", "wrong_algorithm" },
        { """{"alg":"","kid":"key-1"}""", "wrong_algorithm" },
        { """{"alg":null,"kid":"key-1"}""", "wrong_algorithm" },
        { """{"alg":["RS256"],"kid":"key-1"}""", "wrong_algorithm" },
        { """{"alg":{"name":"RS256"},"kid":"key-1"}""", "wrong_algorithm" },
        { """{"alg":true,"kid":"key-1"}""", "wrong_algorithm" },
        { """{"alg":256,"kid":"key-1"}""", "wrong_algorithm" },
        { """{"alg":"\ud800","kid":"key-1"}""", "wrong_algorithm" },
        { """{"ALG":"RS256","kid":"key-1"}""", "wrong_algorithm" },
        { """{"alg":"RS384","kid":"key-1"}""", "wrong_algorithm" },
        { """{"alg":"RS512","kid":"key-1"}""", "wrong_algorithm" },
        { """{"alg":"PS256","kid":"key-1"}""", "wrong_algorithm" },
        { """{"alg":"ES256","kid":"key-1"}""", "wrong_algorithm" },
        { """{"alg":"HS256","kid":"key-1"}""", "wrong_algorithm" },
        { """{"alg":"none","alg":"RS256","kid":"key-1"}""", "malformed" },
        { """{"alg":"RS256","\u0061lg":"none","kid":"key-1"}""", "malformed" },
        { """{"alg":"RS256","kid":"key-1","crit":["exp"]}""", "unsupported_header" },
        { """{"alg":"RS256","kid":"key-1","crit":["b64"],"b64":false}""", "unsupported_header" },
        { """{"alg":"RS256","kid":"key-1","crit":[]}""", "unsupported_header" },
        { """{"alg":"RS256","kid":"key-1","crit":null}""", "unsupported_header" },
        { """{"alg":"none","crit":["x"]}""", "unsupported_header" },
        { """{"alg":"RS256","kid":"key-1","typ":"JWE"}""", "unsupported_header" },
        { """{"alg":"RS256","kid":"key-1","typ":""}""", "unsupported_header" },
        { """{"alg":"RS256","kid":"key-1","typ":"logout+jwt"}""", "unsupported_header" },
        { """{"alg":"RS256","kid":"key-1","typ":"dpop+jwt"}""", "unsupported_header" },
        { """{"alg":"RS256","kid":"key-1","typ":"text/jwt"}""", "unsupported_header" },
        { """{"alg":"RS256","kid":"key-1","typ":"application/application/jwt"}""", "unsupported_header" },
        { """{"alg":"RS256","kid":"key-1","typ":"JWT "}""", "unsupported_header" },
        { """{"alg":"RS256","kid":"key-1","typ":["JWT"]}""", "unsupported_header" },
        { """{"alg":"RS256","kid":"key-1","typ":null}""", "unsupported_header" },
        { """{"alg":"RS256"}""", "unknown_key" },
        { """{"alg":"RS256","kid":""}""", "unknown_key" },
        { """{"alg":"RS256","kid":"key-2"}""", "unknown_key" },
        { """{"alg":"RS256","kid":"KEY-1"}""", "unknown_key" },
        { """{"alg":"RS256","kid":" key-1"}""", "unknown_key" },
        { """{"alg":"RS256","kid":"key-1\u0000"}""", "unknown_key" },
        { """{"alg":"RS256","kid":"../../key-1"}""", "unknown_key" },
        { """{"alg":"RS256","kid":"/etc/passwd?x=%2e%2e#"}""", "unknown_key" },
        { $$"""{"alg":"RS256","kid":"{{new string('k', 10_000)}}"}""", "unknown_key" },
        { """{"alg":"RS256","kid":null}""", "malformed" },
        { """{"alg":"RS256","kid":1}""", "malformed" },
        { """{"alg":"RS256","kid":["key-1"]}""", "malformed" },
        { """{"alg":"RS256","kid":{"key-1":1}}""", "malformed" },
        { """{"alg":"RS256","kid":true}""", "malformed" },
        { """{"alg":"RS256","kid":"\ud800"}""", "malformed" },
        { """{"alg":"RS256","kid":"key-1","kid":"key-1"}""", "malformed" },
    };

    public static TheoryData<string> OtherHeaders =>
    [
        """{"alg":"RS256","kid":"key-1"}""",
        """{"alg":"RS256","kid":"key-1","typ":"jwt"}""",
        """{"alg":"RS256","kid":"key-1","typ":"application/JWT"}""",
        """{"kid":"key-1","x":{"y":[1,null]},"alg":"RS256","typ":"JWT"}""",
        """{"alg":"RS256","kid":"key-1","x5u":"http://127.0.0.1:9/x","x5c":["AAAA"],"x5t":"AAAA","jku":"http://127.0.0.1:9/x","jwk":{"kty":"oct","k":"AAAA"}}""",
    ];

    [Theory]
    [MemberData(nameof(Headers))]
    public async Task Is_refused_with_another_header(string header, string code)
    {
        Assert.Equal(code, await stage.JudgeAccessTokenAsync(TokenSigner.Sign(stage.AccessToken, header)));
        Assert.Equal(code, await stage.JudgeIdTokenAsync(TokenSigner.Sign(stage.IdToken, header)));
        Assert.All(stage.Tenant.Requests, request => Assert.Equal("GET /.well-known/jwks.json", request));
    }

    [Theory]
    [MemberData(nameof(OtherHeaders))]
    public async Task Is_taken_with_whatever_else_the_header_says(string header)
    {
        Assert.Equal("accepted", await stage.JudgeAccessTokenAsync(TokenSigner.Sign(stage.AccessToken, header)));
        Assert.Equal("accepted", await stage.JudgeIdTokenAsync(TokenSigner.Sign(stage.IdToken, header)));
    }

    [Fact]
    public async Task Is_refused_when_it_brings_its_own_key_along()
    {
        var own = TokenSigner.Jwk(TokenSigner.OtherKey, "own");
        var jku = $"{stage.Issuer}elsewhere.json";

        Assert.Equal("unknown_key", await JudgeAsync($$"""{"alg":"RS256","kid":"own","jwk":{{own}},"jku":"{{jku}}","x5u":"{{jku}}"}""", TokenSigner.OtherKey));
        Assert.Equal("bad_signature", await JudgeAsync($$"""{"alg":"RS256","kid":"key-1","jwk":{{own}},"jku":"{{jku}}","x5u":"{{jku}}"}""", TokenSigner.OtherKey));
        Assert.DoesNotContain(stage.Tenant.Requests, request => request.Contains("elsewhere", StringComparison.Ordinal));
    }

    /// <summary>The old trick: the public key, which everybody has, as the secret of an HMAC.</summary>
    [Fact]
    public async Task Is_refused_when_the_public_key_was_the_secret_of_an_HMAC()
    {
        var key = TokenSigner.Key;
        var jwk = TokenSigner.Jwk(key);
        byte[][] secrets =
        [
            Encoding.ASCII.GetBytes(key.ExportSubjectPublicKeyInfoPem()), Encoding.ASCII.GetBytes(key.ExportSubjectPublicKeyInfoPem() + "\n"), Encoding.ASCII.GetBytes(key.ExportRSAPublicKeyPem()),
            key.ExportSubjectPublicKeyInfo(), key.ExportRSAPublicKey(), Encoding.ASCII.GetBytes(jwk), Encoding.ASCII.GetBytes(TokenSigner.Jwks(jwk)), key.ExportParameters(includePrivateParameters: false).Modulus!, [],
        ];
        foreach (var secret in secrets)
        {
            string Forge(string algorithm) => TokenSigner.Encode($$"""{"alg":"{{algorithm}}","typ":"JWT","kid":"key-1"}""", stage.AccessToken, data => HMACSHA256.HashData(secret, data));

            Assert.Equal("wrong_algorithm", await stage.JudgeAccessTokenAsync(Forge("HS256")));
            Assert.Equal("bad_signature", await stage.JudgeAccessTokenAsync(Forge("RS256")));
        }
    }

    [Fact]
    public async Task Is_refused_when_it_is_signed_otherwise_with_the_right_key()
    {
        (HashAlgorithmName Hash, RSASignaturePadding Padding)[] ways =
        [
            (HashAlgorithmName.SHA256, RSASignaturePadding.Pss), (HashAlgorithmName.SHA512, RSASignaturePadding.Pkcs1), (HashAlgorithmName.SHA384, RSASignaturePadding.Pkcs1),
            (HashAlgorithmName.SHA1, RSASignaturePadding.Pkcs1), (HashAlgorithmName.MD5, RSASignaturePadding.Pkcs1),
        ];
        foreach (var (hash, padding) in ways)
            Assert.Equal("bad_signature", await stage.JudgeAccessTokenAsync(TokenSigner.Encode(TokenSigner.GoodHeader, stage.AccessToken, data => TokenSigner.Key.SignData(data, hash, padding))));
    }

    [Fact]
    public async Task Is_refused_when_somebody_else_has_signed_it()
    {
        Assert.Equal("bad_signature", await stage.JudgeAccessTokenAsync(TokenSigner.Sign(stage.AccessToken, key: TokenSigner.OtherKey)));
        Assert.Equal("bad_signature", await stage.JudgeIdTokenAsync(TokenSigner.Sign(stage.IdToken, key: TokenSigner.OtherKey)));
    }

    [Fact]
    public async Task Is_refused_with_a_signature_that_is_cut_off_or_longer_or_of_something_else()
    {
        var token = TokenSigner.Sign(stage.AccessToken);
        var (signedPart, signature) = (token[..token.LastIndexOf('.')], Base64Url.DecodeFromChars(token.Split('.')[2]));
        var other = Base64Url.DecodeFromChars(TokenSigner.Sign(stage.AccessToken.With("jti", "1")).Split('.')[2]);
        byte[][] others =
        [
            [], [0], signature[..^1], signature[1..], signature[..128], [0, .. signature], [.. signature, 0], [.. signature, .. signature], [.. signature[..^1], (byte)(signature[^1] ^ 1)], [(byte)(signature[0] ^ 0x80), .. signature[1..]],
            new byte[signature.Length], [.. Enumerable.Repeat((byte)0xff, signature.Length)], [.. signature.Reverse()], other,
        ];
        foreach (var bytes in others)
            Assert.Equal("bad_signature", await stage.JudgeAccessTokenAsync($"{signedPart}.{Base64Url.EncodeToString(bytes)}"));
    }

    [Fact]
    public async Task Is_refused_with_the_header_or_claims_of_another_good_token()
    {
        var (one, other) = (TokenSigner.Sign(stage.AccessToken).Split('.'), TokenSigner.Sign(stage.AccessToken.With("sub", "\"auth0|x\""), """{"alg":"RS256","kid":"key-1"}""").Split('.'));

        Assert.Equal("bad_signature", await stage.JudgeAccessTokenAsync($"{one[0]}.{other[1]}.{one[2]}"));
        Assert.Equal("bad_signature", await stage.JudgeAccessTokenAsync($"{other[0]}.{one[1]}.{one[2]}"));
        Assert.Equal("accepted", await stage.JudgeAccessTokenAsync(string.Join('.', other)));
    }

    [Fact]
    public async Task Is_refused_with_any_bit_flipped()
    {
        var token = TokenSigner.Sign(stage.AccessToken);
        for (var index = 0; index < token.Length; index++)
        {
            for (var bit = 0; bit < 8; bit++)
            {
                var changed = $"{token[..index]}{(char)(token[index] ^ (1 << bit))}{token[(index + 1)..]}";
                Assert.True(await stage.JudgeAccessTokenAsync(changed) != "accepted", $"bit {bit} of {index}");
            }
        }
    }

    [Fact]
    public async Task Is_refused_however_it_is_changed()
    {
        var (access, id) = (TokenSigner.Sign(stage.AccessToken), TokenSigner.Sign(stage.IdToken));
        foreach (var (changedAccess, changedId) in Mutation(access).Zip(Mutation(id)).Sample(Mutations, 50))
        {
            Assert.True(changedAccess == access == (await stage.JudgeAccessTokenAsync(changedAccess) == "accepted"), changedAccess);
            Assert.True(changedId == id == (await stage.JudgeIdTokenAsync(changedId) == "accepted"), changedId);
        }
    }

    [Theory]
    [InlineData("")]
    [InlineData("opaque")]
    [InlineData("SlAV32hkKG-_x5v9")]
    [InlineData("eyJhbGciOiJkaXIiLCJlbmMiOiJBMjU2R0NNIn0..IZ2NUXb6vfXVs4Kj.abc.def")]
    [InlineData("a.b.c.d.e")]
    public async Task What_only_Auth0_can_read_is_told_as_that_and_is_no_ID_token(string token)
    {
        Assert.Equal("encrypted_or_opaque", await stage.JudgeAccessTokenAsync(token));
        Assert.Equal("not_an_id_token", await stage.JudgeIdTokenAsync(token));
    }

    [Theory]
    [InlineData("a.b")]
    [InlineData("a.b.c")]
    [InlineData("a.b.c.d")]
    [InlineData("a.b.c.d.e.f")]
    public async Task What_nobody_can_read_is_malformed(string token)
    {
        Assert.Equal("malformed", await stage.JudgeAccessTokenAsync(token));
        Assert.Equal("malformed", await stage.JudgeIdTokenAsync(token));
    }

    [Fact]
    public async Task What_is_too_large_is_malformed()
    {
        Assert.Equal("malformed", await stage.JudgeAccessTokenAsync(new string('x', Jwt.MaxLength + 1)));
        Assert.Equal("malformed", await stage.JudgeAccessTokenAsync(TokenSigner.Sign(stage.AccessToken.With("x", $"\"{new string('x', Jwt.MaxLength)}\""))));
    }

    private Task<string> JudgeAsync(string header, RSA key) => stage.JudgeAccessTokenAsync(TokenSigner.Sign(stage.AccessToken, header, key));

    /// <summary>One to three small changes: characters that are replaced, put in, taken out, exchanged or repeated.</summary>
    private static Gen<string> Mutation(string token)
    {
        var character = Gen.Elements([.. "ABCxyz019-_.=+/ \n\0\"{}%é"]);
        var change = Gen.Choose(0, 4).Zip(Gen.Choose(0, token.Length - 1)).Zip(Gen.Choose(0, token.Length - 1).Zip(character));
        return change.ListOf().Where(changes => changes.Count is > 0 and < 4).Select(changes => changes.Aggregate(token, (text, next) => Change(text, next.Item1.Item1, next.Item1.Item2, next.Item2.Item1, next.Item2.Item2)));
    }

    private static string Change(string text, int kind, int at, int other, char character)
    {
        if (text.Length == 0) return text;
        (at, other) = (at % text.Length, other % text.Length);
        return kind switch
        {
            0 => $"{text[..at]}{character}{text[(at + 1)..]}",
            1 => text.Insert(at, $"{character}"),
            2 => text.Remove(at, 1),
            3 => text.Length > at + 1 ? $"{text[..at]}{text[at + 1]}{text[at]}{text[(at + 2)..]}" : text,
            _ => text[Math.Min(at, other)..Math.Max(at, other)] + text,
        };
    }
}

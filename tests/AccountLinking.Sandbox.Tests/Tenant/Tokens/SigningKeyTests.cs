using System.Buffers.Text;
using System.Security.Cryptography;
using AccountLinking.Sandbox.Json;
using AccountLinking.Sandbox.Tenant.Tokens;

namespace AccountLinking.Sandbox.Tests.Tenant.Tokens;

public sealed class SigningKeyTests : IDisposable
{
    private readonly SigningKey _key = new();

    public void Dispose() => _key.Dispose();

    [Fact]
    public void Does_not_know_a_token_of_another_key()
    {
        using var other = new SigningKey();

        Assert.False(_key.HasSigned(Parsed(other.Sign(JsonMap.Empty))));
        Assert.False(_key.HasSigned(Parsed(TokenForge.SignedByAnotherKey(_key.Sign(JsonMap.Empty)))));
    }

    [Fact]
    public void Does_not_know_a_token_that_was_changed()
    {
        var token = _key.Sign(JsonMap.Parse("""{"sub":"anna"}"""));

        Assert.False(_key.HasSigned(Parsed(TokenForge.WithPayload(token, payload => payload.With("sub", "bo")))));
        Assert.False(_key.HasSigned(Parsed(TokenForge.WithHeader(token, header => header.With("typ", "at+jwt")))));
        Assert.False(_key.HasSigned(Parsed(TokenForge.WithHeader(token, header => header.Without("kid")))));
        Assert.False(_key.HasSigned(Parsed(TokenForge.WithHeader(token, header => header.With("kid", 1)))));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(255)]
    [InlineData(256)]
    [InlineData(257)]
    [InlineData(10_000)]
    public void Does_not_know_a_token_with_a_signature_of_noughts(int length) =>
        Assert.False(_key.HasSigned(Parsed(TokenForge.WithSignature(_key.Sign(JsonMap.Empty), new byte[length]))));

    [Fact]
    public void Knows_a_token_of_its_own() => Assert.True(_key.HasSigned(Parsed(_key.Sign(JsonMap.Parse("""{"sub":"Åsa"}""")))));

    [Fact]
    public void Publishes_the_key_that_verifies_its_tokens()
    {
        var token = Parsed(_key.Sign(JsonMap.Parse("""{"sub":"anna"}""")));
        var published = new JsonFields(JsonMap.Parse(_key.Jwks)).OptionalList("keys").Single().Map;
        using var key = RSA.Create(new RSAParameters
        {
            Modulus = Base64Url.DecodeFromChars(published.Text("n")),
            Exponent = Base64Url.DecodeFromChars(published.Text("e")),
        });

        Assert.Equal(["kty", "use", "alg", "kid", "n", "e"], published.Keys);
        Assert.Equal(("RSA", "sig", "RS256"), (published.Text("kty"), published.Text("use"), published.Text("alg")));
        Assert.Equal($$"""{"alg":"RS256","typ":"JWT","kid":"{{published.Text("kid")}}"}""", token.Header.ToString());
        Assert.True(key.VerifyData(token.SignedPart.Span, token.Signature, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1));
    }

    [Fact]
    public void A_rotated_key_signs_and_the_one_before_it_is_still_known_until_it_is_revoked()
    {
        var old = Parsed(_key.Sign(JsonMap.Empty));

        var kid = _key.Rotate(revoke: false);

        Assert.Equal(kid, Parsed(_key.Sign(JsonMap.Empty)).Header.Text("kid"));
        Assert.True(_key.HasSigned(old));
        var last = _key.Rotate(revoke: true);
        Assert.False(_key.HasSigned(old));
        Assert.Equal([last], new JsonFields(JsonMap.Parse(_key.Jwks)).OptionalList("keys").Select(published => published.Map.Text("kid")));
    }

    private static Jwt Parsed(string token) => Jwt.ParseWithoutVerification(token)!;
}

using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Nodes;
using AccountLinking.Auth0.Tokens;

namespace AccountLinking.Tests.Auth0.Tokens;

public sealed class JsonWebKeySetTests
{
    private static readonly string Good = TokenSigner.Jwk(TokenSigner.Key);

    public static TheoryData<string> NoSets =>
    [
        "null", "[]", "{}", "1", """{"keys":null}""", """{"keys":[]}""", """{"keys":{}}""", """{"keys":"x"}""", """{"keys":[null]}""", """{"keys":[1,"x",[],{}]}""", $"[{Good}]", $$"""{"keys":{"0":{{Good}}} }""", $$"""{"Keys":[{{Good}}]}""",
    ];

    /// <summary>What is not a key for us: a member, and what it is in its place. Null: it is missing.</summary>
    public static TheoryData<string, string?> Others => new()
    {
        { "kty", null }, { "kty", "\"EC\"" }, { "kty", "\"oct\"" }, { "kty", "\"rsa\"" }, { "kty", "[\"RSA\"]" },
        { "use", "\"enc\"" }, { "use", "null" }, { "use", "[\"sig\"]" },
        { "alg", "\"RS512\"" }, { "alg", "\"PS256\"" }, { "alg", "\"HS256\"" }, { "alg", "\"rs256\"" }, { "alg", "null" },
        { "key_ops", "[]" }, { "key_ops", "[\"sign\"]" }, { "key_ops", "\"verify\"" }, { "key_ops", "null" }, { "key_ops", "[1]" }, { "key_ops", "[\"Verify\"]" },
        { "kid", null }, { "kid", "\"\"" }, { "kid", "1" }, { "kid", "null" }, { "kid", "[\"key-1\"]" },
        { "n", null }, { "n", "\"\"" }, { "n", "1" }, { "n", "\"AQAB=\"" }, { "n", "\"!\"" },
        { "n", Number([0, .. Modulus(TokenSigner.Key)]) },
        { "n", Number([0x7f, .. Modulus(TokenSigner.Key)[1..]]) },
        { "n", Number(new byte[256]) },
        { "n", Number([0x01, .. new byte[1023], 0x01]) },
        { "e", null }, { "e", "\"\"" }, { "e", "65537" }, { "e", Number([1]) }, { "e", Number([2]) }, { "e", Number([3]) }, { "e", Number([1, 0, 0]) }, { "e", Number([1, 0, 2]) }, { "e", Number([0xff, 0xff]) },
        { "e", Number([0, 1, 0, 1]) }, { "e", Number([1, 0, 1, 0, 1]) },
    };

    /// <summary>What makes no difference.</summary>
    public static TheoryData<string, string?> Same => new()
    {
        { "use", null }, { "alg", null }, { "key_ops", "[\"sign\",\"verify\"]" }, { "x5c", "[\"AAAA\"]" }, { "x5t", "1" }, { "x5u", "\"http://127.0.0.1:1/\"" }, { "d", "\"AQAB\"" },
    };

    [Theory]
    [MemberData(nameof(NoSets))]
    public void Is_none_without_a_key_for_us(string json) => Assert.Null(JsonWebKeySet.TryRead(JsonElement.Parse(json)));

    [Theory]
    [MemberData(nameof(Others))]
    public void Passes_over_keys_of_other_kinds_and_bad_ones(string name, string? raw)
    {
        var other = With(Good, name, raw);

        Assert.Null(Read(other));
        var set = Read(other, TokenSigner.Jwk(TokenSigner.OtherKey, "key-2"))!;
        Assert.Equal((1, null), (set.Count, set.Find(TokenSigner.KeyId)));
        Assert.NotNull(set.Find("key-2"));
    }

    [Theory]
    [InlineData(1024, false)]
    [InlineData(2040, false)]
    [InlineData(2048, true)]
    [InlineData(3072, true)]
    public void Takes_keys_from_2048_bits_on(int bits, bool isTaken)
    {
        using var key = RSA.Create(bits);

        Assert.Equal(isTaken, Read(TokenSigner.Jwk(key)) is not null);
    }

    [Fact]
    public void Takes_keys_up_to_8192_bits() => Assert.NotNull(Read(With(Good, "n", Number([0xff, .. new byte[1022], 0x01]))));

    [Theory]
    [MemberData(nameof(Same))]
    public void Takes_keys_whatever_else_they_say(string name, string? raw)
    {
        Assert.True(Jwt.TryParseWithoutVerification(TokenSigner.Sign("{}"), out var token));

        Assert.True(Read(With(Good, name, raw))!.Find(TokenSigner.KeyId)!.HasSigned(token));
    }

    [Fact]
    public void Takes_neither_of_two_different_keys_of_one_name()
    {
        var other = TokenSigner.Jwk(TokenSigner.OtherKey);

        Assert.Null(Read(Good, other));
        Assert.Null(Read(Good, Good, other));
        Assert.Null(Read(Good, With(Good, "e", Number([1, 0, 3])))!);
    }

    [Fact]
    public void Takes_a_key_that_is_there_twice() => Assert.NotNull(Read(Good, With(Good, "use", null))!.Find(TokenSigner.KeyId));

    [Theory]
    [InlineData("KEY-1")]
    [InlineData("key-1 ")]
    [InlineData("key-")]
    [InlineData("")]
    public void Finds_a_key_by_its_exact_name_alone(string id) => Assert.Null(Read(Good)!.Find(id));

    private static JsonWebKeySet? Read(params string[] keys) => JsonWebKeySet.TryRead(JsonElement.Parse(TokenSigner.Jwks(keys)));

    private static byte[] Modulus(RSA key) => key.ExportParameters(includePrivateParameters: false).Modulus!;

    private static string Number(byte[] octets) => $"\"{Base64Url.EncodeToString(octets)}\"";

    /// <param name="raw">Null takes the member out.</param>
    private static string With(string key, string name, string? raw)
    {
        var members = JsonNode.Parse(key)!.AsObject();
        members.Remove(name);
        if (raw is not null) members[name] = JsonNode.Parse(raw);
        return members.ToJsonString();
    }
}

using System.Buffers.Text;
using System.Text;
using AccountLinking.Sandbox.Json;
using AccountLinking.Sandbox.Tenant.Tokens;

namespace AccountLinking.Sandbox.Tests.Tenant.Tokens;

public sealed class JwtTests
{
    [Theory]
    [InlineData("")]
    [InlineData(".")]
    [InlineData("..")]
    [InlineData("...")]
    [InlineData("a.b.c")]
    [InlineData("e30.e30")]
    [InlineData("e30.e30.e30.e30")]
    [InlineData("e30.e30.!")]
    [InlineData("e30.e30.a")]
    [InlineData("e30.e3 0+.AA")]
    [InlineData("åäö.e30.AA")]
    [InlineData("e30.\ud800.AA")]
    [InlineData("e30.\0.AA")]
    [InlineData("Bearer e30.e30.AA extra")]
    public void Is_null_for_garbage(string token) => Assert.Null(Jwt.ParseWithoutVerification(token));

    [Theory]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("1")]
    [InlineData("\"text\"")]
    [InlineData("{")]
    [InlineData("{} {}")]
    [InlineData("{\"a\":}")]
    [InlineData("{\"a\":\"\\ud800\"}")]
    [InlineData("{\"\\udc00\":1}")]
    public void Is_null_when_a_part_is_not_a_json_object(string part)
    {
        Assert.Null(Jwt.ParseWithoutVerification($"{Encoded(part)}.e30.AA"));
        Assert.Null(Jwt.ParseWithoutVerification($"e30.{Encoded(part)}.AA"));
    }

    [Fact]
    public void Is_null_when_a_part_is_nested_too_deep() =>
        Assert.Null(Jwt.ParseWithoutVerification($"e30.{Encoded($$"""{"a":{{new string('[', 1000)}}{{new string(']', 1000)}}}""")}.AA"));

    [Theory]
    [InlineData(new byte[] { (byte)'{', (byte)'"', 0xff, (byte)'"', (byte)':', (byte)'1', (byte)'}' })]
    [InlineData(new byte[] { (byte)'{', (byte)'"', (byte)'a', (byte)'"', (byte)':', (byte)'"', 0xc3, (byte)'"', (byte)'}' })]
    public void Is_null_when_a_part_is_not_utf_8(byte[] part)
    {
        Assert.Null(Jwt.ParseWithoutVerification($"{Base64Url.EncodeToString(part)}.e30.AA"));
        Assert.Null(Jwt.ParseWithoutVerification($"e30.{Base64Url.EncodeToString(part)}.AA"));
    }

    [Fact]
    public void Never_throws_whatever_the_bytes()
    {
        var random = new Random(20261120);
        byte[] alphabet = [.. "{}[]\":,\\ud8019az.e-_="u8, 0, 0x80, 0xc3, 0xff];
        for (var round = 0; round < 5_000; round++)
        {
            var part = Base64Url.EncodeToString(random.GetItems(alphabet, random.Next(0, 12)));
            var text = Encoding.Latin1.GetString(random.GetItems(alphabet, random.Next(0, 20)));
            Assert.Null(Record.Exception(() => Jwt.ParseWithoutVerification($"{part}.{part}.{part}")));
            Assert.Null(Record.Exception(() => Jwt.ParseWithoutVerification(text)));
        }
    }

    [Fact]
    public void Reads_back_what_it_wrote()
    {
        var signed = Array.Empty<byte>();
        var token = Jwt.Encode(JsonMap.Parse("""{"alg":"x"}"""), JsonMap.Parse("""{"sub":"Åsa","n":1.0}"""), data =>
        {
            signed = data;
            return [1, 2, 250];
        });

        var parsed = Jwt.ParseWithoutVerification(token)!;

        Assert.Equal("""{"alg":"x"}""", parsed.Header.ToString());
        Assert.Equal("""{"sub":"Åsa","n":1.0}""", parsed.Payload.ToString());
        Assert.Equal([1, 2, 250], parsed.Signature);
        Assert.Equal(signed, parsed.SignedPart.ToArray());
        Assert.Equal(token[..token.LastIndexOf('.')], Encoding.ASCII.GetString(signed));
        Assert.Matches("^[A-Za-z0-9_-]+[.][A-Za-z0-9_-]+[.][A-Za-z0-9_-]+$", token);
    }

    [Fact]
    public void A_token_may_have_no_signature() => Assert.Empty(Jwt.ParseWithoutVerification("e30.e30.")!.Signature);

    private static string Encoded(string part) => Base64Url.EncodeToString(Encoding.UTF8.GetBytes(part));
}

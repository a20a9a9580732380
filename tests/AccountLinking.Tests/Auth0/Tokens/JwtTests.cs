using System.Buffers.Text;
using System.Text;
using AccountLinking.Auth0.Tokens;

namespace AccountLinking.Tests.Auth0.Tokens;

/// <summary>What is no JWT. All of it is signed by the right key, so that nothing but its form is wrong.</summary>
public sealed class JwtTests
{
    private const string Header = TokenSigner.GoodHeader;
    private const string Good = """{"sub":"x"}""";

    public static TheoryData<string> BadJson =>
    [
        "", " ", "null", "true", "1", "\"x\"", "[]", """[{"sub":"x"}]""", "{", "}", "{}{}", "{} {}", "{}x", "{}\0", "{'sub':'x'}", """{"sub":"x",}""", """{"sub":"x"}//""", """{/**/"sub":"x"}""", "{sub:1}",
        """{"sub":NaN}""", """{"sub":01}""", """{"sub":+1}""", """{"sub":"x""", "{\"sub\":\"\n\"}", "\uFEFF{}",
        """{"sub":"x","sub":"x"}""", """{"sub":"x","\u0073ub":"y"}""", """{"a":{"b":1,"b":2}}""", """{"a":[{"b":1,"\u0062":2}]}""", """{"\ud800":1}""", """{"\ud800":1,"\udc00":2}""",
        $$"""{"a":{{new string('[', 20)}}{{new string(']', 20)}}}""", $"{{\"a\":{new string('[', 4000)}", string.Concat(Enumerable.Repeat("{\"a\":", 2000)),
    ];

    [Theory]
    [MemberData(nameof(BadJson))]
    public void Is_refused_with_another_header(string json) => Assert.False(Parses(TokenSigner.Sign(Good, header: json)));

    [Theory]
    [MemberData(nameof(BadJson))]
    public void Is_refused_with_other_claims(string json) => Assert.False(Parses(TokenSigner.Sign(json)));

    [Theory]
    [InlineData("7B22737562223A22FF227D")]
    [InlineData("7B22737562223A22C080227D")]
    [InlineData("7B22737562223A22EDA080227D")]
    [InlineData("FFFE7B007D00")]
    public void Is_refused_when_it_is_not_UTF_8(string hexadecimal)
    {
        var (bad, good) = (Convert.FromHexString(hexadecimal), Encoding.UTF8.GetBytes(Good));

        Assert.False(Parses(TokenSigner.Encode(bad, good, data => data)));
        Assert.False(Parses(TokenSigner.Encode(good, bad, data => data)));
        Assert.True(Parses(TokenSigner.Encode(good, good, data => data)));
    }

    [Theory]
    [InlineData("{0}")]
    [InlineData("{0}.{1}")]
    [InlineData("{0}.{1}.{2}.")]
    [InlineData(".{0}.{1}.{2}")]
    [InlineData("{0}.{1}.{2}.{2}")]
    [InlineData("{0}..{1}.{2}")]
    [InlineData("..")]
    [InlineData("{0}..{2}")]
    [InlineData(".{1}.{2}")]
    [InlineData(" {0}.{1}.{2}")]
    [InlineData("{0}.{1}.{2} ")]
    [InlineData("{0}.{1}.{2}\n")]
    [InlineData("{0}. {1}.{2}")]
    [InlineData("{0} .{1}.{2}")]
    [InlineData("{0}=.{1}.{2}")]
    [InlineData("{0}.{1}=.{2}")]
    [InlineData("{0}.{1}.{2}==")]
    [InlineData("Bearer {0}.{1}.{2}")]
    [InlineData("\"{0}.{1}.{2}\"")]
    public void Is_refused_with_other_parts(string form)
    {
        var parts = TokenSigner.Sign(Good).Split('.');

        Assert.True(Parses(string.Join('.', parts)));
        Assert.False(Parses(string.Format(System.Globalization.CultureInfo.InvariantCulture, form, parts[0], parts[1], parts[2])));
    }

    [Fact]
    public void Is_refused_when_bits_are_left_over_that_nobody_signed()
    {
        // Two characters of the last group, of whose twelve bits four say nothing.
        var token = TokenSigner.Encode(Header, Good, _ => [0x41]);
        Assert.EndsWith(".QQ", token, StringComparison.Ordinal);

        Assert.True(Parses(token));
        Assert.False(Parses($"{token[..^1]}R"));
    }

    [Fact]
    public void Is_taken_up_to_16_KiB()
    {
        var signature = TokenSigner.Sign(Good).Split('.')[2];
        // The claims take what is left, in whole groups of four characters.
        var rest = Jwt.MaxLength - $"{Base64Url.EncodeToString(Encoding.UTF8.GetBytes(Header))}..{signature}".Length;
        var claims = $$"""{"a":"{{new string('x', (rest / 4 * 3) - 8)}}"}""";
        var longest = TokenSigner.Sign(claims);

        Assert.InRange(longest.Length, Jwt.MaxLength - 3, Jwt.MaxLength);
        Assert.True(Parses(longest));
        Assert.False(Parses(TokenSigner.Sign(claims.Replace("x\"}", "xxxx\"}", StringComparison.Ordinal))));
        Assert.False(Parses(new string('.', 10_000_000)));
    }

    [Fact]
    public void Prints_masked()
    {
        Assert.True(Jwt.TryParseWithoutVerification(TokenSigner.Sign(Good), out var token));

        Assert.Equal("***", $"{token}");
    }

    private static bool Parses(string token) => Jwt.TryParseWithoutVerification(token, out _);
}

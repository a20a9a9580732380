using AccountLinking.Auth0.Tokens;

namespace AccountLinking.Tests.Auth0.Tokens;

public sealed class StrictBase64UrlTests
{
    [Theory]
    [InlineData("Q")]
    [InlineData("QUFBQ")]
    [InlineData("QQ=")]
    [InlineData("QQ==")]
    [InlineData("QQ%3D%3D")]
    [InlineData("QUE=")]
    [InlineData("=")]
    [InlineData("QR")]
    [InlineData("QUF")]
    [InlineData(" QQ")]
    [InlineData("QQ ")]
    [InlineData("Q Q")]
    [InlineData("QQ\n")]
    [InlineData("Q\r\nQ")]
    [InlineData("Q\tQ")]
    [InlineData(" ")]
    [InlineData("Q+Q")]
    [InlineData("Q/Q")]
    [InlineData("QQ\0")]
    [InlineData("QÅ")]
    [InlineData("\uFF31\uFF31")]
    public void Refuses_all_but_the_one_spelling_of_a_value(string text) => Assert.False(StrictBase64Url.TryDecode(text, out _));

    [Theory]
    [InlineData("", "")]
    [InlineData("QQ", "41")]
    [InlineData("QUE", "4141")]
    [InlineData("QUFB", "414141")]
    [InlineData("-_-_", "FBFFBF")]
    public void Takes_that(string text, string hexadecimal)
    {
        Assert.True(StrictBase64Url.TryDecode(text, out var bytes));

        Assert.Equal(hexadecimal, Convert.ToHexString(bytes));
    }
}

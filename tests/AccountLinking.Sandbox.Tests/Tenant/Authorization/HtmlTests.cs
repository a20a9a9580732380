using AccountLinking.Sandbox.Tenant.Authorization;

namespace AccountLinking.Sandbox.Tests.Tenant.Authorization;

public sealed class HtmlTests
{
    [Theory]
    [InlineData("<script>", "&lt;script&gt;")]
    [InlineData("\"'&", "&quot;&#x27;&amp;")]
    [InlineData("Åsa", "&#xC5;sa")]
    [InlineData(null, "")]
    public void Texts_are_encoded(string? text, string encoded)
    {
        Html html = $"<p>{text}</p>";

        Assert.Equal($"<p>{encoded}</p>", html.ToString());
    }

    [Fact]
    public void Pieces_of_HTML_and_numbers_go_in_as_they_are()
    {
        Html piece = $"<b>{"<"}</b>";
        Html? nothing = null;

        Html html = $"<p>{piece}{nothing}{1000}{Enumerable.Repeat(piece, 2)}</p>";

        Assert.Equal("<p><b>&lt;</b>1000<b>&lt;</b><b>&lt;</b></p>", html.ToString());
    }
}

using AccountLinking.SelfService;

namespace AccountLinking.Tests.SelfService;

public sealed class MaskedNameTests
{
    [Theory]
    [InlineData(null, "•••")]
    [InlineData("", "•••")]
    [InlineData("   ", "•••")]
    [InlineData("Eva", "E•••")]
    [InlineData("Eva Strand", "E••• S•••")]
    [InlineData("  Eva\t Strand ", "E••• S•••")]
    [InlineData("Eva Maria Helena Strand", "E••• M••• H•••")]
    [InlineData("E", "E•••")]
    [InlineData("åsa öberg", "å••• ö•••")]
    [InlineData("李小龍", "李•••")]
    [InlineData("eva.strand@example.com", "e•••")]
    [InlineData("+46701740699", "•••")]
    [InlineData("196802020575", "•••")]
    [InlineData("\ud83d\ude00 Eva", "••• E•••")]
    [InlineData("\ud835\udc00da", "\ud835\udc00•••")]
    [InlineData("\ud800x", "•••")]
    [InlineData("e\u0301va", "e\u0301•••")]
    [InlineData("e\u0301\u0301\u0301\u0301\u0301va", "•••")]
    [InlineData("<b>Eva</b>", "•••")]
    public void Shows_the_first_letter_of_each_word_and_nothing_else(string? name, string masked) => Assert.Equal(masked, MaskedName.Of(name));
}

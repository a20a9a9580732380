using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Encodings.Web;

namespace AccountLinking.Sandbox.Tenant.Authorization;

/// <summary>A piece of HTML, written as an interpolated string: every text in it is encoded, and only HTML goes in as it is.</summary>
[InterpolatedStringHandler]
public sealed class Html(int literalLength, int formattedCount)
{
    private readonly StringBuilder _text = new(literalLength + (formattedCount * 16));

    public void AppendLiteral(string literal) => _text.Append(literal);

    public void AppendFormatted(string? text) => _text.Append(HtmlEncoder.Default.Encode(text ?? string.Empty));

    public void AppendFormatted(int number) => _text.Append(CultureInfo.InvariantCulture, $"{number}");

    public void AppendFormatted(Html? html) => _text.Append(html?._text);

    public void AppendFormatted(IEnumerable<Html> pieces)
    {
        foreach (var piece in pieces) _text.Append(piece._text);
    }

    public override string ToString() => _text.ToString();
}

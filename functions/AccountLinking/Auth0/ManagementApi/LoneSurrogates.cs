using System.Globalization;

namespace AccountLinking.Auth0.ManagementApi;

/// <summary>
/// JSON can spell half a character (<c>"\ud800"</c>), which no .NET text can hold. People write their own <c>user_metadata</c>, and a
/// key like that must not make the answer with their account in it unreadable for others.
/// </summary>
internal static class LoneSurrogates
{
    private const int EscapeLength = 6;

    /// <summary>Spells each of them out, as in <c>?ud800</c>. The rest stays as it is.</summary>
    public static void SpellOut(Span<byte> json)
    {
        for (var index = 0; index < json.Length; index++)
        {
            if (json[index] != (byte)'\\') continue;
            var rest = json[index..];
            if (IsEscape(rest, char.IsHighSurrogate) && IsEscape(rest[EscapeLength..], char.IsLowSurrogate))
            {
                index += (2 * EscapeLength) - 1;
            }
            else
            {
                if (IsEscape(rest, char.IsSurrogate)) json[index] = (byte)'?';
                // What follows a backslash is no beginning of an escape, be it another backslash.
                index++;
            }
        }
    }

    private static bool IsEscape(ReadOnlySpan<byte> text, Func<char, bool> isKind) =>
        text.Length >= EscapeLength && text[0] == (byte)'\\' && text[1] == (byte)'u'
        && ushort.TryParse(text[2..EscapeLength], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var code) && isKind((char)code);
}

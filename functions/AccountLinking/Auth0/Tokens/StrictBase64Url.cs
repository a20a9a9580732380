using System.Buffers.Text;
using System.Diagnostics.CodeAnalysis;

namespace AccountLinking.Auth0.Tokens;

/// <summary>Base64url as RFC 7515, section 2, has it: one spelling for each value, so that nothing can be changed in a token that is not signed.</summary>
internal static class StrictBase64Url
{
    public static bool TryDecode(ReadOnlySpan<char> text, [NotNullWhen(true)] out byte[]? bytes)
    {
        bytes = null;
        // .NET's decoder takes white space and padding, and passes over bits that are left over.
        if (!Base64Url.IsValid(text)) return false;
        var decoded = Base64Url.DecodeFromChars(text);
        if (!text.SequenceEqual(Base64Url.EncodeToString(decoded))) return false;
        bytes = decoded;
        return true;
    }
}

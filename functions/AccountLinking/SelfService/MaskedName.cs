using System.Globalization;

namespace AccountLinking.SelfService;

/// <summary>
/// An account's name as somebody recognises it who knows it, and nobody else does: the first letter of each word. What follows has always the same
/// length. Pure.
/// </summary>
internal static class MaskedName
{
    private const string Mask = "•••";
    private const int MaxWords = 3;

    /// <param name="name">It may be an e-mail address or a phone number, where Auth0 knows nothing better; null where it knows nothing.</param>
    public static string Of(string? name)
    {
        var words = (name ?? string.Empty).Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Take(MaxWords)
            .Select(word => StringInfo.GetNextTextElement(word)).Select(first => (IsLetter(first) ? first : string.Empty) + Mask).ToList();
        return words.Count == 0 ? Mask : string.Join(' ', words);
    }

    /// <summary>Digits and signs stay hidden: a phone number begins with them. Half a character is none, and a letter may carry any number of marks.</summary>
    private static bool IsLetter(string element) => char.IsLetter(element, 0) && element.Length <= 4;
}

using System.Text.RegularExpressions;

namespace AccountLinking.Journal.Stores;

internal static partial class DocumentName
{
    /// <exception cref="ArgumentException">It is none, or could be mistaken for a path to somewhere else.</exception>
    public static void Check(string name)
    {
        if (!Is(name)) throw new ArgumentException("Not the name of a document.", nameof(name));
    }

    public static bool Is(string name) => Pattern().IsMatch(name);

    [GeneratedRegex(@"^[a-z0-9-]+(/[a-z0-9-]+)*\z", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Pattern();
}

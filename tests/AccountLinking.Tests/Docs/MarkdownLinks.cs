using System.Text.RegularExpressions;

namespace AccountLinking.Tests.Docs;

/// <summary>Where the links of a document lead, as GitHub shows it.</summary>
internal static partial class MarkdownLinks
{
    /// <summary>Those to files of the repository that lead nowhere: there is no such file, or no such heading in it.</summary>
    /// <param name="file">The document, below the root of the repository.</param>
    public static IReadOnlyList<string> Dangling(string file)
    {
        var path = Path.Combine(Repository.Root, file);
        return [.. Of(File.ReadAllText(path)).Where(link => !LeadsSomewhere(link, path))];
    }

    /// <summary>All but addresses elsewhere.</summary>
    public static IEnumerable<string> Of(string markdown) =>
        Link().Matches(markdown).Select(link => link.Groups["target"].Value).Where(target => !target.Contains("://", StringComparison.Ordinal));

    /// <summary>What the headings of a document are called in links: lower case, without punctuation, a dash for each blank, and numbered where they are alike.</summary>
    public static IReadOnlySet<string> AnchorsOf(string markdown)
    {
        HashSet<string> anchors = new(StringComparer.Ordinal);
        foreach (Match heading in Heading().Matches(markdown.ReplaceLineEndings("\n")))
        {
            var name = Punctuation().Replace(heading.Groups["text"].Value.ToLowerInvariant(), string.Empty).Replace(' ', '-');
            for (var number = 0; !anchors.Add(number == 0 ? name : $"{name}-{number}"); number++) { }
        }

        return anchors;
    }

    private static bool LeadsSomewhere(string link, string from)
    {
        var (file, anchor) = link.Split('#') is [var before, var after] ? (before, after) : (link, null);
        var target = file.Length == 0 ? from : Path.GetFullPath(Path.Combine(Path.GetDirectoryName(from)!, file));
        if (anchor is null) return File.Exists(target) || Directory.Exists(target);
        return File.Exists(target) && AnchorsOf(File.ReadAllText(target)).Contains(anchor);
    }

    [GeneratedRegex(@"\[[^\]\n]+\]\((?<target>[^)\s]+)\)", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Link();

    [GeneratedRegex(@"^#{1,6} (?<text>[^\n]+?) *$", RegexOptions.Multiline | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Heading();

    [GeneratedRegex(@"[^\w\- ]", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Punctuation();
}

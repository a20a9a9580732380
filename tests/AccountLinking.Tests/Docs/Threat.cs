using System.Text.RegularExpressions;

namespace AccountLinking.Tests.Docs;

/// <summary>A row of a table of <c>docs/threat-model.md</c>.</summary>
/// <param name="Group">The heading above the table.</param>
/// <param name="Attack">What could be tried.</param>
/// <param name="Control">What keeps it from succeeding, with links to where it is told.</param>
/// <param name="Proofs">The names of tests, each a span of code.</param>
/// <param name="Rest">What stands beside the names, but for the commas between them.</param>
internal sealed partial record Threat(string Group, string Attack, string Control, IReadOnlyList<string> Proofs, string Rest)
{
    public static IReadOnlyList<Threat> ReadAll(string markdown)
    {
        List<Threat> threats = [];
        var group = string.Empty;
        var isTable = false;
        foreach (var line in markdown.ReplaceLineEndings("\n").Split('\n'))
        {
            if (line.StartsWith('#')) group = line.TrimStart('#', ' ');
            // The first line of a table names its columns.
            var isRow = line.StartsWith('|');
            if (isRow && isTable && !Divider().IsMatch(line)) threats.Add(Read(group, line));
            isTable = isRow;
        }

        return threats;
    }

    private static Threat Read(string group, string line)
    {
        if (line.Trim().Trim('|').Split('|') is not [var attack, var control, var proof]) throw new FormatException($"This row under '{group}' has not three columns: {line}");
        return new Threat(group, attack.Trim(), control.Trim(), [.. Code().Matches(proof).Select(match => match.Groups["text"].Value)], Code().Replace(proof, string.Empty).Replace(',', ' ').Trim());
    }

    [GeneratedRegex(@"^[|\s:-]+$", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Divider();

    [GeneratedRegex("`(?<text>[^`]+)`", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Code();
}

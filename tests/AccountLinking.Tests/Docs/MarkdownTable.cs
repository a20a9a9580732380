namespace AccountLinking.Tests.Docs;

/// <summary>The rows of a document's tables, found by the first column's name.</summary>
internal static class MarkdownTable
{
    /// <param name="file">Below the root of the repository.</param>
    /// <param name="column">The name of the table's first column, which no other table of the document has.</param>
    public static IReadOnlyList<IReadOnlyList<string>> Read(string file, string column)
    {
        var lines = File.ReadAllText(Path.Combine(Repository.Root, file)).ReplaceLineEndings("\n").Split('\n');
        var header = Array.FindIndex(lines, line => line.StartsWith($"| {column} |", StringComparison.Ordinal));
        Assert.True(header >= 0, $"{file} has no table of {column}.");
        // Below the names stands the line that divides them from the rows.
        return [.. lines.Skip(header + 2).TakeWhile(line => line.StartsWith('|')).Select(CellsOf)];
    }

    private static IReadOnlyList<string> CellsOf(string row) => [.. row.Trim().Trim('|').Split('|').Select(cell => cell.Trim())];
}

namespace AccountLinking.TestSupport;

/// <summary>A file of the source tree that a test writes: it is what the code says, or the test fails.</summary>
public static class CheckedIn
{
    private const string Update = "UPDATE_CHECKED_IN";

    /// <param name="path">Below the root of the repository.</param>
    /// <param name="expected">The whole text, with line ends as they are in the repository.</param>
    public static void AssertIs(string path, string expected)
    {
        var file = Path.Combine(Repository.Root, path);
        if (Environment.GetEnvironmentVariable(Update) == "1") File.WriteAllText(file, expected);
        var found = File.Exists(file) ? File.ReadAllText(file).ReplaceLineEndings("\n") : string.Empty;
        Assert.True(found == expected, $"{path} is not what the code says; {Difference(found.Split('\n'), expected.Split('\n'))}\nRun this test with {Update}=1 to write it anew, build, and look at what has changed.");
    }

    private static string Difference(string[] found, string[] expected)
    {
        var line = found.Zip(expected).TakeWhile(pair => pair.First == pair.Second).Count();
        return $"line {line + 1} is\n  {found.ElementAtOrDefault(line)?.Trim() ?? "(missing)"}\nand must be\n  {expected.ElementAtOrDefault(line)?.Trim() ?? "(missing)"}";
    }
}

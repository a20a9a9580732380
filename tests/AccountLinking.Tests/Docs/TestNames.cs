using System.Text.RegularExpressions;

namespace AccountLinking.Tests.Docs;

/// <summary>
/// The tests that there are, by their sources: those of other projects are not loaded here, and the Functions app's are not even built everywhere.
/// </summary>
internal static partial class TestNames
{
    private static readonly string Root = Path.Combine(Repository.Root, "tests");

    /// <summary><c>Class.Method</c>. A contract's tests stand under its own name, if anybody is held to it.</summary>
    public static IReadOnlySet<string> OfDotnet() => OfDotnet([.. Directory.EnumerateFiles(Root, "*.cs", SearchOption.AllDirectories).Where(IsOurs).Select(file => File.ReadAllText(file).ReplaceLineEndings("\n"))]);

    public static IReadOnlySet<string> OfDotnet(IReadOnlyCollection<string> sources)
    {
        HashSet<string> names = new(StringComparer.Ordinal);
        foreach (var source in sources)
        {
            var types = Type().Matches(source);
            foreach (Match test in Test().Matches(source))
            {
                if (types.LastOrDefault(type => type.Index < test.Index) is not { } type) continue;
                var name = type.Groups["name"].Value;
                if (!type.Groups["abstract"].Success || sources.Any(other => IsHeldTo(name, other))) names.Add($"{name}.{test.Groups["name"].Value}");
            }
        }

        return names;
    }

    /// <summary>Whether a file of the Action's tests has a test of that title.</summary>
    /// <param name="title">As the runner prints it. Where the source has a hole that a list fills, what fills it must stand in the file; <c>…</c> is whatever fills it.</param>
    public static bool IsTitle(string title, string source) => Title().Matches(source).Any(test =>
    {
        var parts = Unescaped(Hole().Replace(test.Groups["title"].Value, "\0")).Split('\0');
        var filled = Regex.Match(title, $"^{string.Join("(.+)", parts.Select(Regex.Escape))}$", RegexOptions.None, TimeSpan.FromSeconds(1));
        return filled.Success && filled.Groups.Values.Skip(1).All(filling => filling.Value == "…" || Unescaped(source).Contains(filling.Value, StringComparison.Ordinal));
    });

    public static bool HasTitle(string file, string title)
    {
        var path = Path.Combine(Repository.Root, "actions", "tests", file);
        return File.Exists(path) && IsTitle(title, File.ReadAllText(path));
    }

    private static string Unescaped(string source) => source.Replace("\\'", "'", StringComparison.Ordinal);

    private static bool IsOurs(string file) => !Path.GetRelativePath(Root, file).Split(Path.DirectorySeparatorChar).Any(folder => folder is "bin" or "obj" or "node_modules");

    private static bool IsHeldTo(string contract, string source) =>
        Regex.IsMatch(source, $@"^public (sealed |partial |abstract )*class \w+(<\w+>)?(\([^)]*\))?\s*: {contract}\b", RegexOptions.Multiline | RegexOptions.ExplicitCapture, TimeSpan.FromSeconds(1));

    /// <summary>Of a file's own level: tests are in no others.</summary>
    [GeneratedRegex(@"^public ((?<abstract>abstract )|sealed |static |partial )*class (?<name>\w+)", RegexOptions.Multiline | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Type();

    /// <summary>One that is skipped proves nothing: only an attribute without arguments counts. Others may follow it.</summary>
    [GeneratedRegex(@"^    \[(Fact|Theory)\]\n((?!    (public|private) |    \[(Fact|Theory)\b)[^\n]*\n)*    public (async )?[\w<>]+ (?<name>\w+)\(", RegexOptions.Multiline | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Test();

    [GeneratedRegex(@"^\s*test\((?<quote>['`])(?<title>.+)\k<quote>, (async )?\(", RegexOptions.Multiline | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Title();

    [GeneratedRegex(@"\$\{((?<open>\{)|(?<-open>\})|`[^`]*`|[^{}`])+(?(open)(?!))\}", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Hole();
}

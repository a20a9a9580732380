using System.Text.Json;
using System.Text.RegularExpressions;
using AccountLinking.SelfService;
using AccountLinking.Tests.Infrastructure;
using AccountLinking.Webhooks;

namespace AccountLinking.Tests.Docs;

/// <summary>The operations guide is about what there is: its commands can be typed, and it leaves out no secret, alert or figure.</summary>
public sealed partial class GuideTests
{
    private static readonly string Guide = Read("operations.md");

    private static readonly string[] Windows = ["PT15M", "PT30M", "PT1H"];

    /// <summary>What is set in the guide itself, or by the shell.</summary>
    private static readonly string[] SetElsewhere = ["ACCOUNT_LINKING_CONNECTIONS", "ACCOUNT_LINKING_FEATURES", "KEY", "FUNCTION_KEY", "SECRET"];

    [Theory]
    [InlineData("operations.md", 15)]
    [InlineData("pipelines.md", 6)]
    [InlineData("journal.md", 2)]
    public async Task Commands_are_ones_of_bash(string document, int fewest)
    {
        var blocks = Blocks(Read(document)).Where(block => FirstWord().IsMatch(block)).ToList();

        Assert.InRange(blocks.Count, fewest, int.MaxValue);
        foreach (var block in blocks)
        {
            var (exitCode, _, error) = await Script.TypeAsync($"set -n\n{block}", new Dictionary<string, string>());
            Assert.True(exitCode == 0, $"{document}: {error}\n{block}");
        }
    }

    [Fact]
    public void Variables_are_what_a_deployment_tells()
    {
        var outputs = OutputNames().Matches(File.ReadAllText(Path.Combine(Infrastructure.Bicep.Folder, "main.bicep"))).Select(match => match.Groups["name"].Value).ToList();
        var used = Blocks(Guide).Append(Read("pipelines.md")).SelectMany(block => Variables().Matches(block).Select(match => match.Groups["name"].Value)).Distinct().Except(SetElsewhere).ToList();

        Assert.NotEmpty(outputs);
        Assert.NotEmpty(used);
        Assert.Empty(used.Except(outputs));
    }

    [Fact]
    public async Task Each_secret_can_be_changed_and_is_set_in_the_shell()
    {
        var names = (await Infrastructure.Bicep.DeploymentAsync("environments/prod.bicepparam")).SecretNames.Select(name => name.Replace("--0", "", StringComparison.Ordinal).Replace("--", ":", StringComparison.Ordinal));
        var chapter = Chapter("Changing a secret");

        Assert.All(names, name => Assert.Contains($"| `{name}` |", chapter, StringComparison.Ordinal));
    }

    [Fact]
    public void Whatever_azd_can_set_is_said()
    {
        var chapter = Chapter("The first deployment").Split("\n### With azd\n")[1];
        var read = ReadVariables().Matches(File.ReadAllText(Path.Combine(Infrastructure.Bicep.Folder, "main.bicepparam"))).Select(match => match.Groups["name"].Value).ToList();

        Assert.Contains("LINKING_CONNECTIONS", read);
        // What begins with AZURE_ azd sets itself.
        Assert.All(read.Where(name => !name.StartsWith("AZURE_", StringComparison.Ordinal)), name => Assert.Matches($@"(`|set ){name}\b", chapter));
    }

    /// <summary>An account of a database without its id cannot be absorbed, and people choose which of theirs is.</summary>
    [Theory]
    [InlineData("The first deployment", "`LINKING_CONNECTIONS`")]
    [InlineData("People's own applications", "`linking.connections` (azd: `LINKING_CONNECTIONS`)")]
    public void Whoever_serves_people_is_told_of_the_ids_of_databases(string chapter, string setting) => Assert.Contains(setting, Chapter(chapter), StringComparison.Ordinal);

    /// <summary>A token of such an API is one that the service takes, and nobody is asked whether the tenant's own application may.</summary>
    [Fact]
    public void The_API_that_the_guide_makes_is_one_for_self_service()
    {
        var chapter = Chapter("People's own applications");
        var api = JsonElement.Parse(chapter.Split("resource-servers --data '")[1].Split('\'')[0]);

        Assert.Equal([Scopes.ReadCandidates, Scopes.LinkIdentities], api.GetProperty("scopes").EnumerateArray().Select(scope => scope.GetProperty("value").GetString()));
        Assert.Equal(("RS256", 3600, true), (api.GetProperty("signing_alg").GetString(), api.GetProperty("token_lifetime").GetInt32(), api.GetProperty("skip_consent_for_verifiable_first_party_clients").GetBoolean()));
        Assert.Contains($"apiAudience: '{api.GetProperty("identifier").GetString()}'", chapter, StringComparison.Ordinal);
    }

    [Fact]
    public void Each_function_of_the_app_is_listed_with_its_route()
    {
        var rows = Chapter("The app").Split('\n').Where(line => line.StartsWith("| `", StringComparison.Ordinal) && line.Contains("/api/", StringComparison.Ordinal)).Select(line => line.Split(" | ")).ToList();

        Assert.Equal(RouteTable.All.Select(route => $"| `{route.Name}` | `{route}`"), rows.Select(row => $"{row[0]} | {row[1]}"));
        foreach (var (route, row) in RouteTable.All.Zip(rows))
        {
            Assert.Equal(route.Access == Access.FunctionKey, row[2].StartsWith("a function key", StringComparison.Ordinal));
            Assert.Equal(route.IsForBrowsers, row[2].StartsWith("a person's access token", StringComparison.Ordinal));
        }
    }

    [Fact]
    public void Each_figure_of_the_workbook_is_explained_and_no_other()
    {
        var titles = JsonElement.Parse(File.ReadAllText(Path.Combine(Infrastructure.Bicep.Folder, "workbook.json"))).GetProperty("items").EnumerateArray()
            .Select(item => item.GetProperty("content")).Where(content => content.TryGetProperty("title", out _)).Select(content => content.GetProperty("title").GetString()!).ToList();
        var explained = Chapter("The dashboard").Split('\n').Where(line => line.StartsWith("| *", StringComparison.Ordinal)).SelectMany(line => Emphasised().Matches(line.Split(" | ")[0]).Select(match => match.Groups["text"].Value));

        Assert.Contains("Links: outcomes by rule", titles);
        Assert.Equal(titles.Order(StringComparer.Ordinal), explained.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Each_alert_has_its_severity_and_its_time()
    {
        var module = File.ReadAllText(Path.Combine(Infrastructure.Bicep.Folder, "modules", "alerts.bicep"));
        var alerts = Alerts().Matches(module);
        Assert.Equal(Regex.Count(module, "loadTextContent", RegexOptions.None, TimeSpan.FromSeconds(1)), alerts.Count);

        foreach (Match alert in alerts)
        {
            var text = Chapter("Alerts").Split($"#### {alert.Groups["name"].Value}\n\n")[1].Split('\n')[0];
            var time = new[] { "a quarter of an hour", "half an hour", "an hour" }[Array.IndexOf(Windows, alert.Groups["window"].Value)];
            Assert.Equal(alert.Groups["name"].Value == "silence" ? "isAlwaysReady" : "true", alert.Groups["enabled"].Value);
            Assert.StartsWith($"*Severity {alert.Groups["severity"].Value}. ", text, StringComparison.Ordinal);
            Assert.Contains(time, text, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("1")]
    [InlineData("100")]
    [InlineData("1,000")]
    public void Scaling_is_reckoned_for_each_plan(string logins)
    {
        var row = Chapter("Scaling and cost").Split('\n').First(line => line.StartsWith($"| {logins} |", StringComparison.Ordinal)).Split('|', StringSplitOptions.TrimEntries)[1..^1].Select(Number).ToArray();

        var asking = row[0] / 10;
        // Reads 500 and writes 200 a minute; four reads and two writes for each login that asks.
        Assert.Equal([asking, asking * 6], row[1..3], (said, right) => Math.Abs(said - right) < 0.001);
        double[] used = [asking * 6 / 2, Math.Max(asking * 4 / (500 / 60.0), asking * 2 / (200 / 60.0)), asking * 6 / 16];
        Assert.All(row[3..].Zip(used), one => Assert.InRange(one.First, one.Second * 0.9, one.Second * 1.1));
    }

    private static string Read(string name) => File.ReadAllText(Path.Combine(Repository.Root, "docs", name)).ReplaceLineEndings("\n");

    private static string Chapter(string title) => Guide.Split($"\n## {title}\n")[1].Split("\n## ")[0];

    /// <summary>What stands four spaces in.</summary>
    private static IEnumerable<string> Blocks(string text) => IndentedBlock().Matches(text).Select(match => match.Value.Replace("\n    ", "\n", StringComparison.Ordinal).Trim());

    private static double Number(string text) => double.Parse(text.Replace(",", "", StringComparison.Ordinal), System.Globalization.CultureInfo.InvariantCulture);

    [GeneratedRegex(@"(?<=\n\n)(    .*\n|\n(?=    ))+", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex IndentedBlock();

    /// <summary>Of a block of commands: others show requests, answers and what is printed.</summary>
    [GeneratedRegex(@"^(#|\.|az|azd|auth0|dotnet|infra/|export|rm|echo|gh|subject=|curl|action=|workspace=|doctor|body=|for|may|trust|AUTH0_|\w+=\$)", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex FirstWord();

    [GeneratedRegex(@"\$\{?(?<name>[A-Z][A-Z0-9_]{2,})", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Variables();

    [GeneratedRegex(@"(?m)^output (?<name>[A-Z_]+) ", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex OutputNames();

    [GeneratedRegex(@"readEnvironmentVariable\('(?<name>[A-Z0-9_]+)'", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex ReadVariables();

    [GeneratedRegex(@"\*(?<text>[^*]+)\*", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Emphasised();

    [GeneratedRegex(@"name: '(?<name>[a-z0-9-]+)'\n    title: .*\n    severity: (?<severity>\d)\n    query: loadTextContent\('\.\./queries/\k<name>\.kql'\)\n    window: '(?<window>\w+)'\n    frequency: '\w+'\n    isEnabled: (?<enabled>\w+)", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Alerts();
}

using System.Diagnostics.Metrics;
using System.Reflection;
using System.Text.Json;
using System.Text.RegularExpressions;
using AccountLinking.Telemetry;
using AccountLinking.Webhooks;
using Microsoft.Extensions.DependencyInjection;

namespace AccountLinking.Tests.Infrastructure;

/// <summary>Alerts and the workbook ask for what the service tells, in words that Kusto takes; else they would be quiet for ever.</summary>
public sealed partial class QueryTests
{
    private static readonly IReadOnlyDictionary<string, string> Alerts = Directory.EnumerateFiles(Path.Combine(Bicep.Folder, "queries")).ToDictionary(file => Path.GetFileNameWithoutExtension(file), File.ReadAllText);

    private static readonly JsonElement Workbook = JsonElement.Parse(File.ReadAllText(Path.Combine(Bicep.Folder, "workbook.json")));

    private static readonly IReadOnlyDictionary<string, string> OfTheWorkbook = Workbook.GetProperty("items").EnumerateArray().Where(item => item.GetProperty("content").TryGetProperty("query", out _))
        .ToDictionary(item => item.GetProperty("name").GetString()!, item => item.GetProperty("content").GetProperty("query").GetString()!);

    private static IEnumerable<KeyValuePair<string, string>> All => Alerts.Concat(OfTheWorkbook);

    [Fact]
    public async Task Kusto_has_nothing_to_say_of_them()
    {
        var queries = All.ToList();

        var problems = await Bicep.AskAsync("queries", ("queries", queries.Select(query => query.Value.Replace("{Time:grain}", "5m", StringComparison.Ordinal))));

        Assert.All(queries.Zip(problems.EnumerateArray()), one => Assert.True(one.Second.GetArrayLength() == 0, $"{one.First.Key}: {one.Second}"));
    }

    [Theory]
    [InlineData("AppMetrics | where Nmae == 'x'")]
    [InlineData("AppMetrics | summarize total(Sum)")]
    [InlineData("AppMetric | count")]
    [InlineData("AppMetrics | where")]
    public async Task Kusto_would_say_so(string wrong) => Assert.NotEqual(0, (await Bicep.AskAsync("queries", ("queries", new[] { wrong })))[0].GetArrayLength());

    [Fact]
    public void They_ask_for_instruments_that_there_are()
    {
        var instruments = Instruments();
        var asked = All.SelectMany(query => InstrumentNames().Matches(query.Value).Select(match => match.Groups["name"].Value)).Distinct().Order(StringComparer.Ordinal).ToList();

        Assert.Empty(asked.Except(instruments));
        // These the others say better.
        Assert.Equal(["account_linking.auth0.rate_limit.limit", "account_linking.auth0.rate_limit.remaining", "account_linking.retries"], instruments.Except(asked).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void They_ask_for_attributes_that_there_are()
    {
        string[] ofLogs = ["EventId", "EventName"];
        var tags = typeof(TelemetryNames).GetFields(BindingFlags.Public | BindingFlags.Static).Select(field => (string)field.GetRawConstantValue()!);
        var asked = All.SelectMany(query => Attributes().Matches(query.Value).Select(match => match.Groups["name"].Value)).Distinct().ToList();

        Assert.True(asked.Count >= 8);
        Assert.Empty(asked.Except(tags).Except(ofLogs));
    }

    [Fact]
    public void They_ask_for_routes_that_there_are()
    {
        var routes = RouteTable.All.SelectMany(route => (string[])[$"{Routes.Prefix}/{route.Path}", $"{route.Method} {Routes.Prefix}/{route.Path}"]).ToList();
        var asked = All.SelectMany(query => RouteNames().Matches(query.Value).Select(match => match.Groups["name"].Value)).Distinct().ToList();

        Assert.True(asked.Count >= 4);
        Assert.Empty(asked.Except(routes));
    }

    [Fact]
    public void The_event_that_is_left_out_is_the_one_that_is_meant() =>
        Assert.Contains($"Event != {EventIds.RequestTrouble}", Alerts["logged-errors"], StringComparison.Ordinal);

    /// <summary>As the guide has it in words.</summary>
    [Theory]
    [InlineData("login-errors", "(Failed >= 3 and Failed > 0.05 * Logins) or (Failed >= 2 and Failed == Logins)")]
    [InlineData("host-errors", "Status >= 500 or Status in (401, 429)\n| summarize Refused = count()\n| where Refused >= 3")]
    [InlineData("auth0-refuses", "Refused >= 3 and Times >= 2")]
    [InlineData("rate-limit", "Refused > 0 or Left < 0.2")]
    [InlineData("journal-stuck", "Stuck > 0")]
    [InlineData("logged-errors", "SeverityLevel >= 3")]
    [InlineData("silence", "Heard == 0")]
    [InlineData("cold-starts", "Max > 3)\n| where Slow >= 3")]
    public void An_alert_is_raised_where_it_says(string name, string threshold) => Assert.Contains(threshold, Alerts[name].ReplaceLineEndings("\n"), StringComparison.Ordinal);

    [Fact]
    public void Each_alert_is_deployed_and_has_its_part_in_the_guide()
    {
        var module = File.ReadAllText(Path.Combine(Bicep.Folder, "modules", "alerts.bicep"));
        var guide = File.ReadAllText(Path.Combine(Repository.Root, "docs", "operations.md"));

        Assert.NotEmpty(Alerts);
        foreach (var name in Alerts.Keys)
        {
            Assert.Contains($"name: '{name}'", module, StringComparison.Ordinal);
            Assert.Contains($"query: loadTextContent('../queries/{name}.kql')", module, StringComparison.Ordinal);
            Assert.Contains($"\n#### {name}\n", guide, StringComparison.Ordinal);
        }

        Assert.Equal(Alerts.Count, Regex.Count(module, "loadTextContent", RegexOptions.None, TimeSpan.FromSeconds(1)));
    }

    [Fact]
    public void The_workbook_says_where_its_data_is() => Assert.Equal(["{workspace}"], Workbook.GetProperty("fallbackResourceIds").EnumerateArray().Select(id => id.GetString()));

    private static List<string> Instruments()
    {
        using var services = new ServiceCollection().AddMetrics().BuildServiceProvider();
        var meters = services.GetRequiredService<IMeterFactory>();
        List<string> found = [];
        using var listener = new MeterListener
        {
            InstrumentPublished = (instrument, _) =>
            {
                if (ReferenceEquals(instrument.Meter.Scope, meters)) found.Add(instrument.Name);
            },
        };
        listener.Start();
        using var telemetry = new ServiceTelemetry(meters, TimeProvider.System);
        return found;
    }

    [GeneratedRegex("(?<!\\[)'(?<name>account_linking\\.[a-z0-9_.]+)'", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex InstrumentNames();

    [GeneratedRegex("Properties\\['(?<name>[^']+)'\\]", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Attributes();

    [GeneratedRegex("'(?<name>(POST |GET )?/api/[^']+)'", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex RouteNames();
}

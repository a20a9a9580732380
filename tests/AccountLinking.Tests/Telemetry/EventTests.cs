using System.Globalization;
using System.Reflection;
using System.Text;
using Microsoft.Extensions.Logging;

namespace AccountLinking.Tests.Telemetry;

/// <summary>What the service logs, and the list of it in <c>docs/events.md</c>, which this test writes.</summary>
public sealed class EventTests
{
    private const BindingFlags Any = BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Static | BindingFlags.DeclaredOnly;

    private static readonly IReadOnlyList<(LoggerMessageAttribute Event, Type Where)> Logged =
    [
        .. typeof(EventIds).Assembly.GetTypes().SelectMany(type => type.GetMethods(Any)).Select(method => (Event: method.GetCustomAttribute<LoggerMessageAttribute>(), Where: method.DeclaringType!.DeclaringType!))
            .Where(method => method.Event is not null).Select(method => (method.Event!, method.Where)),
    ];

    private static readonly Dictionary<string, int> Ids = typeof(EventIds).GetFields(BindingFlags.Public | BindingFlags.Static).ToDictionary(field => field.Name, field => (int)field.GetRawConstantValue()!);

    [Fact]
    public void Each_id_is_of_one_event_and_each_event_has_its_name() =>
        Assert.Equal(Ids.Select(pair => (pair.Value, pair.Key)).Order(), Logged.Select(line => (line.Event.EventId, line.Event.EventName!)).Distinct().Order());

    [Fact]
    public void No_id_is_given_twice() => Assert.Equal(Ids.Count, Ids.Values.Distinct().Count());

    /// <summary>Ranges that alerts key on.</summary>
    [Theory]
    [InlineData("AccountLinking.Webhooks", 1000, 2000, 3000, 7000, 8000)]
    [InlineData("AccountLinking.Linking", 2000, 5000)]
    [InlineData("AccountLinking.CrmSync", 3000)]
    [InlineData("AccountLinking.Auth0", 4000)]
    [InlineData("AccountLinking.Journal", 5000)]
    [InlineData("AccountLinking.Configuration", 6000)]
    [InlineData("AccountLinking.Health", 7000)]
    [InlineData("AccountLinking.SelfService", 8000)]
    public void An_event_is_in_the_range_of_what_it_is_about(string from, params int[] ranges)
    {
        var ids = Logged.Where(line => line.Where.Namespace!.StartsWith(from, StringComparison.Ordinal)).Select(line => line.Event.EventId).ToList();

        Assert.NotEmpty(ids);
        Assert.All(ids, id => Assert.Contains(id / 1000 * 1000, ranges));
    }

    [Fact]
    public void Are_all_listed_in_the_docs()
    {
        var text = new StringBuilder("""
            # Events

            What the service logs, by id: alerts key on them. `tests/AccountLinking.Tests/Telemetry/EventTests.cs` writes this list from the code. Words in braces are values; none of them is personal.
            An **error** is lost work that somebody must look after, a **warning** something to look at, **information** what happens all day. What to do about them stands in the sentence, or with the feature:
            [linking](linking.md), [the CRM](crm.md), [the journal](journal.md), [settings, the vault and telemetry](operations.md).

            | id | name | level | message |
            |---|---|---|---|

            """.ReplaceLineEndings("\n"));
        foreach (var (logged, _) in Logged.DistinctBy(line => (line.Event.EventId, line.Event.Message)).OrderBy(line => line.Event.EventId).ThenBy(line => line.Event.Message, StringComparer.Ordinal))
            text.Append(CultureInfo.InvariantCulture, $"| {logged.EventId} | `{logged.EventName}` | {logged.Level.ToString().ToLowerInvariant()} | {logged.Message.Replace("\n", " ", StringComparison.Ordinal).Replace("|", "\\|", StringComparison.Ordinal)} |\n");
        CheckedIn.AssertIs("docs/events.md", text.ToString());
    }
}

using AccountLinking.Journal.Leases;
using AccountLinking.Journal.Stores;
using AccountLinking.Linking.Joining;
using NSubstitute;
using static AccountLinking.Tests.Linking.Accounts;

namespace AccountLinking.Tests.Journal;

/// <summary>When records of the same accounts were made, by whatever clock.</summary>
public sealed class HeldAccountsTests
{
    private static readonly DateTimeOffset Latest = new(2026, 11, 20, 8, 0, 0, TimeSpan.Zero);

    [Fact]
    public void The_next_record_is_of_now() => Assert.Equal(Latest.AddSeconds(1), Held().TimeOfNext(Latest.AddSeconds(1)));

    /// <summary>So there is room for what it may be split into, which is made older, a tick each.</summary>
    [Theory]
    [InlineData(-60_000)]
    [InlineData(0)]
    [InlineData(0.5)]
    public void By_a_clock_that_is_behind_it_is_a_millisecond_later_than_the_last(double milliseconds) =>
        Assert.Equal(Latest.AddMilliseconds(1), Held().TimeOfNext(Latest.AddMilliseconds(milliseconds)));

    /// <summary>What comes after a separation is told from what came before.</summary>
    [Fact]
    public void It_is_later_than_all_that_has_become_of_the_others_too()
    {
        var held = Held();
        var record = held.Records[0];

        held.Records = [record with { EndedAt = Latest.AddMinutes(1) }];
        Assert.Equal(Latest.AddMinutes(1).AddMilliseconds(1), held.TimeOfNext(Latest));
        held.Records = [record with { EndedAt = Latest.AddMinutes(1), UndoneSince = Latest.AddMinutes(2) }];
        Assert.Equal(Latest.AddMinutes(2).AddMilliseconds(1), held.TimeOfNext(Latest));
    }

    private static HeldAccounts Held()
    {
        var (survivor, absorbed) = (User("auth0|eva"), User("google-oauth2|twin"));
        var plan = new JoinPlan(survivor, [new Secondary(absorbed, ConnectionId: null)], absorbed.Id, new());
        return new HeldAccounts(Substitute.For<IJournalStore>(), "h")
        {
            Records = [.. new[] { -10, 0, -5 }.Select(minutes => LinkRecords.Start("1", "ssn", plan, plan.Metadata.Patch, Latest.AddMinutes(minutes)))],
        };
    }
}

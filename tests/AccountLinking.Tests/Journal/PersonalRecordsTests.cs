using System.Text.Json;
using AccountLinking.Auth0;
using AccountLinking.Journal;

namespace AccountLinking.Tests.Journal;

public sealed class PersonalRecordsTests
{
    private static readonly LinkRecord AnnaIntoHand = Record("1", LinkState.Linked, ["auth0|hand"], ["oidc|anna"]);
    private static readonly LinkRecord SmsIntoHand = Record("2", LinkState.Linked, ["auth0|hand", "oidc|anna"], ["sms|1"]);
    private static readonly LinkRecord HandIntoOlder = Record("3", LinkState.Linked, ["auth0|older"], ["auth0|hand", "oidc|anna", "sms|1"]);
    private static readonly LinkRecord OlderIntoOldest = Record("4", LinkState.Linked, ["auth0|oldest"], ["auth0|older", "auth0|hand", "oidc|anna", "sms|1"]);
    private static readonly LinkRecord OtherIntoOlder = Record("0", LinkState.Linked, ["auth0|older"], ["google|other"]);
    private static readonly LinkRecord BobIntoOther = Record("00", LinkState.Linked, ["google|other"], ["oidc|bob"]);

    [Fact]
    public async Task An_account_that_is_part_of_nothing_has_none() => Assert.Empty(await FindAsync("auth0|nobody", AnnaIntoHand));

    [Fact]
    public async Task Whoever_absorbed_it_with_its_identities_later_has_records_of_it_too() =>
        Assert.Equal(["4", "3", "2", "1"], await FindAsync("oidc|anna", AnnaIntoHand, SmsIntoHand, HandIntoOlder, OlderIntoOldest, OtherIntoOlder, BobIntoOther));

    [Fact]
    public async Task Records_of_whoever_absorbed_it_before_it_was_there_are_not_its_own() =>
        Assert.Equal(["4", "3", "2"], await FindAsync("sms|1", AnnaIntoHand, SmsIntoHand, HandIntoOlder, OlderIntoOldest, OtherIntoOlder, BobIntoOther));

    [Fact]
    public async Task The_account_that_survives_has_the_records_of_all_whom_it_absorbed() =>
        Assert.Equal(["4", "3", "2", "1", "00", "0"], await FindAsync("auth0|oldest", AnnaIntoHand, SmsIntoHand, HandIntoOlder, OlderIntoOldest, OtherIntoOlder, BobIntoOther));

    [Theory]
    [InlineData(LinkState.Unlinked, true)]
    [InlineData(LinkState.Abandoned, false)]
    [InlineData(LinkState.Started, false)]
    [InlineData(LinkState.Linked, false)]
    public async Task Of_an_account_that_is_not_or_no_more_absorbed_only_the_record_of_that_is_the_persons(LinkState state, bool isJoined) =>
        Assert.Equal(["3"], await FindAsync("auth0|older", AnnaIntoHand, SmsIntoHand, Record("3", state, isJoined, ["auth0|older"], ["auth0|hand", "oidc|anna", "sms|1"])));

    [Fact]
    public async Task Two_that_absorbed_each_other_in_turn_are_no_circle() =>
        Assert.Equal(["2", "1"], await FindAsync("oidc|anna", AnnaIntoHand, Record("2", LinkState.Linked, ["oidc|anna"], ["auth0|hand"])));

    /// <summary>As the journal finds them: by the accounts that they are about, and not by all their identities.</summary>
    private static async Task<IEnumerable<string>> FindAsync(string account, params LinkRecord[] all)
    {
        var asked = 0;
        var found = await PersonalRecords.FindAsync(UserId.Parse(account), id => ++asked > 20
            ? throw new InvalidOperationException("For ever.")
            : Task.FromResult<IReadOnlyList<LinkRecord>>([.. all.Where(record => record.AccountIds.Contains(id))]));
        return found.Select(record => record.Id);
    }

    private static LinkRecord Record(string id, LinkState state, string[] primary, string[] secondary) => Record(id, state, isJoined: true, primary, secondary);

    private static LinkRecord Record(string id, LinkState state, bool isJoined, string[] primary, string[] secondary) => new(
        id, state, "ssn", DateTimeOffset.UnixEpoch, EndedAt: null, Account(primary), [new AbsorbedAccount(Account(secondary), ConnectionId: null, isJoined)], new RecordedPatch(null, null));

    private static JsonElement Account(string[] identities) => JsonElement.Parse($$"""
        {"user_id": "{{identities[0]}}", "identities": [{{string.Join(',', identities.Select(id => $$"""{"provider": "{{id.Split('|')[0]}}", "user_id": "{{id.Split('|')[1]}}", "connection": "c"}"""))}}]}
        """);
}

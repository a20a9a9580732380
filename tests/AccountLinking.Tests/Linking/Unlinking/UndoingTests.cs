using System.Text.Json;
using System.Text.Json.Nodes;
using AccountLinking.Auth0;
using AccountLinking.Configuration;
using AccountLinking.Journal;
using AccountLinking.Linking.NationalIds;
using AccountLinking.Linking.Unlinking;

namespace AccountLinking.Tests.Linking.Unlinking;

/// <summary>Which later records have to do with a link that is undone.</summary>
public sealed class UndoingTests
{
    private const string Dark = """{"theme": "dark"}""";
    private static readonly SsnOptions Ssn = new();

    [Fact]
    public void Whoever_a_later_link_did_not_join_has_nothing_to_give()
    {
        var undone = Record(1, Account("p|1"), Dark, (Account("s|1", Dark), true));
        var later = Record(2, Account("p|1", Dark), "{}", (Account("s|2"), true), (Account("s|3", Dark), false));

        Assert.Equal("""{"theme":null}""", Undoing.Of(undone, [later, undone], Ssn).TakeBackFrom(Account("p|1", Dark)).UserMetadata?.ToJsonString());
    }

    [Fact]
    public void Whoever_had_absorbed_the_survivor_before_has_nothing_of_the_link()
    {
        var earlier = Record(1, Account("q|1"), "{}", (Account("p|1"), true));
        var undone = Record(2, Account("p|1"), Dark, (Account("s|1", Dark), true));

        var undoing = Undoing.Of(undone, [undone, earlier], Ssn);

        Assert.Equal("p|1", $"{undoing.Account}");
        Assert.Empty(undoing.Rewritten);
    }

    [Fact]
    public void Whoever_the_journal_knows_nothing_of_gives_nothing_back()
    {
        var undone = Record(1, Account("p|1"), Dark, (Account("s|1", Dark), true));

        Assert.True(Undoing.Of(undone, [undone], Ssn).TakeBackFrom(Account("q|1", Dark)).IsEmpty);
    }

    [Fact]
    public void A_fingerprint_that_was_noted_after_the_link_does_not_come_back_with_the_account()
    {
        var noted = $$"""{"ssn_fingerprint": "{{new string('0', 72)}}"}""";
        var undone = Record(1, Account("p|1"), "{}", (Account("s|1"), true));
        var later = Record(2, Account("q|1"), "{}", (Account("p|1", "{}", noted), true));

        Assert.Null(Fingerprint.Of(Assert.Single(Undoing.Of(undone, [undone, later], Ssn).Rewritten).Secondaries[0].Account));
    }

    [Fact]
    public void Whoever_absorbed_the_survivor_keeps_a_fingerprint_of_his_own()
    {
        var own = $$"""{"ssn_fingerprint": "{{new string('0', 72)}}"}""";
        var undone = Record(1, Account("p|1"), "{}", (Account("s|1"), true));
        var later = Record(2, Account("q|1", "{}", own), "{}", (Account("p|1"), true));

        Assert.Empty(Assert.Single(Undoing.Of(undone, [undone, later], Ssn).Rewritten).Patch.AppMetadata!);
    }

    [Fact]
    public void All_who_had_it_are_on_the_path()
    {
        var undone = Record(1, Account("p|1"), Dark, (Account("s|1", Dark), true));
        var second = Record(2, Account("q|1"), Dark, (Account("p|1", Dark), true));
        var third = Record(3, Account("r|1"), Dark, (Account("q|1", Dark), true));

        Assert.Equal(["p|1", "q|1", "r|1"], Undoing.Of(undone, [third, undone, second], Ssn).Path.Select(id => $"{id}"));
    }

    [Fact]
    public void Identities_that_came_with_the_link_do_not_come_back_with_the_account()
    {
        var undone = Record(1, Account("p|1"), "{}", (Account("s|1", "{}", "{}", "s|2"), true));
        var again = Record(2, Account("p|1"), "{}", (Account("s|1"), true));
        var later = Record(3, Account("q|1"), "{}", (Account("p|1", "{}", "{}", "s|1", "s|2", "x|1"), true));

        var rewritten = Undoing.Of(undone, [undone, again, later], Ssn).Rewritten.First();

        Assert.Equal(["p|1", "x|1"], Assert.Single(rewritten.Secondaries).Account.Identities.Select(identity => identity.FullId));
    }

    [Fact]
    public void An_account_that_was_absorbed_and_has_absorbed_its_survivor_since_stays_itself()
    {
        var undone = Record(1, Account("p|1"), Dark, (Account("s|1", Dark), true));
        var later = Record(2, Account("s|1"), Dark, (Account("p|1", Dark), true));

        var undoing = Undoing.Of(undone, [undone, later], Ssn);

        Assert.Equal("s|1", $"{undoing.Account}");
        Assert.Equal(["s|1"], Assert.Single(undoing.Rewritten).PrimaryAccount.Identities.Select(identity => identity.FullId));
    }

    private static LinkRecord Record(int number, Auth0User primary, string written, params (Auth0User Account, bool IsJoined)[] secondaries)
    {
        var time = DateTimeOffset.UnixEpoch.AddTicks(number);
        AbsorbedAccount[] absorbed = [.. secondaries.Select(secondary => new AbsorbedAccount(secondary.Account.Document, ConnectionId: null, secondary.IsJoined))];
        return new LinkRecord($"{number}", LinkState.Linked, "ssn", time, time, primary.Document, absorbed, new RecordedPatch(JsonNode.Parse(written)!.AsObject(), AppMetadata: null));
    }

    private static Auth0User Account(string id, string userMetadata = "{}", string appMetadata = "{}", params string[] others) => Auth0User.TryRead(JsonElement.Parse($$"""
        {"user_id": "{{id}}", "identities": [{{string.Join(',', others.Prepend(id).Select(one => $$"""{"provider": "{{one[..1]}}", "user_id": "{{one[2..]}}", "connection": "c"}"""))}}],
         "user_metadata": {{userMetadata}}, "app_metadata": {{appMetadata}} }
        """))!;
}

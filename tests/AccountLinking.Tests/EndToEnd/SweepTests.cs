using AccountLinking.Journal;
using AccountLinking.Sandbox.Client;
using Microsoft.Extensions.DependencyInjection;

namespace AccountLinking.Tests.EndToEnd;

/// <summary>What a process left that died in the middle of a link, and nobody comes back to: the sweep brings it to the one right end.</summary>
public sealed class SweepTests : CrashingTests
{
    [Theory]
    [InlineData("PATCH", "before", false)]
    [InlineData("PATCH", "after", false)]
    [InlineData("POST", "before", false)]
    [InlineData("POST", "after", true)]
    public async Task The_sweep_settles_what_nobody_comes_back_to(string method, string when, bool isLinked)
    {
        var before = await Client.ReadUserAsync(Hand);
        await DieAsync(method, when);

        Assert.Equal(0, await SweepAsync());
        OutliveAll();
        Assert.Equal(1, await SweepAsync());

        await AssertNothingIsOpenAsync();
        if (isLinked)
        {
            await AssertJoinedAsync();
        }
        else
        {
            var hand = await Client.ReadUserAsync(Hand);
            Assert.Equal(before["user_metadata"].GetRawText(), hand["user_metadata"].GetRawText());
            Assert.Equal(before["app_metadata"].GetRawText(), hand["app_metadata"].GetRawText());
            Assert.Equal([Hand], await Client.IdentitiesAsync(Hand));
            ApiAssert.JsonEqual("""{"theme": "dark", "deep": {"b": 2}}""", (await Client.ReadUserAsync(Anna))["user_metadata"]);
        }

        Assert.Equal(isLinked ? LinkState.Linked : LinkState.Abandoned, Assert.Single(await RecordsAsync(Hand)).State);
        Assert.Equal(0, await SweepAsync());
    }

    [Theory]
    [InlineData("POST", "after", LinkState.Linked)]
    [InlineData("POST", "before", LinkState.Abandoned)]
    public async Task One_whose_survivor_was_absorbed_meanwhile_took_along_whoever_was_joined(string method, string when, LinkState state)
    {
        await DieAsync(method, when);
        await Client.InsertUserAsync("""{"user_id": "auth0|third"}""");
        await Client.ArrangeLinkAsync("auth0|third", "auth0", "hand");
        OutliveAll();

        Assert.Equal(1, await SweepAsync());

        var record = Assert.Single(await RecordsAsync(Hand));
        Assert.Equal((state, state == LinkState.Linked), (record.State, Assert.Single(record.Secondaries).IsJoined));
        await AssertNothingIsOpenAsync();
    }

    [Theory]
    [InlineData("user_metadata", """{"theme": "dark", "language": "sv", "deep": {"a": 1, "b": 2}}""")]
    [InlineData("user_metadata after a change", """{"theme": "dark", "language": "sv", "deep": {"a": 9, "b": 2}}""")]
    public async Task A_link_that_takes_effect_after_it_was_given_up_loses_nothing_and_can_be_undone(string what, string merged)
    {
        await Client.ControlAsync(HttpMethod.Put, "settings", """{"search_lag_ms": 600000}""");
        await DieAsync("POST", "before");
        OutliveLease();
        await Service.LinkAsync(Hand, "Username-Password-Authentication");
        Assert.Equal(LinkState.Abandoned, Assert.Single(await RecordsAsync(Hand)).State);
        if (what.EndsWith("change", StringComparison.Ordinal)) await Client.PatchAsync(Hand, """{"user_metadata": {"deep": {"a": 9}}}""");
        // As Auth0 does that carries out at last what the dead process had sent.
        await Client.ArrangeLinkAsync(Hand, "oidc", "swedish-bankid|anna");

        LinkAssert.Answered(await Service.LinkAsync(Anna), "already_linked", Hand, rule: null);
        Assert.Equal(0, await SweepAsync());
        OutliveAll();
        Assert.Equal(1, await SweepAsync());

        ApiAssert.JsonEqual(merged, (await Client.ReadUserAsync(Hand))["user_metadata"]);
        await AssertNothingIsOpenAsync();
        Assert.Equal([LinkState.Linked, LinkState.Abandoned], (await RecordsAsync(Anna)).Select(record => record.State));
        Assert.Equal(0, await SweepAsync());
        await UnlinkAsync((await RecordsAsync(Anna))[0].Id);
        ApiAssert.JsonEqual("""{"theme": "dark", "deep": {"b": 2}}""", (await Client.ReadUserAsync(Anna))["user_metadata"]);
        Assert.False(await HasThemeAsync());
    }

    [Fact]
    public async Task One_that_was_given_up_and_linked_anew_is_linked_once()
    {
        await DieAsync("POST", "before");
        OutliveLease();
        await Service.LinkAsync(Hand, "Username-Password-Authentication");
        LinkAssert.Answered(await Service.LinkAsync(Anna), "linked", Hand);
        OutliveAll();

        Assert.Equal(1, await SweepAsync());

        Assert.Equal([LinkState.Linked, LinkState.Abandoned], (await RecordsAsync(Anna)).Select(record => record.State));
        await AssertJoinedAsync();
        await AssertNothingIsOpenAsync();
    }

    [Fact]
    public async Task The_sweep_leaves_alone_what_was_begun_a_moment_ago()
    {
        var now = Clock.GetUtcNow();
        using var services = Compose();
        var journal = services.GetRequiredService<LinkJournal>();
        var account = System.Text.Json.JsonElement.Parse((await Client.GetUserAsync(Hand)).Text);
        await journal.StartAsync(new LinkRecord(LinkJournal.NewId(now), LinkState.Started, "ssn", now, null, account, [], new RecordedPatch(null, null)), Cancellation);

        Assert.Equal(0, await SweepAsync());

        OutliveAll();
        Assert.Equal(1, await SweepAsync());
    }

    [Fact]
    public async Task One_that_was_never_begun_is_open_no_more()
    {
        using var services = Compose();
        await services.GetRequiredService<AccountLinking.Journal.Stores.IJournalStore>().WriteAsync($"open/{LinkJournal.NewId(Clock.GetUtcNow())}", ReadOnlyMemory<byte>.Empty, expected: null, Cancellation);
        OutliveAll();

        Assert.Equal(1, await SweepAsync());

        await AssertNothingIsOpenAsync();
    }

    [Fact]
    public async Task What_is_no_id_is_in_nobodys_way()
    {
        using var services = Compose();
        await services.GetRequiredService<AccountLinking.Journal.Stores.IJournalStore>().WriteAsync("open/0", ReadOnlyMemory<byte>.Empty, expected: null, Cancellation);
        await DieAsync("POST", "before");
        OutliveAll();

        Assert.Equal(2, await SweepAsync());

        await AssertNothingIsOpenAsync();
    }
}

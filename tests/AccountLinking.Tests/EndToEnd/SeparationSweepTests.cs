using System.Net;
using AccountLinking.Journal;
using AccountLinking.Journal.Stores;
using AccountLinking.Linking.Sweeping;
using AccountLinking.Sandbox.Client;
using AccountLinking.Tests.SelfService;
using Microsoft.Extensions.DependencyInjection;

namespace AccountLinking.Tests.EndToEnd;

/// <summary>A separation that broke off and that the person never asked for again is finished by the sweep.</summary>
public sealed class SeparationSweepTests : SeparatingTests
{
    [Fact]
    public async Task The_account_has_again_what_it_had_and_stays_apart()
    {
        await BreakOffAsync();

        Assert.Equal((1, 0), await SweepAsync());

        ApiAssert.JsonEqual("""{"theme": "dark"}""", (await Client.ReadUserAsync(Other))["user_metadata"]);
        ApiAssert.JsonEqual($$"""{"account_linking": {"never": ["{{This}}"]} }""", (await Client.ReadUserAsync(Other))["app_metadata"]);
        Assert.Equal(LinkState.Unlinked, Assert.Single(await RecordsAsync(This)).State);
        Assert.Equal((0, 0), await SweepAsync());
    }

    [Fact]
    public async Task One_that_has_become_part_of_another_account_is_left_there()
    {
        await BreakOffAsync();
        await Client.InsertUserAsync("""{"user_id": "sms|third"}""");
        await Client.ArrangeLinkAsync("sms|third", "google-oauth2", "other");
        var before = await Client.ReadUserAsync("sms|third");

        await SweepAsync();

        Assert.Equal(before.ToString(), (await Client.ReadUserAsync("sms|third")).ToString());
    }

    [Fact]
    public async Task What_was_proven_since_is_left_alone()
    {
        await BreakOffAsync();
        await Client.InsertUserAsync("""{"user_id": "sms|third"}""");
        await Client.ArrangeLinkAsync("sms|third", "google-oauth2", "other");
        await JoinAsync("sms|third");

        await SweepAsync();
        await SweepAsync();

        Assert.Equal([This, "sms|third", Other], await Client.IdentitiesAsync(This));
        Assert.Equal((0, 0), await SweepAsync());
    }

    [Fact]
    public async Task The_account_has_again_what_it_had_also_if_the_survivor_was_deleted_since()
    {
        await BreakOffAsync();
        Assert.Equal(HttpStatusCode.NoContent, (await Client.ManageAsync(HttpMethod.Delete, $"users/{Uri.EscapeDataString(This)}")).Status);

        await SweepAsync();

        ApiAssert.JsonEqual("""{"theme": "dark"}""", (await Client.ReadUserAsync(Other))["user_metadata"]);
        Assert.Equal((0, 0), await SweepAsync());
    }

    /// <summary>It was part of another account for a while: for so long that the sweep had given it up, or not.</summary>
    [Theory]
    [InlineData(2)]
    [InlineData(61)]
    public async Task What_comes_back_to_be_separated_is_also_found_if_that_breaks_off(int minutes)
    {
        await BreakOffAsync();
        await Client.InsertUserAsync("""{"user_id": "sms|third"}""");
        await Client.ArrangeLinkAsync("sms|third", "google-oauth2", "other");
        await SweepAsync(minutes);
        Assert.Equal(HttpStatusCode.OK, (await Client.UnlinkAsync("sms|third", "google-oauth2", "other")).Status);
        await FailAsync();
        Assert.Equal(HttpStatusCode.ServiceUnavailable, (await SeparateAsync()).Status);

        await SweepAsync();

        ApiAssert.JsonEqual("""{"theme": "dark"}""", (await Client.ReadUserAsync(Other))["user_metadata"]);
    }

    /// <summary>The index may not know yet who has taken in the one or the other.</summary>
    [Fact]
    public async Task One_whose_accounts_are_nowhere_is_looked_at_for_an_hour()
    {
        await BreakOffAsync();
        await Client.InsertUserAsync("""{"user_id": "sms|third"}""");
        await Client.ArrangeLinkAsync("sms|third", "google-oauth2", "other");

        Assert.Equal((0, 0), await SweepAsync());
        Assert.Equal((0, 0), await SweepAsync(minutes: 50));
        Assert.Equal((1, 0), await SweepAsync(minutes: 10));
        Assert.Equal((0, 0), await SweepAsync());
    }

    [Fact]
    public async Task One_that_fails_counts_as_stuck_from_a_quarter_of_an_hour_after_it_was_begun()
    {
        await BreakOffAsync(afterHours: 1);
        await FailAsync(times: 9);

        Assert.Equal((0, 0), await SweepAsync());
        Assert.Equal((0, 1), await SweepAsync(minutes: 14));
    }

    /// <param name="isKnown">Whether somebody has seen already that it is called off with that.</param>
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task What_is_proven_while_it_waits_for_the_accounts_is_left_alone(bool isKnown)
    {
        await BreakOffAsync();
        await Client.InsertUserAsync("""{"user_id": "sms|third"}""");
        await Client.ArrangeLinkAsync("sms|third", "google-oauth2", "other");
        using var services = Compose();
        var record = Assert.Single(await RecordsAsync(This)).Id;
        await Client.InsertUserAsync("""{"user_id": "sms|fourth"}""");
        var interrupted = new InterruptedStore(services.GetRequiredService<IJournalStore>(), $"records/{record}", async () =>
        {
            await JoinAsync("sms|third");
            if (isKnown) await JoinAsync("sms|fourth");
        });

        await SweepAsync(by: Compose(store: interrupted));

        Assert.Equal([This, "sms|third", Other], (await Client.IdentitiesAsync(This)).Take(3));
    }

    /// <summary>The sweep has found the link among the open ones, and read it, a moment before.</summary>
    [Fact]
    public async Task One_that_breaks_off_while_the_sweep_waits_for_the_accounts_stays_open()
    {
        await InsertAsync();
        await JoinAsync(Other);
        await FailAsync();
        using var services = Compose();
        var (record, store) = (Assert.Single(await RecordsAsync(This)).Id, services.GetRequiredService<IJournalStore>());
        await store.WriteAsync($"open/{record}", ReadOnlyMemory<byte>.Empty, expected: null, Cancellation);
        var interrupted = new InterruptedStore(store, $"records/{record}", async () => Assert.Equal(HttpStatusCode.ServiceUnavailable, (await SeparateAsync()).Status));

        Assert.Equal((0, 0), await SweepAsync(by: Compose(store: interrupted)));
        Assert.Equal((1, 0), await SweepAsync());

        ApiAssert.JsonEqual("""{"theme": "dark"}""", (await Client.ReadUserAsync(Other))["user_metadata"]);
    }

}

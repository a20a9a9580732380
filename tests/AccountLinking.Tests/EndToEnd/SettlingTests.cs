using AccountLinking.Journal;
using AccountLinking.Sandbox.Client;
using AccountLinking.Sandbox.Json;

namespace AccountLinking.Tests.EndToEnd;

/// <summary>What is written when a link is settled that a process left: what is missing, and nothing that somebody has changed since.</summary>
public sealed class SettlingTests : CrashingTests
{
    [Fact]
    public async Task One_that_another_hand_linked_before_its_metadata_was_written_loses_nothing()
    {
        await DieAsync("PATCH", "before");
        await Client.ArrangeLinkAsync(Hand, "oidc", "swedish-bankid|anna");
        OutliveLease();
        // A login notes when to look again, which is no sign of the link's metadata.
        await Client.PatchAsync(Hand, """{"app_metadata": {"account_linking": {"next_check_at": "2026-11-21T08:00:00Z"}}}""");

        Assert.Equal(1, await SweepAsync());

        await AssertJoinedAsync();
        await AssertNothingIsOpenAsync();
    }

    [Fact]
    public async Task What_somebody_removed_after_the_link_is_not_written_anew_when_it_is_settled()
    {
        await DieAsync("POST", "after");
        await Client.PatchAsync(Hand, """{"user_metadata": {"theme": null}}""");
        OutliveAll();

        Assert.Equal(1, await SweepAsync());

        ApiAssert.JsonEqual("""{"language": "sv", "deep": {"a": 1, "b": 2}}""", (await Client.ReadUserAsync(Hand))["user_metadata"]);
    }

    [Fact]
    public async Task What_somebody_changed_between_the_crash_and_the_sweep_is_kept()
    {
        await DieAsync("POST", "before");
        await Client.PatchAsync(Hand, """{"user_metadata": {"theme": "light", "deep": {"a": 9, "b": 2}}}""");
        OutliveAll();

        await SweepAsync();

        ApiAssert.JsonEqual("""{"language": "sv", "theme": "light", "deep": {"a": 9}}""", (await Client.ReadUserAsync(Hand))["user_metadata"]);
    }

    [Fact]
    public async Task A_fingerprint_noted_meanwhile_is_no_sign_of_the_links_metadata()
    {
        var fingerprint = new string('0', 72);
        await Client.PatchAsync(Anna, $$$"""{"app_metadata": {"ssn_fingerprint": "{{{fingerprint}}}"}}""");
        await DieAsync("PATCH", "before");
        await Client.ArrangeLinkAsync(Hand, "oidc", "swedish-bankid|anna");
        OutliveLease();
        await Client.PatchAsync(Hand, $$$"""{"app_metadata": {"ssn_fingerprint": "{{{fingerprint}}}"}}""");

        Assert.Equal(1, await SweepAsync());

        await AssertJoinedAsync();
    }

    [Fact]
    public async Task What_is_noted_after_settling_is_noted_on_what_stands_there_by_then()
    {
        await Client.PatchAsync(Anna, """{"app_metadata": {"account_linking": {"never": ["auth0|x"]}}}""");
        await DieAsync("POST", "before");
        Assert.Contains("auth0|x", (await Client.ReadUserAsync(Hand))["app_metadata"].GetRawText(), StringComparison.Ordinal);
        OutliveLease();
        // Its marker holds no more, so that it is written anew.
        await Client.PatchAsync(Hand, """{"email": "x@example.com", "email_verified": true}""");

        await Service.LinkAsync(Hand, "Username-Password-Authentication");

        Assert.Equal(LinkState.Abandoned, Assert.Single(await RecordsAsync(Hand)).State);
        Assert.DoesNotContain("auth0|x", (await Client.ReadUserAsync(Hand))["app_metadata"].GetRawText(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_written_late_is_added_to_what_stands_there_by_then()
    {
        await Client.PatchAsync(Anna, """{"app_metadata": {"account_linking": {"never": ["auth0|y"]}}}""");
        await DieAsync("PATCH", "before");
        await Client.ArrangeLinkAsync(Hand, "oidc", "swedish-bankid|anna");
        OutliveLease();
        await Client.PatchAsync(Hand, """{"app_metadata": {"account_linking": {"never": ["auth0|x"]}}}""");

        Assert.Equal(1, await SweepAsync());

        await AssertJoinedAsync();
        ApiAssert.JsonEqual("""["auth0|x", "auth0|y"]""", (await Client.ReadUserAsync(Hand))["app_metadata"].GetProperty("account_linking").GetProperty("never"));
    }

    [Fact]
    public async Task A_link_that_is_settled_first_counts_when_an_earlier_one_is_undone()
    {
        const string Second = "oidc|swedish-bankid|second";
        await Client.InsertUserAsync($$$"""{"user_id": "{{{Second}}}", "created_at": "2023-01-01T00:00:00.000Z", "ssn": "{{{Stage.Number}}}", "user_metadata": {"theme": "dark"} }""");
        await Client.ManageAsync(HttpMethod.Delete, $"users/{Uri.EscapeDataString(Anna)}");
        var first = (await Service.LinkAsync(Second)).Body.Text("link_id")!;
        await Client.InsertUserAsync($$$"""{"user_id": "{{{Anna}}}", "created_at": "2024-01-01T00:00:00.000Z", "ssn": "{{{Stage.Number}}}", "user_metadata": {"theme": "dark", "deep": {"b": 2}} }""");
        await DieAsync("POST", "after");
        OutliveAll();

        await UnlinkAsync(first);

        Assert.Equal([Hand, Anna], await Client.IdentitiesAsync(Hand));
        Assert.True(await HasThemeAsync());
    }
}

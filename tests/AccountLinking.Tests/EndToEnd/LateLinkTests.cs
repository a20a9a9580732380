using System.Net;
using AccountLinking.Auth0;
using AccountLinking.Configuration;
using AccountLinking.Journal;
using AccountLinking.Linking.Joining;
using AccountLinking.Linking.Sweeping;
using AccountLinking.Linking.Unlinking;
using AccountLinking.Sandbox.Client;
using Microsoft.Extensions.DependencyInjection;

namespace AccountLinking.Tests.EndToEnd;

/// <summary>Auth0 does not answer a link, the link is given up, and Auth0 carries it out after all.</summary>
public sealed class LateLinkTests : LateLinkingTests
{
    [Theory]
    [InlineData(null)]
    [InlineData("DELETE")]
    [InlineData("PATCH")]
    [InlineData("GET")]
    public async Task Whoever_was_separated_for_good_meanwhile_is_separated_again_also_if_that_breaks_off(string? method)
    {
        await InsertAnnaAsync();
        await GiveUpAsync();
        var link = (await Service.LinkAsync(Anna)).Body.Text("link_id")!;
        await Service.UnlinkAsync(link);
        await CarryOutAsync();
        if (method is not null)
        {
            await Client.SetFaultAsync($$"""{"method": "{{method}}", "path": "*", "status": 503, "times": 100}""");
            await SweepAsync(settled: 0);
            await Client.ControlAsync(HttpMethod.Delete, "faults");
        }

        // A patch that fails leaves the new record open, too.
        await SweepAsync(settled: method == "PATCH" ? 2 : 1);

        Assert.Equal([Hand], await Client.IdentitiesAsync(Hand));
        ApiAssert.JsonEqual("""{"language": "sv"}""", (await Client.ReadUserAsync(Hand))["user_metadata"]);
        ApiAssert.JsonEqual("""{"theme": "dark"}""", (await Client.ReadUserAsync(Anna))["user_metadata"]);
        await AssertNothingIsOpenAsync();
    }

    [Fact]
    public async Task One_whose_survivor_was_absorbed_meanwhile_is_found_with_whoever_has_it()
    {
        await InsertAnnaAsync();
        await GiveUpAsync();
        await CarryOutAsync();
        await Client.InsertUserAsync("""{"user_id": "auth0|third", "user_metadata": {"third": 3}}""");
        await Client.ArrangeLinkAsync("auth0|third", "auth0", "hand");

        await SweepAsync();

        ApiAssert.JsonEqual("""{"third": 3, "theme": "dark"}""", (await Client.ReadUserAsync("auth0|third"))["user_metadata"]);
        using var services = Compose();
        await services.GetRequiredService<Unlinker>().UnlinkAsync((await RecordsAsync(Anna))[0].Id, mayBeRelinked: false, new LinkingOptions(), new RequestBudget(TimeSpan.FromSeconds(18), Clock, Cancellation));
        ApiAssert.JsonEqual("""{"theme": "dark"}""", (await Client.ReadUserAsync(Anna))["user_metadata"]);
        ApiAssert.JsonEqual("""{"third": 3}""", (await Client.ReadUserAsync("auth0|third"))["user_metadata"]);
        await AssertNothingIsOpenAsync();
    }

    [Fact]
    public async Task One_whose_survivor_nobody_knows_of_yet_is_looked_for_until_the_index_must_know()
    {
        await InsertAnnaAsync();
        await GiveUpAsync();
        await CarryOutAsync();
        await Client.ControlAsync(HttpMethod.Put, "settings", """{"search_lag_ms": 600000}""");
        await Client.InsertUserAsync("""{"user_id": "auth0|third"}""");
        await Client.ArrangeLinkAsync("auth0|third", "auth0", "hand");

        await SweepAsync(settled: 0);
        await Client.ControlAsync(HttpMethod.Put, "settings", """{"search_lag_ms": 0}""");
        await SweepAsync();

        ApiAssert.JsonEqual("""{"theme": "dark"}""", (await Client.ReadUserAsync("auth0|third"))["user_metadata"]);
    }

    [Fact]
    public async Task One_whose_survivor_was_deleted_is_given_up_once_the_index_must_know()
    {
        await InsertAnnaAsync();
        await GiveUpAsync();
        await CarryOutAsync();
        await Client.ManageAsync(HttpMethod.Delete, $"users/{Uri.EscapeDataString(Hand)}");
        await SweepAsync(settled: 0);

        Clock.Advance(SettleStep.IndexPatience);
        await SweepAsync();

        await AssertNothingIsOpenAsync();
    }

    [Fact]
    public async Task One_that_stays_open_for_a_second_look_is_not_erased()
    {
        await InsertAnnaAsync();
        await GiveUpAsync();
        using var services = Compose();

        await Assert.ThrowsAsync<JournalException>(() => services.GetRequiredService<JournalDesk>().EraseAsync(UserId.Parse(Anna), Cancellation));

        Assert.Equal(LinkState.Abandoned, Assert.Single(await RecordsAsync(Anna)).State);
    }

    [Fact]
    public async Task Whom_the_absorbed_account_was_separated_from_goes_along_even_if_Auth0_refuses_the_rest()
    {
        await InsertAnnaAsync(""", "user_metadata": {"theme": "dark"}, "app_metadata": {"account_linking": {"never": ["auth0|x"]}}""");
        await GiveUpAsync();
        await CarryOutAsync();
        await Client.SetFaultAsync("""{"method": "PATCH", "path": "/api/v2/users/*", "status": 400, "times": 1}""");

        await SweepAsync();

        Assert.Contains("auth0|x", (await Client.ReadUserAsync(Hand))["app_metadata"].GetRawText(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_somebody_wrote_under_one_key_meanwhile_does_not_cost_the_others()
    {
        await InsertAnnaAsync(""", "user_metadata": {"theme": "dark", "size": "large"}""");
        await GiveUpAsync();
        await CarryOutAsync();
        await Client.PatchAsync(Hand, """{"user_metadata": {"size": "small"}}""");

        await SweepAsync();

        ApiAssert.JsonEqual("""{"language": "sv", "size": "small", "theme": "dark"}""", (await Client.ReadUserAsync(Hand))["user_metadata"]);
    }

    [Fact]
    public async Task Whoever_may_be_joined_again_stays_joined()
    {
        await InsertAnnaAsync();
        await GiveUpAsync();
        var link = (await Service.LinkAsync(Anna)).Body.Text("link_id")!;
        await Service.UnlinkAsync(link, allowRelink: true);
        await CarryOutAsync();

        await SweepAsync();

        Assert.Equal([Hand, Anna], await Client.IdentitiesAsync(Hand));
        ApiAssert.JsonEqual("""{"language": "sv", "theme": "dark"}""", (await Client.ReadUserAsync(Hand))["user_metadata"]);
    }

    [Fact]
    public async Task A_link_that_was_made_before_it_is_no_reason_to_lose_what_came_since()
    {
        await InsertAnnaAsync();
        await Service.LinkAsync(Anna);
        await Client.UnlinkAsync(Hand, "oidc", "swedish-bankid|anna");
        await Client.PatchAsync(Anna, """{"user_metadata": {"new": 1}}""");
        Clock.Advance(TimeSpan.FromSeconds(1));
        await GiveUpAsync();
        await CarryOutAsync();

        await SweepAsync();

        Assert.Equal(1, (await Client.ReadUserAsync(Hand))["user_metadata"].GetProperty("new").GetInt32());
    }

    [Theory]
    [InlineData("""{"account_linking": {"never": ["auth0|x"]}}""")]
    [InlineData("""{"account_linking": {"never": ["auth0|x"]}, "plan": "gold"}""")]
    public async Task Whom_the_absorbed_account_was_separated_from_goes_along(string metadata)
    {
        await InsertAnnaAsync($$""", "app_metadata": {{metadata}}""");
        await GiveUpAsync();
        await CarryOutAsync();

        await SweepAsync();

        var marker = (await Client.ReadUserAsync(Hand))["app_metadata"].GetProperty("account_linking");
        Assert.Equal("auth0|x", Assert.Single(marker.GetProperty("never").EnumerateArray()).GetString());
    }

    /// <summary>It was lost before they were separated: what Auth0 carries out of it after that is nobody's wish.</summary>
    [Fact]
    public async Task A_proof_that_comes_late_is_no_proof()
    {
        await InsertAnnaAsync();
        await Client.SetFaultAsync("""{"method": "POST", "path": "/api/v2/users/*", "status": 503, "times": 40}""");
        Assert.Equal(HttpStatusCode.ServiceUnavailable, (await ProveAsync(Anna)).Status);
        await Client.ControlAsync(HttpMethod.Delete, "faults");
        await Service.UnlinkAsync((await Service.LinkAsync(Anna)).Body.Text("link_id")!);
        await CarryOutAsync();
        await Client.SetFaultAsync("""{"method": "DELETE", "path": "*", "status": 503, "times": 100}""");
        await SweepAsync(settled: 0);
        await Client.ControlAsync(HttpMethod.Delete, "faults");

        await SweepAsync();

        Assert.Equal([Hand], await Client.IdentitiesAsync(Hand));
        await AssertNothingIsOpenAsync();
    }

    [Fact]
    public async Task What_Auth0_refuses_for_good_does_not_stay_open_for_ever()
    {
        await InsertAnnaAsync();
        await Client.SetFaultAsync("""{"method": "POST", "path": "/api/v2/users/*", "status": 403, "times": 1}""");
        await Client.SetFaultAsync("""{"method": "PATCH", "path": "/api/v2/users/*", "delay_ms": 1, "times": 1}""");
        await Client.SetFaultAsync("""{"method": "PATCH", "path": "/api/v2/users/*", "status": 400, "times": 100}""");

        await Service.LinkAsync(Anna);

        Assert.Equal(LinkState.Abandoned, Assert.Single(await RecordsAsync(Hand)).State);
        await AssertNothingIsOpenAsync();
        await Client.ControlAsync(HttpMethod.Delete, "faults");
        LinkAssert.Answered(await Service.LinkAsync(Anna), "linked", Hand);
    }
}

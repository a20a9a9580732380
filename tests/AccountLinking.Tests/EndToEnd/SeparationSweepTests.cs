using System.Net;
using AccountLinking.Journal;
using AccountLinking.Linking.Sweeping;
using AccountLinking.Sandbox.Client;
using AccountLinking.Tests.SelfService;
using Microsoft.Extensions.DependencyInjection;

namespace AccountLinking.Tests.EndToEnd;

/// <summary>A separation that broke off and that the person never asked for again is finished by the sweep.</summary>
public sealed class SeparationSweepTests : JournalTests
{
    private const string This = "auth0|this";
    private const string Other = "google-oauth2|other";

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
        Assert.Equal((0, 0), await SweepAsync());
    }

    /// <summary>Detached, and without what it had.</summary>
    private async Task BreakOffAsync()
    {
        var (people, personal) = (new People(Stage.Sandbox, Client), new PersonalClient(Stage.Sandbox.Service));
        await Client.InsertUserAsync($$"""{"user_id": "{{This}}"}""");
        await Client.InsertUserAsync($$"""{"user_id": "{{Other}}", "user_metadata": {"theme": "dark"} }""");
        var token = await people.AccessTokenAsync(This);
        Assert.Equal(HttpStatusCode.OK, (await personal.JoinAsync(token, await people.IdTokenAsync(Other, (await personal.ChallengeAsync(token)).Body.Text("nonce")))).Status);
        await Client.SetFaultAsync($$"""{"method": "PATCH", "path": "/api/v2/users/{{Other}}", "status": 403, "times": 1}""");
        Assert.Equal(HttpStatusCode.ServiceUnavailable, (await personal.SeparateAsync(token, Other)).Status);
        Assert.False((await Client.ReadUserAsync(Other)).ContainsKey("user_metadata"));
    }

    private async Task<(int Settled, int Stuck)> SweepAsync()
    {
        Clock.Advance(TimeSpan.FromMinutes(2));
        using var services = Compose();
        return await services.GetRequiredService<JournalCare>().SettleAsync(Cancellation);
    }
}

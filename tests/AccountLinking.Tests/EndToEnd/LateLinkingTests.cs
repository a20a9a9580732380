using AccountLinking.Journal;
using AccountLinking.Linking.Joining;
using AccountLinking.Linking.Sweeping;
using AccountLinking.Sandbox.Client;
using AccountLinking.Tests.SelfService;
using Microsoft.Extensions.DependencyInjection;

namespace AccountLinking.Tests.EndToEnd;

/// <summary>A link that Auth0 does not answer is given up, carried out after all, and found by the sweep.</summary>
public abstract class LateLinkingTests : JournalTests
{
    protected const string Other = "auth0|other";

    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        await Stage.InsertHandMadeAsync(Hand, """, "user_metadata": {"language": "sv"}""");
    }

    private protected PersonalClient Personal => new(Stage.Sandbox.Service);

    private protected People People => new(Stage.Sandbox, Client);

    private protected async Task<ApiAnswer> ProveAsync(string other)
    {
        var token = await People.AccessTokenAsync(Hand);
        return await Personal.JoinAsync(token, await People.IdTokenAsync(other, (await Personal.ChallengeAsync(token)).Body.Text("nonce")));
    }

    private protected Task InsertAnnaAsync(string more = """, "user_metadata": {"theme": "dark"}""") => Client.InsertUserAsync($$"""{"user_id": "{{Anna}}", "ssn": "{{Stage.Number}}"{{more}} }""");

    /// <summary>The link is sent and not answered; the next request about the survivor settles that, too early.</summary>
    private protected async Task GiveUpAsync(string account = Anna)
    {
        await Client.SetFaultAsync("""{"method": "POST", "path": "/api/v2/users/*", "status": 503, "times": 9}""");
        Assert.Equal("auth0_unavailable", (await Service.LinkAsync(account)).Body.Text("code"));
        await Client.ControlAsync(HttpMethod.Delete, "faults");
        await Service.LinkAsync(Hand, "Username-Password-Authentication");
        Assert.Equal(LinkState.Abandoned, (await RecordsAsync(account))[0].State);
    }

    private protected Task CarryOutAsync() => Client.ArrangeLinkAsync(Hand, "oidc", "swedish-bankid|anna");

    private protected async Task SweepAsync(int settled = 1)
    {
        Clock.Advance(SettleStep.MaxDelay + TimeSpan.FromMinutes(1));
        using var services = Compose();
        Assert.Equal((settled, 0), await services.GetRequiredService<JournalCare>().SettleAsync(Cancellation));
    }

    private protected async Task AssertNothingIsOpenAsync()
    {
        using var services = Compose();
        Assert.Empty(await services.GetRequiredService<LinkJournal>().ListOpenAsync(Cancellation).ToListAsync(Cancellation));
    }
}

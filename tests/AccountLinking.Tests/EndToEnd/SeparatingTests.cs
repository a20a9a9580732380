using System.Net;
using AccountLinking.Linking.Sweeping;
using AccountLinking.Sandbox.Client;
using AccountLinking.Tests.SelfService;
using Microsoft.Extensions.DependencyInjection;

namespace AccountLinking.Tests.EndToEnd;

/// <summary>Two accounts that a person joins and separates, at whatever time it is, with the sweep at hand.</summary>
public abstract class SeparatingTests : JournalTests
{
    protected const string This = "auth0|this";
    protected const string Other = "google-oauth2|other";

    private protected PersonalClient Personal => new(Stage.Sandbox.Service);

    private protected People People => new(Stage.Sandbox, Client);

    protected long Now => Clock.GetUtcNow().ToUnixTimeSeconds();

    private protected Task<string> TokenAsync(string account = This) => People.AccessTokenAsync(account, $$"""{"iat": {{Now}}, "exp": {{Now + 3600}} }""");

    private protected async Task<string> ProofAsync(string token, string other) =>
        await People.IdTokenAsync(other, (await Personal.ChallengeAsync(token)).Body.Text("nonce"), $$"""{"iat": {{Now}}, "exp": {{Now + 3600}}, "auth_time": {{Now}} }""");

    private protected async Task<ApiAnswer> SeparateAsync(string by = This) => await Personal.SeparateAsync(await TokenAsync(by), Other);

    private protected async Task JoinAsync(string other, string by = This)
    {
        var token = await TokenAsync(by);
        var answer = await Personal.JoinAsync(token, await ProofAsync(token, other));
        Assert.True(answer.Body.Text("outcome") == "linked", answer.Text);
    }

    private protected async Task InsertAsync(string more = """, "user_metadata": {"theme": "dark"}""")
    {
        await Client.InsertUserAsync($$"""{"user_id": "{{This}}"}""");
        await Client.InsertUserAsync($$"""{"user_id": "{{Other}}"{{more}} }""");
    }

    private protected Task FailAsync(string account = Other, int times = 1) => Client.SetFaultAsync($$"""{"method": "PATCH", "path": "/api/v2/users/{{account}}", "status": 403, "times": {{times}}}""");

    /// <summary>Detached, and without what it had.</summary>
    /// <param name="afterHours">Since the link.</param>
    private protected async Task BreakOffAsync(int afterHours = 0)
    {
        await InsertAsync();
        await JoinAsync(Other);
        Clock.Advance(TimeSpan.FromHours(afterHours));
        await FailAsync();
        Assert.Equal(HttpStatusCode.ServiceUnavailable, (await SeparateAsync()).Status);
        Assert.False((await Client.ReadUserAsync(Other)).ContainsKey("user_metadata"));
    }

    private protected async Task<(int Settled, int Stuck)> SweepAsync(int minutes = 2, ServiceProvider? by = null)
    {
        Clock.Advance(TimeSpan.FromMinutes(minutes));
        using var services = by ?? Compose();
        return await services.GetRequiredService<JournalCare>().SettleAsync(Cancellation);
    }
}

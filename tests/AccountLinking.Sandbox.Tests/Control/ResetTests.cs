using System.Net;
using AccountLinking.Sandbox.Tests.Crm;

namespace AccountLinking.Sandbox.Tests.Control;

public sealed class ResetTests(SandboxFixture fixture) : SandboxTests(fixture)
{
    private const string Astrid = "auth0|5f7c8ec7c33c6c004bbafe82";

    [Fact]
    public async Task Brings_back_the_users_of_the_seed()
    {
        var seeded = (await Client.ManageAsync(HttpMethod.Get, "users")).Text;
        await Client.LogInAsync("swedish-bankid", """{"sub": "anna"}""");
        await Client.ArrangeLinkAsync(Astrid, "oidc", "swedish-bankid|anna");
        await Client.DeleteAsync("sms|63d17c4a8869daf88ed7db97");
        Assert.NotEqual(seeded, (await Client.ManageAsync(HttpMethod.Get, "users")).Text);

        await ResetAsync();

        Assert.Equal(seeded, (await Client.ManageAsync(HttpMethod.Get, "users")).Text);
    }

    [Fact]
    public async Task Brings_back_the_answers_of_the_CRM()
    {
        await Client.ControlAsync(HttpMethod.Post, "crm", """{"phone_number": "+46701740605", "status": 500}""");
        await Client.ControlAsync(HttpMethod.Post, "crm", """{"phone_number": "+46701740699", "body": {}}""");

        await ResetAsync();

        Assert.Equal(HttpStatusCode.OK, (await CrmCalls.AskAsync(Sandbox, "+46701740605")).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await CrmCalls.AskAsync(Sandbox, "+46701740699")).Status);
    }

    [Fact]
    public async Task Brings_back_the_settings_even_with_a_limit_used_up_and_an_index_behind()
    {
        await Client.ControlAsync(
            HttpMethod.Put, "settings", """{"search_lag_ms": 600000, "rate_limit": {"burst": 1, "per_second": 0.001}}""");
        await Client.ManageAsync(HttpMethod.Get, "users");

        await ResetAsync();

        Assert.Equal("""{"latency_ms":0,"search_lag_ms":0,"rate_limit":null}""", (await Client.ControlAsync(HttpMethod.Get, "settings")).Text);
        var found = await Client.ManageAsync(HttpMethod.Get, "users?q=email:astrid.lund@example.com");
        Assert.Equal(HttpStatusCode.OK, found.Status);
        Assert.Equal(Astrid, Assert.Single(found.Json.EnumerateArray()).GetProperty("user_id").GetString());
    }

    [Fact]
    public async Task Removes_faults_and_calls()
    {
        await Client.ManageAsync(HttpMethod.Get, "users");
        await Client.ControlAsync(HttpMethod.Post, "faults", """{"status": 503, "times": 10}""");

        await ResetAsync();

        Assert.Equal("[]", (await Client.ControlAsync(HttpMethod.Get, "calls")).Text);
        Assert.Equal(HttpStatusCode.OK, (await Client.ManageAsync(HttpMethod.Get, "users")).Status);
    }

    [Fact]
    public async Task Leaves_tokens_valid()
    {
        var token = (await Client.RequestTokenAsync("sandbox-client", "sandbox-secret")).Body.Text("access_token");

        await ResetAsync();

        Assert.Equal(HttpStatusCode.OK, (await Client.SendAsync(HttpMethod.Get, "/api/v2/users", authorization: $"Bearer {token}")).Status);
    }

    private async Task ResetAsync() => Assert.Equal(HttpStatusCode.NoContent, (await Client.ControlAsync(HttpMethod.Post, "reset")).Status);
}

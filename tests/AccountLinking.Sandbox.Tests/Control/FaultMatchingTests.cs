using System.Net;
using AccountLinking.Sandbox.Client;
using AccountLinking.Sandbox.Tests.Crm;

namespace AccountLinking.Sandbox.Tests.Control;

public sealed class FaultMatchingTests(SandboxFixture fixture) : SandboxTests(fixture)
{
    [Theory]
    [InlineData("""{"method": "POST", "status": 503}""")]
    [InlineData("""{"path": "/api/v2/users/*", "status": 503}""")]
    [InlineData("""{"target": "crm", "status": 503}""")]
    public async Task Leaves_a_call_alone_that_it_does_not_match(string fault)
    {
        await SetAsync(fault);

        Assert.Equal(HttpStatusCode.OK, (await Client.ManageAsync(HttpMethod.Get, "users?page=0")).Status);
    }

    [Theory]
    [InlineData("""{"status": 503}""")]
    [InlineData("""{"path": "/api/*", "status": 503}""")]
    [InlineData("""{"method": "GET", "path": "/api/v2/users", "status": 503}""")]
    public async Task Plays_on_a_call_that_it_matches(string fault)
    {
        await Client.ManageAsync(HttpMethod.Get, "users");
        await SetAsync(fault);

        Assert.Equal(HttpStatusCode.ServiceUnavailable, (await Client.ManageAsync(HttpMethod.Get, "users?page=0")).Status);
        Assert.Equal(HttpStatusCode.OK, (await Client.ManageAsync(HttpMethod.Get, "users?page=0")).Status);
    }

    [Theory]
    [InlineData("auth0%7Canna", "/api/v2/users/auth0|anna")]
    [InlineData("auth0|anna", "/api/v2/users/auth0|anna")]
    [InlineData("oidc%7Cbank%7C%7Ba%2Fb%7D", "/api/v2/users/oidc|bank|{a/b}")]
    [InlineData("oidc%7Cbank%7C100%25", "/api/v2/users/oidc|bank|100%")]
    [InlineData("auth0%7Canna", "/api/v2/users/auth0|*")]
    public async Task Matches_the_path_decoded(string id, string path)
    {
        await Client.ManageAsync(HttpMethod.Get, "users");
        await SetAsync($$"""{"path": "{{path}}", "status": 503}""");

        Assert.Equal(HttpStatusCode.ServiceUnavailable, (await Client.ManageAsync(HttpMethod.Get, $"users/{id}")).Status);
    }

    [Fact]
    public async Task Reaches_tokens_and_discovery_but_never_the_control_calls()
    {
        await SetAsync("""{"status": 503, "times": 100}""");

        Assert.Equal(HttpStatusCode.ServiceUnavailable, (await Client.RequestTokenAsync("sandbox-client", "sandbox-secret")).Status);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, (await Client.SendAsync(HttpMethod.Get, "/.well-known/jwks.json")).Status);
        Assert.Equal(HttpStatusCode.OK, (await Client.ControlAsync(HttpMethod.Get, "settings")).Status);
        Assert.NotNull((await Client.LogInAsync("sms", """{"sub": "anna"}""")).Text("id_token"));
    }

    [Fact]
    public async Task Reaches_the_CRM_when_it_is_the_target()
    {
        await SetAsync("""{"target": "crm", "path": "/customers/lookup", "status": 500, "body": {"error": "down"}}""");

        var elsewhere = await CrmCalls.AskAsync(Sandbox, "+46701740605", "/other");
        var there = await CrmCalls.AskAsync(Sandbox, "+46701740605", "/customers/lookup");

        Assert.Equal(HttpStatusCode.OK, elsewhere.Status);
        Assert.Equal(HttpStatusCode.InternalServerError, there.Status);
        Assert.Equal("""{"error":"down"}""", there.Text);
    }

    [Fact]
    public async Task Plays_as_often_as_it_was_asked_the_oldest_first()
    {
        await Client.ManageAsync(HttpMethod.Get, "users");
        await SetAsync("""{"status": 503, "times": 2}""");
        await SetAsync("""{"status": 500}""");

        List<int> statuses = [];
        for (var i = 0; i < 4; i++) statuses.Add((int)(await Client.ManageAsync(HttpMethod.Get, "users")).Status);

        Assert.Equal([503, 503, 500, 200], statuses);
    }

    [Fact]
    public async Task Plays_exactly_as_often_when_calls_come_at_once()
    {
        await Client.ManageAsync(HttpMethod.Get, "users");
        await SetAsync("""{"status": 503, "times": 7}""");

        var answers = await Task.WhenAll(Enumerable.Range(0, 30).Select(_ => Client.ManageAsync(HttpMethod.Get, "users")));

        Assert.Equal(7, answers.Count(answer => answer.Status == HttpStatusCode.ServiceUnavailable));
        Assert.Equal(23, answers.Count(answer => answer.Status == HttpStatusCode.OK));
    }

    [Fact]
    public async Task Is_gone_when_faults_are_deleted()
    {
        await Client.ManageAsync(HttpMethod.Get, "users");
        await SetAsync("""{"status": 503, "times": 100}""");

        Assert.Equal(HttpStatusCode.NoContent, (await Client.ControlAsync(HttpMethod.Delete, "faults")).Status);

        Assert.Equal(HttpStatusCode.OK, (await Client.ManageAsync(HttpMethod.Get, "users")).Status);
    }

    private async Task SetAsync(string fault)
    {
        ApiAnswer answer = await Client.ControlAsync(HttpMethod.Post, "faults", fault);
        Assert.Equal(HttpStatusCode.NoContent, answer.Status);
    }
}

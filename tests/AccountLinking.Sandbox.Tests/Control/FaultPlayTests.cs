using System.Diagnostics;
using System.Net;
using System.Text.Json;
using AccountLinking.Sandbox.Client;
using AccountLinking.Sandbox.Json;

namespace AccountLinking.Sandbox.Tests.Control;

public sealed class FaultPlayTests(SandboxFixture fixture) : SandboxTests(fixture)
{
    private const string Astrid = "auth0|5f7c8ec7c33c6c004bbafe82";
    private const string LinkBankId = """{"provider": "oidc", "user_id": "swedish-bankid|astrid"}""";
    private const string Plan = """{"app_metadata": {"plan": "platinum"}}""";

    [Theory]
    [InlineData("""{"status": 503}""", 503, """{"statusCode":503,"error":"Service Unavailable","message":"Service Unavailable (a fault that was asked for)"}""")]
    [InlineData("""{"status": 429, "body": {"error": "slow down"}}""", 429, """{"error":"slow down"}""")]
    [InlineData("""{"status": 502, "body": "<html>Bad gateway</html>"}""", 502, "<html>Bad gateway</html>")]
    [InlineData("""{"status": 200, "body": ""}""", 200, "")]
    [InlineData("""{"status": 200, "body": [1.50, "två"]}""", 200, """[1.50,"två"]""")]
    [InlineData("""{"status": 204}""", 204, "")]
    [InlineData("""{"status": 205}""", 205, "")]
    [InlineData("""{"status": 304}""", 304, "")]
    public async Task Answers_as_it_was_told_before_anything_happens(string fault, int status, string body)
    {
        await SetAsync(fault);

        var answer = await PatchAsync();

        Assert.Equal(status, (int)answer.Status);
        Assert.Equal(body, answer.Text);
        Assert.Equal("gold", await PlanAsync());
    }

    [Theory]
    [InlineData("""{"status": 503, "when": "after"}""", 503)]
    [InlineData("""{"status": 204, "when": "after"}""", 204)]
    public async Task Answers_as_it_was_told_after_the_call_took_effect(string fault, int status)
    {
        await SetAsync(fault);

        var answer = await PatchAsync();

        Assert.Equal(status, (int)answer.Status);
        Assert.DoesNotContain(Astrid, answer.Text, StringComparison.Ordinal);
        Assert.Equal("platinum", await PlanAsync());
    }

    [Fact]
    public async Task Delays_an_answer_that_has_no_body()
    {
        await SetAsync("""{"method": "DELETE", "delay_ms": 20, "when": "after"}""");

        var answer = await Client.DeleteAsync(Astrid);

        Assert.Equal((HttpStatusCode.NoContent, string.Empty), (answer.Status, answer.Text));
        Assert.Equal(HttpStatusCode.NotFound, (await Client.GetUserAsync(Astrid)).Status);
    }

    [Fact]
    public async Task Sends_the_headers_that_it_was_told()
    {
        await SetAsync("""{"status": 429, "headers": {"retry-after": 3, "X-RateLimit-Reset": "1795162530", "content-type": "text/html"}, "body": "no"}""");

        var answer = await PatchAsync();

        Assert.Equal("3", answer.Headers["retry-after"]);
        Assert.Equal("1795162530", answer.Headers["x-ratelimit-reset"]);
        Assert.Equal("text/html", answer.Headers["content-type"]);
    }

    [Fact]
    public async Task Sends_none_of_the_headers_of_the_answer_that_it_replaces()
    {
        await SetAsync("""{"status": 503, "when": "after"}""");

        Assert.False((await PatchAsync()).Headers.ContainsKey("x-ratelimit-limit"));
    }

    [Theory]
    [InlineData("before", "gold")]
    [InlineData("after", "platinum")]
    public async Task Resets_the_connection(string when, string plan)
    {
        await SetAsync($$"""{"method": "PATCH", "reset": true, "when": "{{when}}"}""");

        await Assert.ThrowsAsync<HttpRequestException>(PatchAsync);

        Assert.Equal(plan, await PlanAsync());
        var calls = (await Client.ControlAsync(HttpMethod.Get, "calls")).Json.EnumerateArray();
        Assert.Equal(0, Assert.Single(calls, call => call.GetProperty("method").GetString() == "PATCH").GetProperty("status").GetInt32());
    }

    [Theory]
    [InlineData("before")]
    [InlineData("after")]
    public async Task Delays_the_call_and_nothing_else(string when)
    {
        await SetAsync($$"""{"method": "PATCH", "delay_ms": 200, "when": "{{when}}"}""");
        var started = Stopwatch.GetTimestamp();

        var answer = await PatchAsync();

        // The system's timers are coarse: some of them fire a few milliseconds early.
        Assert.InRange(Stopwatch.GetElapsedTime(started).TotalMilliseconds, 190, double.MaxValue);
        Assert.Equal(HttpStatusCode.OK, answer.Status);
        Assert.Equal(Astrid, answer.Body.Text("user_id"));
        Assert.Equal("platinum", await PlanAsync());
    }

    [Fact]
    public async Task Lets_a_link_take_effect_whose_answer_is_lost()
    {
        await Client.InsertUserAsync("""{"user_id": "oidc|swedish-bankid|astrid"}""");
        await SetAsync($$"""{"method": "POST", "path": "/api/v2/users/{{Astrid}}/identities", "reset": true, "when": "after"}""");

        await Assert.ThrowsAsync<HttpRequestException>(() => Client.LinkAsync(Astrid, LinkBankId));

        Assert.Equal(2, (await Client.ReadUserAsync(Astrid))["identities"].GetArrayLength());
        var again = await Client.LinkAsync(Astrid, LinkBankId);
        Assert.Equal(HttpStatusCode.Conflict, again.Status);
        Assert.Equal("Specified identity already exists.", again.Body.Text("message"));
    }

    [Fact]
    public async Task Does_not_change_an_error_into_an_effect()
    {
        await SetAsync("""{"status": 200, "body": {}, "when": "after"}""");

        Assert.Equal(HttpStatusCode.OK, (await Client.PatchAsync(Astrid, """{"plan": 1}""")).Status);

        Assert.Equal("gold", await PlanAsync());
    }

    private async Task SetAsync(string fault)
    {
        await Client.ManageAsync(HttpMethod.Get, "users");
        Assert.Equal(HttpStatusCode.NoContent, (await Client.ControlAsync(HttpMethod.Post, "faults", fault)).Status);
    }

    private Task<ApiAnswer> PatchAsync() => Client.PatchAsync(Astrid, Plan);

    private async Task<string?> PlanAsync() => JsonMap.From((await Client.ReadUserAsync(Astrid))["app_metadata"]).Text("plan");
}

using System.Diagnostics;
using System.Net;
using AccountLinking.Sandbox.Client;
using AccountLinking.Sandbox.Tests.Actions;

namespace AccountLinking.Sandbox.Tests.Control;

public sealed class SettingsTests(SandboxFixture fixture) : SandboxTests(fixture)
{
    private const string Defaults = """{"latency_ms":0,"search_lag_ms":0,"rate_limit":null}""";

    [Theory]
    [InlineData("""{"latency_ms": "1"}""", "'latency_ms' must be a whole number, not a string.")]
    [InlineData("""{"latency_ms": -1}""", "'latency_ms' must be a whole number between 0 and 600000.")]
    [InlineData("""{"search_lag_ms": 600001}""", "'search_lag_ms' must be a whole number between 0 and 600000.")]
    [InlineData("""{"rate_limit": 5}""", "'rate_limit' must be an object, not a number.")]
    [InlineData("""{"rate_limit": {}}""", "'rate_limit.burst' is required: a whole number.")]
    [InlineData("""{"rate_limit": {"burst": 0, "per_second": 1}}""", "'rate_limit.burst' must be a whole number between 1 and 1000000.")]
    [InlineData("""{"rate_limit": {"burst": 1}}""", "'rate_limit.per_second' is required: a number.")]
    [InlineData("""{"rate_limit": {"burst": 1, "per_second": 0}}""", "'rate_limit.per_second' must be between 0.001 and 1000000.")]
    [InlineData("""{"rate_limit": {"burst": 1, "per_second": 1, "per_minute": 1}}""", "'rate_limit.per_minute' is not a known field; known here: burst, per_second.")]
    [InlineData("""{"latency": 1}""", "'latency' is not a known field; known here: latency_ms, search_lag_ms, rate_limit.")]
    [InlineData("""5""", "The body is not a JSON object: It is a number.")]
    public async Task Refuses_what_it_does_not_understand_and_changes_nothing(string settings, string error)
    {
        var answer = await Client.ControlAsync(HttpMethod.Put, "settings", settings);

        Assert.Equal(HttpStatusCode.BadRequest, answer.Status);
        Assert.Equal(error, answer.Body.Text("error"));
        Assert.Equal(Defaults, (await Client.ControlAsync(HttpMethod.Get, "settings")).Text);
    }

    [Fact]
    public async Task Has_no_latency_no_lag_and_no_limit_by_default() =>
        Assert.Equal(Defaults, (await Client.ControlAsync(HttpMethod.Get, "settings")).Text);

    [Fact]
    public async Task Keeps_what_is_put_and_resets_what_is_left_out()
    {
        const string Full = """{"latency_ms":1,"search_lag_ms":250,"rate_limit":{"burst":50,"per_second":16.5}}""";

        Assert.Equal(Full, (await Client.ControlAsync(HttpMethod.Put, "settings", Full)).Text);
        Assert.Equal(Full, (await Client.ControlAsync(HttpMethod.Get, "settings")).Text);

        await Client.ControlAsync(HttpMethod.Put, "settings", """{"search_lag_ms": 5, "rate_limit": null}""");
        Assert.Equal("""{"latency_ms":0,"search_lag_ms":5,"rate_limit":null}""", (await Client.ControlAsync(HttpMethod.Get, "settings")).Text);
    }

    [Fact]
    public async Task Delays_every_answer_of_the_tenant_by_the_latency()
    {
        await Client.ManageAsync(HttpMethod.Get, "users");
        await Client.ControlAsync(HttpMethod.Put, "settings", """{"latency_ms": 200}""");

        foreach (var call in (Func<Task<ApiAnswer>>[])
        [
            () => Client.ManageAsync(HttpMethod.Get, "users"),
            () => Client.RequestTokenAsync("sandbox-client", "sandbox-secret"),
            () => Client.SendAsync(HttpMethod.Get, "/.well-known/jwks.json"),
        ])
        {
            var started = Stopwatch.GetTimestamp();

            Assert.Equal(HttpStatusCode.OK, (await call()).Status);

            // The system's timers are coarse: some of them fire a few milliseconds early.
            Assert.InRange(Stopwatch.GetElapsedTime(started).TotalMilliseconds, 190, double.MaxValue);
        }
    }

    [Fact]
    public async Task Shows_search_what_is_older_than_the_lag_only()
    {
        var clock = new ManualClock();
        await using var sandbox = await ActionSandbox.StartWithHandlerAsync(string.Empty, clock: clock);
        await sandbox.Client.ControlAsync(HttpMethod.Put, "settings", """{"search_lag_ms": 5000}""");

        await sandbox.LogInAsync("anna");
        clock.Advance(TimeSpan.FromMilliseconds(4999));
        var before = await SearchAsync(sandbox.Client);
        clock.Advance(TimeSpan.FromMilliseconds(1));
        var after = await SearchAsync(sandbox.Client);

        Assert.Equal("[]", before.Text);
        Assert.Equal("auth0|anna", Assert.Single(after.Json.EnumerateArray()).GetProperty("user_id").GetString());
    }

    [Fact]
    public async Task Shows_look_ups_everything_at_once_whatever_the_lag()
    {
        await Client.ControlAsync(HttpMethod.Put, "settings", """{"search_lag_ms": 600000}""");

        await Client.LogInAsync("google-oauth2", """{"sub": "anna", "email": "anna@example.com"}""");

        Assert.Equal("google-oauth2|anna", (await Client.ReadUserAsync("google-oauth2|anna")).Text("user_id"));
        Assert.Single((await Client.ManageAsync(HttpMethod.Get, "users-by-email?email=anna@example.com")).Json.EnumerateArray());
        Assert.Equal("[]", (await SearchAsync(Client)).Text);
    }

    [Fact]
    public async Task Refuses_more_than_the_rate_limit_with_the_words_and_headers_of_Auth0()
    {
        var clock = new ManualClock();
        await using var sandbox = await ActionSandbox.StartWithHandlerAsync(string.Empty, clock: clock);
        var now = clock.GetUtcNow().ToUnixTimeSeconds();
        await sandbox.Client.ControlAsync(HttpMethod.Put, "settings", """{"rate_limit": {"burst": 2, "per_second": 0.5}}""");

        var first = await sandbox.Client.ManageAsync(HttpMethod.Get, "users");
        var second = await sandbox.Client.ManageAsync(HttpMethod.Get, "users");
        var third = await sandbox.Client.ManageAsync(HttpMethod.Get, "users");
        clock.Advance(TimeSpan.FromSeconds(2));
        var later = await sandbox.Client.ManageAsync(HttpMethod.Get, "users");

        Assert.Equal((HttpStatusCode.OK, "2", "1", $"{now + 2}"), Limits(first));
        Assert.Equal((HttpStatusCode.OK, "2", "0", $"{now + 2}"), Limits(second));
        Assert.Equal((HttpStatusCode.TooManyRequests, "2", "0", $"{now + 2}"), Limits(third));
        Assert.Equal(
            """{"statusCode":429,"error":"Too Many Requests","message":"Global limit has been reached","errorCode":"too_many_requests"}""", third.Text);
        Assert.Equal((HttpStatusCode.OK, "2", "0", $"{now + 4}"), Limits(later));
    }

    [Fact]
    public async Task Does_not_limit_tokens_and_logins()
    {
        await Client.ManageAsync(HttpMethod.Get, "users");
        // The service looks at a new account, once, through the Management API.
        await Client.LogInAsync("sms", """{"sub": "anna"}""");
        await Client.ControlAsync(HttpMethod.Put, "settings", """{"rate_limit": {"burst": 1, "per_second": 0.001}}""");

        for (var i = 0; i < 3; i++) Assert.Equal(HttpStatusCode.OK, (await Client.RequestTokenAsync("sandbox-client", "sandbox-secret")).Status);
        for (var i = 0; i < 3; i++) (await Client.LogInAsync("sms", """{"sub": "anna"}""")).AssertSucceeded();

        Assert.Equal(HttpStatusCode.OK, (await Client.ManageAsync(HttpMethod.Get, "users")).Status);
        Assert.Equal(HttpStatusCode.TooManyRequests, (await Client.ManageAsync(HttpMethod.Get, "users")).Status);
    }

    private static Task<ApiAnswer> SearchAsync(SandboxClient client) => client.ManageAsync(HttpMethod.Get, "users?q=email:anna@example.com");

    private static (HttpStatusCode Status, string Limit, string Remaining, string Reset) Limits(ApiAnswer answer) =>
        (answer.Status, answer.Headers["x-ratelimit-limit"], answer.Headers["x-ratelimit-remaining"], answer.Headers["x-ratelimit-reset"]);
}

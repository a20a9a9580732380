using System.Globalization;
using System.Net;
using AccountLinking.Sandbox.Client;
using AccountLinking.Sandbox.Json;

namespace AccountLinking.Tests.EndToEnd;

/// <summary>Auth0 fails in the middle: what the caller is told, and that the next attempt finishes the work.</summary>
public sealed class TroubleTests(SandboxFixture fixture) : LinkingTests(fixture)
{
    private const string Hand = "auth0|hand";
    private const string Marker = "do-not-pass-on-196802020575";

    public static TheoryData<string, string, string, string, string> Failures => new()
    {
        { "GET", "/api/v2/users/*", """{"status": 503}""", "auth0_unavailable", "Auth0 answered with status 503, several times where that was allowed: look at Auth0's status page." },
        { "GET", "/api/v2/users", """{"status": 500}""", "auth0_unavailable", "Auth0 answered with status 500, several times where that was allowed: look at Auth0's status page." },
        { "GET", "/api/v2/users", """{"status": 408}""", "auth0_unavailable", "Auth0 answered with status 408, several times where that was allowed: look at Auth0's status page." },
        { "GET", "/api/v2/users/*", """{"reset": true}""", "auth0_unavailable", "Auth0 could not be reached, or did not answer in time: check Auth0:Domain, the network's way out, and Auth0's status page." },
        { "GET", "/api/v2/users/*", """{"status": 200, "body": "<html>MARKER</html>"}""", "auth0_unavailable", "Auth0 answered with status 200 and something that is not the result of GET /api/v2/users/{id}: check that Auth0:Domain (or Auth0:BaseUrl) is a tenant." },
        { "GET", "/api/v2/users/*", """{"status": 200, "body": {"user_id": "auth0|x", "identities": []}}""", "auth0_unavailable", "Auth0 answered with status 200 and something that is not the result of GET /api/v2/users/{id}: check that Auth0:Domain (or Auth0:BaseUrl) is a tenant." },
        { "GET", "/api/v2/users", """{"status": 200, "body": {"users": []}}""", "auth0_unavailable", "Auth0 answered with status 200 and something that is not the result of GET /api/v2/users: check that Auth0:Domain (or Auth0:BaseUrl) is a tenant." },
        { "GET", "/api/v2/users/*", """{"status": 302, "headers": {"location": "http://127.0.0.1:9/MARKER"}}""", "auth0_rejected", "Auth0 rejected GET /api/v2/users/{id} with status 302, which asking again does not change: look at the tenant's log and at the service's settings." },
        { "GET", "/api/v2/users", """{"status": 400, "body": {"message": "MARKER"}}""", "auth0_rejected", "Auth0 rejected GET /api/v2/users with status 400, which asking again does not change: look at the tenant's log and at the service's settings." },
        { "GET", "/api/v2/users/*", """{"status": 401, "body": {"message": "MARKER"}}""", "auth0_unauthorized", "Auth0 did not take the access token, nor one that was fetched anew: check Auth0:Domain, and that the application is still authorised for the Management API." },
        { "GET", "/api/v2/users/*", """{"status": 401, "body": {"message": "Bad audience: MARKER"}}""", "auth0_unauthorized", "Auth0 refused the access token because it is for another audience: Auth0:Domain must be the tenant's own domain, not a custom one." },
        { "GET", "/api/v2/users/*", """{"status": 401, "body": {"message": "Client is not global"}}""", "auth0_unauthorized", "Auth0 was sent a token that is no access token for its Management API (an ID token, or one of another tenant): check Auth0:Domain and Auth0:BaseUrl." },
        { "GET", "/api/v2/users/*", """{"status": 400, "body": {"message": "Bad HTTP authentication header format"}}""", "auth0_unauthorized", "Auth0 was sent an opaque token, which the Management API does not take: it issues one where no audience was asked for; check Auth0:Domain." },
        { "GET", "/api/v2/users/*", """{"status": 403, "body": {"message": "MARKER"}}""", "auth0_forbidden", "The application lacks the scope read:users: authorise it for the Management API with exactly read:users update:users." },
        { "POST", "/api/v2/users/*", """{"status": 403, "body": {"message": "MARKER"}}""", "auth0_forbidden", "The application lacks the scope update:users: authorise it for the Management API with exactly read:users update:users." },
        { "POST", "/api/v2/users/*", """{"status": 503}""", "auth0_unavailable", "Auth0 answered with status 503, several times where that was allowed: look at Auth0's status page." },
        { "POST", "/api/v2/users/*", """{"status": 400, "body": {"message": "The provider/connection is not configured. MARKER"}}""", "auth0_rejected", "Auth0 refuses to link two accounts that stand alone: check that the connection of the one to be absorbed is enabled, and its id in Linking:Connections." },
        { "POST", "/api/v2/users/*", """{"status": 409, "body": {"message": "MARKER"}}""", "auth0_rejected", "Auth0 refuses to link two accounts that stand alone: check that the connection of the one to be absorbed is enabled, and its id in Linking:Connections." },
    };

    [Theory]
    [MemberData(nameof(Failures))]
    public async Task Is_told_by_a_code_and_a_sentence_and_the_next_attempt_joins(string method, string path, string fault, string code, string detail)
    {
        await InsertPairAsync();
        await SetFaultAsync(Fault(method, path, fault.Replace("MARKER", Marker, StringComparison.Ordinal), 20));

        var answer = await Service.LinkAsync(Newcomer);
        await Client.ControlAsync(HttpMethod.Delete, "faults");

        Assert.Equal((HttpStatusCode.ServiceUnavailable, code), (answer.Status, answer.Body.Text("code")));
        Assert.Equal("application/problem+json", answer.Headers["Content-Type"]);
        Assert.Equal(detail, answer.Body.Text("detail"));
        Assert.Equal(["type", "title", "status", "code", "detail", "trace_id"], answer.Body.Keys);
        Assert.DoesNotContain(Marker, answer.Text, StringComparison.Ordinal);
        Assert.Equal([Hand], await IdentitiesAsync(Hand));
        AssertAnswer(await Service.LinkAsync(Newcomer), "linked", Hand);
    }

    [Theory]
    [InlineData("""{"status": 408}""")]
    [InlineData("""{"status": 429}""")]
    [InlineData("""{"status": 429, "headers": {"x-ratelimit-reset": "1"}}""")]
    [InlineData("""{"status": 429, "headers": {"x-ratelimit-reset": "soon"}}""")]
    [InlineData("""{"status": 429, "headers": {"retry-after": "0"}}""")]
    [InlineData("""{"status": 500}""")]
    [InlineData("""{"status": 502}""")]
    [InlineData("""{"status": 503}""")]
    [InlineData("""{"reset": true}""")]
    public async Task A_read_that_fails_in_passing_is_repeated(string fault)
    {
        await InsertPairAsync();
        await SetFaultAsync(Fault("GET", "/api/v2/users/*", fault, 1));
        await SetFaultAsync(Fault("GET", "/api/v2/users", fault, 1));

        AssertAnswer(await Service.LinkAsync(Newcomer), "linked", Hand);

        var calls = await CallsAsync();
        Assert.Equal(2, calls.Count(call => call == "GET /api/v2/users"));
        // Once more under the lease.
        Assert.Equal(2 + 1, calls.Count(call => call == $"GET /api/v2/users/{Newcomer}"));
    }

    [Fact]
    public async Task A_read_is_tried_four_times_and_no_more()
    {
        await InsertNewcomerAsync();
        await SetFaultAsync(Fault("GET", "/api/v2/users/*", """{"status": 503}""", 20));

        await Service.LinkAsync(Newcomer);

        Assert.Equal(4, (await CallsAsync()).Length);
    }

    [Theory]
    [InlineData("x-ratelimit-reset")]
    [InlineData("retry-after")]
    public async Task A_rate_limit_beyond_the_budget_is_told_at_once_and_with_the_time(string header)
    {
        await InsertNewcomerAsync();
        var value = header == "retry-after" ? 90 : DateTimeOffset.UtcNow.AddSeconds(90).ToUnixTimeSeconds();
        await SetFaultAsync(Fault("GET", "/api/v2/users/*", $$$"""{"status": 429, "headers": {"{{{header}}}": "{{{value}}}"} }""", 20));

        var answer = await Service.LinkAsync(Newcomer);

        Assert.Equal((HttpStatusCode.ServiceUnavailable, "auth0_rate_limited"), (answer.Status, answer.Body.Text("code")));
        Assert.InRange(int.Parse(answer.Headers["Retry-After"], CultureInfo.InvariantCulture), 80, 91);
        Assert.Single(await CallsAsync());
    }

    [Theory]
    [InlineData("""{"status": 503, "when": "after"}""")]
    [InlineData("""{"status": 500, "when": "after"}""")]
    [InlineData("""{"reset": true, "when": "after"}""")]
    public async Task A_link_that_took_effect_although_its_answer_was_lost_is_not_sent_again(string fault)
    {
        await InsertPairAsync();
        await SetFaultAsync(Fault("POST", "/api/v2/users/*", fault, 1));

        AssertAnswer(await Service.LinkAsync(Newcomer), "linked", Hand);

        Assert.Single(await CallsAsync(), call => call.StartsWith("POST", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("""{"status": 503}""")]
    [InlineData("""{"reset": true}""")]
    public async Task A_link_that_had_no_effect_is_sent_again_once_the_primary_account_was_read(string fault)
    {
        await InsertPairAsync();
        await SetFaultAsync(Fault("POST", "/api/v2/users/*", fault, 1));

        AssertAnswer(await Service.LinkAsync(Newcomer), "linked", Hand);

        Assert.Equal([$"POST /api/v2/users/{Hand}/identities", $"GET /api/v2/users/{Hand}", $"POST /api/v2/users/{Hand}/identities"], (await CallsAsync())[4..7]);
    }

    [Fact]
    public async Task A_rate_limited_link_is_sent_again_without_a_look_because_it_cannot_have_taken_effect()
    {
        await InsertPairAsync();
        await SetFaultAsync(Fault("POST", "/api/v2/users/*", """{"status": 429}""", 1));

        AssertAnswer(await Service.LinkAsync(Newcomer), "linked", Hand);

        Assert.Equal([$"POST /api/v2/users/{Hand}/identities", $"POST /api/v2/users/{Hand}/identities"], (await CallsAsync())[4..6]);
    }

    [Theory]
    [InlineData(400)]
    [InlineData(404)]
    [InlineData(409)]
    public async Task A_link_that_is_refused_because_somebody_else_was_first_is_already_linked(int status)
    {
        await InsertPairAsync();
        // It takes effect, but what is answered is what the second of two callers hears.
        await SetFaultAsync(Fault("POST", "/api/v2/users/*", $$"""{"status": {{status}}, "when": "after"}""", 1));

        AssertAnswer(await Service.LinkAsync(Newcomer), "already_linked", Hand, rule: null);
    }

    [Fact]
    public async Task A_token_that_is_refused_is_fetched_once_more()
    {
        await InsertPairAsync();
        await Service.LinkAsync("auth0|nobody");
        await ForgetCallsAsync();
        await SetFaultAsync(Fault("GET", "/api/v2/users/*", """{"status": 401}""", 1));

        AssertAnswer(await Service.LinkAsync(Newcomer), "linked", Hand);

        Assert.Single((await Client.ControlAsync(HttpMethod.Get, "calls")).Json.EnumerateArray(), call => call.GetProperty("path").GetString() == "/oauth/token");
    }

    [Theory]
    [InlineData("""{"status": 503}""")]
    [InlineData("""{"status": 429}""")]
    [InlineData("""{"status": 403}""")]
    [InlineData("""{"reset": true}""")]
    [InlineData("""{"delay_ms": 600000}""")]
    public async Task A_marker_that_cannot_be_written_changes_nothing_about_the_outcome(string fault)
    {
        await InsertPairAsync();
        await SetFaultAsync(Fault("PATCH", "/api/v2/users/*", fault, 20));

        AssertAnswer(await Service.LinkAsync(Newcomer), "linked", Hand);

        await WaitForAsync(async () => (await CallsAsync()).Any(IsPatch));
        Assert.Single(await CallsAsync(), IsPatch);
        Assert.False(JsonMap.From((await Client.ReadUserAsync(Hand))["app_metadata"]).ContainsKey("account_linking"));
    }

    [Theory]
    [InlineData("""{"delay_ms": 60000}""")]
    [InlineData("""{"delay_ms": 60000, "when": "after"}""")]
    public async Task A_read_that_hangs_is_given_up_and_asked_again(string fault)
    {
        await InsertPairAsync();
        await SetFaultAsync(Fault("GET", "/api/v2/users", fault, 1));

        AssertAnswer(await Service.LinkAsync(Newcomer), "linked", Hand);
    }

    [Fact]
    public async Task A_tenant_that_hangs_uses_the_budget_up_and_changes_nothing()
    {
        await InsertPairAsync();
        await SetFaultAsync(Fault("GET", "/api/v2/users/*", """{"delay_ms": 60000}""", 20));

        ApiAnswer answer = await Service.LinkAsync(Newcomer);

        Assert.Equal((HttpStatusCode.ServiceUnavailable, "budget_exceeded"), (answer.Status, answer.Body.Text("code")));
        await Client.ControlAsync(HttpMethod.Delete, "faults");
        AssertAnswer(await Service.LinkAsync(Newcomer), "linked", Hand);
    }

    private static bool IsPatch(string call) => call.StartsWith("PATCH", StringComparison.Ordinal);

    /// <summary>The tenant notices a moment later that a caller hung up, and records the call then.</summary>
    private static async Task WaitForAsync(Func<Task<bool>> holdsAsync)
    {
        for (var attempt = 0; attempt < 500 && !await holdsAsync(); attempt++) await Task.Delay(10, TestContext.Current.CancellationToken);
    }

    private static string Fault(string method, string path, string how, int times) => $$"""{"method": "{{method}}", "path": "{{path}}", "times": {{times}}, {{how.TrimStart('{')}}""";
}

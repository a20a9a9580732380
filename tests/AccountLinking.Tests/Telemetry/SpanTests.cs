using System.Diagnostics;
using System.Net;
using AccountLinking.Sandbox.Hosting;
using AccountLinking.Sandbox.Json;
using AccountLinking.Tests.EndToEnd;

namespace AccountLinking.Tests.Telemetry;

/// <summary>One span for a request, with what came of it, and one below it for each call that it took.</summary>
public sealed class SpanTests
{
    private const string Hand = "auth0|hand";
    private const string Anna = "oidc|swedish-bankid|anna";

    [Fact]
    public async Task A_link_tells_its_outcome_rule_and_every_call()
    {
        await using var stage = await TelemetryStage.StartAsync();
        await InsertPairAsync(stage);

        var answer = await stage.LinkAsync(Anna);

        var request = await stage.RequestAsync();
        Assert.Equal(("POST /api/accounts/link", ActivityKind.Server, stage.Caller, ActivityStatusCode.Unset), (request.DisplayName, request.Kind, request.ParentSpanId, request.Status));
        Assert.Equal(
            [
                "account_linking.link_id=" + answer.Body.Text("link_id"), "account_linking.login=continue", "account_linking.outcome=linked", "account_linking.rule=ssn", "account_linking.transaction_id=tx_1",
                "account_linking.webhook_id=msg_1",
                "http.request.method=POST", "http.response.status_code=200", "http.route=/api/accounts/link",
            ],
            TagsOf(request));
        Assert.Equal(
            [
                "GET /api/v2/users", "GET /api/v2/users/{id}", "PATCH /api/v2/users/{id}", "POST /api/v2/users/{id}/identities", "POST /oauth/token",
                "delete open", "read accounts", "read open", "read records", "write accounts", "write open", "write records",
            ],
            stage.CallsBelow(request).Distinct().Order(StringComparer.Ordinal));
        // Each below the request itself, whatever it was called for.
        Assert.All(stage.Spans.Where(span => span != request), span => Assert.Equal((request.SpanId, ActivityKind.Client), (span.ParentSpanId, span.Kind)));
    }

    [Fact]
    public async Task A_call_is_told_by_its_documented_name_and_its_status()
    {
        await using var stage = await TelemetryStage.StartAsync();
        await InsertPairAsync(stage);

        await stage.LinkAsync(Anna);

        var link = Assert.Single(stage.Spans, span => span.DisplayName == "POST /api/v2/users/{id}/identities");
        Assert.Equal(["http.request.method=POST", "http.response.status_code=201", "peer.service=auth0", "url.template=/api/v2/users/{id}/identities"], TagsOf(link));
        Assert.All(stage.Spans.Where(span => span.DisplayName == "write records"), write => Assert.Equal(["peer.service=journal"], TagsOf(write)));
    }

    [Fact]
    public async Task Why_nothing_was_done_is_told()
    {
        await using var stage = await TelemetryStage.StartAsync();
        await stage.Client.InsertUserAsync("""{"user_id": "oidc|partner-portal|mallory", "ssn": "196802020575"}""");

        await stage.LinkAsync("oidc|partner-portal|mallory", "partner-portal");

        Assert.Equal(
            ["account_linking.login=continue", "account_linking.outcome=not_eligible", "account_linking.reason=untrusted_connection", "account_linking.transaction_id=tx_1", "account_linking.webhook_id=msg_1", "http.request.method=POST", "http.response.status_code=200", "http.route=/api/accounts/link"],
            TagsOf(await stage.RequestAsync()));
    }

    [Fact]
    public async Task Trouble_is_an_error_with_its_code_and_each_attempt_is_a_span()
    {
        await using var stage = await TelemetryStage.StartAsync();
        await InsertPairAsync(stage);
        await stage.Client.SetFaultAsync("""{"method": "GET", "path": "/api/v2/users/*", "status": 503, "times": 20}""");

        var answer = await stage.LinkAsync(Anna);

        var request = await stage.RequestAsync();
        Assert.Equal((HttpStatusCode.ServiceUnavailable, request.TraceId.ToHexString()), (answer.Status, answer.Body.Text("trace_id")));
        Assert.Equal((ActivityStatusCode.Error, "auth0_unavailable"), (request.Status, request.StatusDescription));
        Assert.Equal(["account_linking.transaction_id=tx_1", "account_linking.webhook_id=msg_1", "error.type=auth0_unavailable", "http.request.method=POST", "http.response.status_code=503", "http.route=/api/accounts/link"], TagsOf(request));
        var attempts = stage.Spans.Where(span => span.DisplayName == "GET /api/v2/users/{id}").OrderBy(span => span.StartTimeUtc).ToList();
        Assert.Equal([null, "1", "2", "3"], attempts.Select(span => span.GetTagItem("http.request.resend_count")?.ToString()));
        Assert.All(attempts, span => Assert.Equal((ActivityStatusCode.Error, "503"), (span.Status, span.GetTagItem("error.type"))));
    }

    [Theory]
    [InlineData("""{"reset": true, "times": 20}""", "no_answer")]
    [InlineData("""{"delay_ms": 60000, "times": 1}""", "timeout")]
    public async Task A_call_without_an_answer_tells_which_way(string fault, string type)
    {
        await using var stage = await TelemetryStage.StartAsync();
        await InsertPairAsync(stage);
        await stage.Client.SetFaultAsync($$"""{"method": "GET", "path": "/api/v2/users", {{fault.TrimStart('{')}}""");

        await stage.LinkAsync(Anna);

        var first = stage.Spans.Where(span => span.DisplayName == "GET /api/v2/users").MinBy(span => span.StartTimeUtc)!;
        Assert.Equal((type, null), (first.GetTagItem("error.type"), first.GetTagItem("http.response.status_code")));
    }

    [Fact]
    public async Task A_caller_who_hangs_up_is_no_failure_of_Auth0s()
    {
        await using var stage = await TelemetryStage.StartAsync();
        await InsertPairAsync(stage);
        await stage.Client.SetFaultAsync("""{"method": "GET", "path": "/api/v2/users/*", "delay_ms": 60000, "times": 20}""");
        using var hangUp = new CancellationTokenSource();
        var asking = stage.LinkUntilAsync(Anna, hangUp.Token);
        await Eventually.IsSoAsync(() => stage.Spans.Any(span => span.DisplayName == "POST /oauth/token"));

        await hangUp.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => asking);

        var request = await stage.RequestAsync();
        Assert.Equal(("caller_gone", 499, ActivityStatusCode.Unset), (request.GetTagItem("error.type"), request.GetTagItem("http.response.status_code"), request.Status));
        var read = Assert.Single(stage.Spans, span => span.DisplayName == "GET /api/v2/users/{id}");
        Assert.Equal(("cancelled", ActivityStatusCode.Unset), (read.GetTagItem("error.type"), read.Status));
    }

    [Fact]
    public async Task A_call_with_a_token_that_is_not_taken_is_made_again_with_another()
    {
        await using var stage = await TelemetryStage.StartAsync();
        await InsertPairAsync(stage);
        await stage.Client.SetFaultAsync("""{"method": "GET", "path": "/api/v2/users", "status": 401, "times": 1}""");

        await stage.LinkAsync(Anna);

        var searches = stage.Spans.Where(span => span.DisplayName == "GET /api/v2/users").OrderBy(span => span.StartTimeUtc);
        Assert.Equal([(401, null), (200, "1")], searches.Select(span => ((int)span.GetTagItem("http.response.status_code")!, span.GetTagItem("http.request.resend_count")?.ToString())));
        Assert.Contains(stage.Heard.Numbers, number => number is { Instrument: "account_linking.retries", Tags: "peer.service=auth0 account_linking.call=GET /api/v2/users" });
    }

    [Fact]
    public async Task A_CRM_that_answers_with_something_else_has_not_done_its_part()
    {
        await using var stage = await TelemetryStage.StartAsync();
        await stage.Client.SetFaultAsync("""{"target": "crm", "status": 200, "body": "<html>", "times": 1}""");

        await stage.PostAsync("/api/crm/sync", $$"""{"user_id": "{{CrmStage.Doris}}"}""");

        await stage.RequestAsync();
        var crm = Assert.Single(stage.Spans, span => (string?)span.GetTagItem("peer.service") == "crm");
        Assert.Equal((200, "unreadable", ActivityStatusCode.Error), (crm.GetTagItem("http.response.status_code"), crm.GetTagItem("error.type"), crm.Status));
    }

    /// <summary>Anybody can send these, whom the service does not let in.</summary>
    [Fact]
    public async Task What_a_caller_writes_beside_his_trace_is_not_told()
    {
        await using var stage = await TelemetryStage.StartAsync();

        await stage.PostAsync("/api/accounts/link", "{}", ServiceDefaults.OperationsSecret, ("tracestate", "vendor=196802020575"), ("baggage", "who=196802020575"));

        var request = await stage.RequestAsync();
        Assert.Null(request.TraceStateString);
        Assert.DoesNotContain("196802020575", Heard.Describe(request), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(200, false)]
    [InlineData(128, true)]
    public async Task A_webhooks_id_is_told_unless_it_is_a_story(int length, bool isTold)
    {
        await using var stage = await TelemetryStage.StartAsync();

        await stage.PostAsAsync(new string('a', length), "/api/accounts/link", "{");

        Assert.Equal(isTold, (await stage.RequestAsync()).GetTagItem("account_linking.webhook_id") is not null);
    }

    [Fact]
    public async Task A_caller_who_is_not_let_in_is_no_error_of_the_service()
    {
        await using var stage = await TelemetryStage.StartAsync();

        await stage.PostAsync("/api/accounts/link", "{}", ServiceDefaults.OperationsSecret);

        var request = await stage.RequestAsync();
        Assert.Equal(["error.type=signature_refused", "http.request.method=POST", "http.response.status_code=401", "http.route=/api/accounts/link"], TagsOf(request));
        Assert.Equal(ActivityStatusCode.Unset, request.Status);
        Assert.Empty(stage.CallsBelow(request));
    }

    [Theory]
    [InlineData("/api/accounts/link", "{", ServiceDefaults.SigningSecret, "malformed_json", 400)]
    [InlineData("/api/accounts/unlink", """{"link_id": "none"}""", ServiceDefaults.OperationsSecret, "unknown_link", 404)]
    [InlineData("/api/crm/sync", """{"user_id": "auth0|nobody"}""", ServiceDefaults.SigningSecret, "unknown_user", 404)]
    public async Task A_request_that_is_refused_tells_the_code(string path, string body, string secret, string code, int status)
    {
        await using var stage = await TelemetryStage.StartAsync();

        await stage.PostAsync(path, body, secret);

        Assert.Equal(["account_linking.webhook_id=msg_1", $"error.type={code}", "http.request.method=POST", $"http.response.status_code={status}", $"http.route={path}"], TagsOf(await stage.RequestAsync()));
    }

    [Fact]
    public async Task A_CRM_sync_tells_the_call_to_the_CRM()
    {
        await using var stage = await TelemetryStage.StartAsync();

        await stage.PostAsync("/api/crm/sync", $$"""{"user_id": "{{CrmStage.Doris}}"}""");

        var request = await stage.RequestAsync();
        Assert.Contains("account_linking.outcome=synced", TagsOf(request));
        var crm = Assert.Single(stage.Spans, span => (string?)span.GetTagItem("peer.service") == "crm");
        Assert.Equal(("POST customer", request.SpanId), (crm.DisplayName, crm.ParentSpanId));
        Assert.Equal(["http.response.status_code=200", "peer.service=crm"], TagsOf(crm));
    }

    [Fact]
    public async Task A_CRM_that_knows_nobody_of_the_number_has_done_its_part()
    {
        await using var stage = await TelemetryStage.StartAsync();
        await stage.Client.InsertUserAsync("""{"user_id": "sms|helge", "phone_number": "+46701740699", "phone_verified": true}""");

        await stage.PostAsync("/api/crm/sync", """{"user_id": "sms|helge"}""");

        await stage.RequestAsync();
        var crm = Assert.Single(stage.Spans, span => (string?)span.GetTagItem("peer.service") == "crm");
        Assert.Equal((ActivityStatusCode.Unset, 404), (crm.Status, crm.GetTagItem("http.response.status_code")));
    }

    [Fact]
    public async Task Without_a_callers_trace_it_is_the_first_of_its_own()
    {
        await using var stage = await TelemetryStage.StartAsync();
        using var http = new HttpClient(new SocketsHttpHandler { ActivityHeadersPropagator = null });
        using var content = new StringContent("no JSON");

        using var answer = await http.PostAsync(new Uri(stage.Service, "/api/accounts/link"), content, TestContext.Current.CancellationToken);

        var trace = JsonMap.Parse(await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)).Text("trace_id");
        await Eventually.IsSoAsync(() => stage.Heard.Spans.Any(span => span.Source.Name == "AccountLinking" && span.TraceId.ToHexString() == trace));
        var request = Assert.Single(stage.Heard.Spans, span => span.Source.Name == "AccountLinking" && span.TraceId.ToHexString() == trace);
        Assert.Equal((default(ActivitySpanId), ActivityKind.Server), (request.ParentSpanId, request.Kind));
    }

    private static string[] TagsOf(Activity span) => [.. span.TagObjects.Select(tag => $"{tag.Key}={tag.Value}").Order(StringComparer.Ordinal)];

    private static async Task InsertPairAsync(TelemetryStage stage)
    {
        await stage.Client.InsertUserAsync($$"""{"user_id": "{{Hand}}", "created_at": "2020-01-01T00:00:00.000Z", "app_metadata": {"userSocialSecurityNumber": "196802020575"} }""");
        await stage.Client.InsertUserAsync($$"""{"user_id": "{{Anna}}", "ssn": "196802020575", "created_at": "2026-01-01T00:00:00.000Z", "user_metadata": {"theme": "dark"} }""");
    }
}

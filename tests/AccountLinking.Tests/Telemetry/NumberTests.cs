using AccountLinking.Sandbox.Hosting;
using AccountLinking.Tests.EndToEnd;
using AccountLinking.Webhooks;

namespace AccountLinking.Tests.Telemetry;

/// <summary>What is counted and measured.</summary>
public sealed class NumberTests
{
    private const string Hand = "auth0|hand";
    private const string Anna = "oidc|swedish-bankid|anna";
    private const string OfLink = "http.request.method=POST http.route=/api/accounts/link http.response.status_code=";

    [Fact]
    public async Task Requests_are_counted_by_outcome_or_by_the_errors_code_with_their_time_and_what_was_left_of_it()
    {
        await using var stage = await TelemetryStage.StartAsync(("Webhooks:Budget", "00:00:08"));
        await InsertPairAsync(stage);

        await stage.LinkAsync(Anna);
        await stage.LinkAsync(Anna);
        await stage.LinkAsync("auth0|nobody");
        await stage.PostAsync("/api/accounts/link", "{");
        await stage.PostAsync("/api/accounts/link", "{}", ServiceDefaults.OperationsSecret);

        string[] expected =
        [
            $"{OfLink}200 account_linking.outcome=linked account_linking.rule=ssn", $"{OfLink}200 account_linking.outcome=already_linked",
            $"{OfLink}200 account_linking.outcome=not_eligible account_linking.reason=user_not_found", $"{OfLink}400 error.type=malformed_json", $"{OfLink}401 error.type=signature_refused",
        ];
        await Eventually.IsSoAsync(() => Of(stage, "account_linking.request.budget_left").Count == expected.Length);
        foreach (var instrument in (string[])["account_linking.requests", "account_linking.request.duration", "account_linking.request.budget_left"])
            Assert.Equal(expected, Of(stage, instrument).Select(number => number.Tags));
        Assert.All(Of(stage, "account_linking.requests"), number => Assert.Equal(1, number.Value));
        var times = Of(stage, "account_linking.request.duration").Zip(Of(stage, "account_linking.request.budget_left"), (took, left) => took.Value + left.Value);
        // Together they are the budget, but for what was done before it began.
        Assert.All(times, sum => Assert.InRange(sum, 7, 13));
    }

    [Fact]
    public async Task Calls_are_counted_each_attempt_for_itself_and_so_are_those_that_are_made_again()
    {
        await using var stage = await TelemetryStage.StartAsync();
        await InsertPairAsync(stage);
        await stage.Client.SetFaultAsync("""{"method": "GET", "path": "/api/v2/users", "status": 503, "times": 2}""");

        await stage.LinkAsync(Anna);

        const string Search = "peer.service=auth0 account_linking.call=GET /api/v2/users";
        string[] expected = [$"{Search} http.response.status_code=503 error.type=503", $"{Search} http.response.status_code=503 error.type=503", $"{Search} http.response.status_code=200"];
        foreach (var instrument in (string[])["account_linking.calls", "account_linking.call.duration"])
            Assert.Equal(expected, Of(stage, instrument).Select(number => number.Tags).Where(tags => tags.StartsWith(Search + " ", StringComparison.Ordinal)));
        Assert.Equal([Search, Search], Of(stage, "account_linking.retries").Select(number => number.Tags));
        Assert.Contains(Of(stage, "account_linking.calls"), number => number.Tags == "peer.service=journal account_linking.call=write records");
    }

    [Fact]
    public async Task The_headroom_under_Auth0s_rate_limit_is_told_after_each_answer_that_says_it()
    {
        await using var stage = await TelemetryStage.StartAsync();
        await stage.Client.SendAsync(HttpMethod.Put, "/sandbox/settings", """{"rate_limit": {"burst": 50, "per_second": 1}}""");
        await InsertPairAsync(stage);

        await stage.LinkAsync(Anna);

        var limits = Of(stage, "account_linking.auth0.rate_limit.limit");
        Assert.NotEmpty(limits);
        Assert.All(limits, number => Assert.Equal(50, number.Value));
        Assert.All(limits, number => Assert.StartsWith("account_linking.call=", number.Tags, StringComparison.Ordinal));
        var remaining = Of(stage, "account_linking.auth0.rate_limit.remaining");
        Assert.Equal(limits.Select(number => number.Tags), remaining.Select(number => number.Tags));
        Assert.True(remaining[^1].Value < remaining[0].Value && remaining[^1].Value > 0);
        Assert.Equal(remaining.Select(number => (number.Tags, number.Value / 50)), Of(stage, "account_linking.auth0.rate_limit.left").Select(number => (number.Tags, number.Value)));
    }

    [Fact]
    public async Task How_old_a_request_was_is_told_of_those_that_are_signed()
    {
        await using var stage = await TelemetryStage.StartAsync();

        await stage.PostSignedAtAsync(DateTimeOffset.UtcNow.AddSeconds(-100), "/api/accounts/link", "{");
        await stage.PostSignedAtAsync(DateTimeOffset.UtcNow.AddSeconds(100), "/api/crm/sync", "{}");
        await stage.PostAsync("/api/accounts/link", "{}", ServiceDefaults.OperationsSecret);

        var ages = Of(stage, "account_linking.request.age");
        Assert.Equal(["http.route=/api/accounts/link", "http.route=/api/crm/sync"], ages.Select(age => age.Tags));
        Assert.InRange(ages[0].Value, 100, 160);
        Assert.Equal(0, ages[1].Value);
    }

    [Fact]
    public async Task Records_are_counted_by_the_state_that_they_come_into()
    {
        await using var stage = await TelemetryStage.StartAsync();
        await InsertPairAsync(stage);

        var link = await stage.LinkAsync(Anna);
        await stage.PostAsync("/api/accounts/unlink", $$"""{"link_id": "{{link.Body.Text("link_id")}}", "allow_relink": true}""", ServiceDefaults.OperationsSecret);
        await stage.Client.SetFaultAsync("""{"method": "POST", "path": "/api/v2/users/*", "status": 400, "times": 2}""");
        await stage.LinkAsync(Anna);

        Assert.Equal(
            ["started", "linked", "unlinked", "started", "abandoned", "started", "abandoned"],
            Of(stage, "account_linking.journal.records").Select(number => number.Tags["account_linking.journal.state=".Length..]));
    }

    [Fact]
    public async Task The_platforms_probe_and_the_document_are_nothing_to_tell_of_and_all_other_requests_are_told()
    {
        await using var stage = await TelemetryStage.StartAsync();
        using var http = new HttpClient { BaseAddress = stage.Service };
        foreach (var route in RouteTable.All)
        {
            using var request = new HttpRequestMessage(route.Method, route.FullPath);
            using var answer = await http.SendAsync(request, TestContext.Current.CancellationToken);
        }

        var untold = new[] { RouteTable.HealthLive, RouteTable.OpenApi };
        await Eventually.IsSoAsync(() => Of(stage, "account_linking.requests").Count == RouteTable.All.Count - untold.Length);
        Assert.Equal(
            RouteTable.All.Except(untold).Select(route => route.FullPath).Order(StringComparer.Ordinal),
            Of(stage, "account_linking.requests").Select(number => number.Tags.Split("http.route=")[1].Split(' ')[0]).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task A_CRM_that_is_asked_again_is_counted_so()
    {
        await using var stage = await TelemetryStage.StartAsync();
        await stage.Client.SetFaultAsync("""{"target": "crm", "status": 503, "times": 1}""");

        await stage.PostAsync("/api/crm/sync", $$"""{"user_id": "{{CrmStage.Doris}}"}""");

        const string Crm = "peer.service=crm account_linking.call=POST customer";
        Assert.Equal([$"{Crm} http.response.status_code=503 error.type=503", $"{Crm} http.response.status_code=200"], Of(stage, "account_linking.calls").Select(number => number.Tags).Where(tags => tags.StartsWith(Crm, StringComparison.Ordinal)));
        Assert.Equal([Crm], Of(stage, "account_linking.retries").Select(number => number.Tags));
    }

    private static List<Heard.Number> Of(TelemetryStage stage, string instrument) => [.. stage.Heard.Numbers.Where(number => number.Instrument == instrument)];

    private static async Task InsertPairAsync(TelemetryStage stage)
    {
        await stage.Client.InsertUserAsync($$"""{"user_id": "{{Hand}}", "created_at": "2020-01-01T00:00:00.000Z", "app_metadata": {"userSocialSecurityNumber": "196802020575"} }""");
        await stage.Client.InsertUserAsync($$"""{"user_id": "{{Anna}}", "ssn": "196802020575", "created_at": "2026-01-01T00:00:00.000Z", "user_metadata": {"theme": "dark"} }""");
    }
}

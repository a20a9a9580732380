using AccountLinking.Sandbox.Json;

namespace AccountLinking.Tests.EndToEnd;

/// <summary>A service that only looks: what it would have done, and that it does nothing.</summary>
public sealed class DryRunTests
{
    private const string Newcomer = "oidc|swedish-bankid|anna";
    private const string Hand = "auth0|hand";

    [Fact]
    public async Task Tells_who_would_be_joined_and_lets_the_login_go_on_as_it_came()
    {
        await using var stage = await StartAsync();
        await stage.InsertHandMadeAsync(Hand);
        await stage.Client.InsertUserAsync($$"""{"user_id": "{{Newcomer}}", "created_at": "2026-11-20T08:00:00.000Z", "ssn": "{{Stage.Number}}", "user_metadata": {"theme": "dark"} }""");
        var before = await stage.Client.EverybodyAsync();
        await stage.Client.ForgetCallsAsync();

        var answer = await stage.Service.LinkAsync(Newcomer);

        ApiAssert.JsonEqual(
            $$"""
            {"outcome": "linked", "login": "continue", "primary_user_id": "{{Newcomer}}", "rule": "ssn", "link_id": null, "reason": null, "candidates": 0,
             "dry_run": {"login": "continue", "primary_user_id": "{{Hand}}"} }
            """,
            answer.Json);
        Assert.All(await stage.Client.CallsAsync(), call => Assert.StartsWith("GET ", call, StringComparison.Ordinal));
        Assert.Equal(before, await stage.Client.EverybodyAsync());
    }

    [Fact]
    public async Task A_login_ends_as_if_the_service_were_not_there_and_is_looked_at_each_time()
    {
        await using var stage = await StartAsync();
        await stage.InsertHandMadeAsync(Hand);

        await stage.LogInAsync();
        var login = await stage.LogInAsync();

        login.AssertSucceeded();
        Assert.Empty(login.Logs());
        Assert.Equal(Newcomer, login.Claim("sub").GetString());
        Assert.Equal([Hand], await stage.Client.IdentitiesAsync(Hand));
        Assert.False((await stage.Client.ReadUserAsync(Newcomer)).ContainsKey("app_metadata"));
        Assert.Equal(2, stage.Sandbox.ServiceAnswers.All.Count);
    }

    [Theory]
    [InlineData(", \"blocked\": true", "refused", "candidate_blocked")]
    [InlineData("", "ambiguous", null)]
    public async Task Denies_nobody_and_tells_who_would_be(string more, string outcome, string? reason)
    {
        await using var stage = await StartAsync(("Linking:OnRefused", "Deny"), ("Linking:OnAmbiguous", "Deny"));
        await stage.InsertHandMadeAsync(Hand, more);
        await stage.InsertHandMadeAsync("auth0|hand2");

        var login = await stage.LogInAsync();

        login.AssertSucceeded();
        Assert.Equal(Newcomer, login.Claim("sub").GetString());
        var answer = Assert.Single(stage.Sandbox.ServiceAnswers.All).Body;
        Assert.Equal((outcome, reason, "continue"), (answer.Text("outcome"), answer.Text("reason"), answer.Text("login")));
        ApiAssert.JsonEqual($$"""{"login": "deny", "primary_user_id": "{{Newcomer}}"}""", answer["dry_run"]);
    }

    [Fact]
    public async Task Names_the_survivor_of_an_account_that_is_absorbed_already_because_that_is_so()
    {
        await using var stage = await StartAsync();
        await stage.InsertHandMadeAsync(Hand);
        await stage.LogInAsync();
        await stage.Client.ArrangeLinkAsync(Hand, "oidc", "swedish-bankid|anna");
        await stage.Client.ForgetCallsAsync();

        var answer = await stage.Service.LinkAsync(Newcomer);

        Assert.Equal(("already_linked", Hand), (answer.Body.Text("outcome"), answer.Body.Text("primary_user_id")));
        ApiAssert.JsonEqual($$"""{"login": "continue", "primary_user_id": "{{Hand}}"}""", answer.Body["dry_run"]);
        Assert.DoesNotContain(await stage.Client.CallsAsync(), call => call.StartsWith("PATCH", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("no_match")]
    [InlineData("suggested")]
    public async Task Is_marked_whatever_the_outcome(string outcome)
    {
        await using var stage = await StartAsync();
        if (outcome == "suggested") await stage.Client.InsertUserAsync("""{"user_id": "auth0|x", "email": "anna@example.com", "email_verified": true}""");

        await stage.Client.LogInAsync("google-oauth2", """{"sub": "anna", "email": "anna@example.com", "email_verified": true}""");

        var answer = Assert.Single(stage.Sandbox.ServiceAnswers.All).Body;
        Assert.Equal(outcome, answer.Text("outcome"));
        ApiAssert.JsonEqual("""{"login": "continue", "primary_user_id": "google-oauth2|anna"}""", answer["dry_run"]);
        Assert.False((await stage.Client.ReadUserAsync("google-oauth2|anna")).ContainsKey("app_metadata"));
    }

    private static Task<Stage> StartAsync(params (string Name, string? Value)[] settings) => Stage.StartAsync([("Linking:DryRun", "true"), .. settings]);
}

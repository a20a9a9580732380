using System.Net;
using AccountLinking.Sandbox.Hosting;
using AccountLinking.Sandbox.Json;

namespace AccountLinking.Tests.EndToEnd;

/// <summary>What settings and secrets change, each on a sandbox of its own.</summary>
public sealed class SettingsTests
{
    private const string Generic = "You could not be signed in. Please contact support.";

    [Fact]
    public async Task The_start_calls_nobody()
    {
        await using var stage = await Stage.StartAsync();

        using var http = new HttpClient();
        Assert.Equal(HttpStatusCode.OK, (await http.GetAsync(new Uri(stage.Sandbox.Service, "/api/health/live"), TestContext.Current.CancellationToken)).StatusCode);

        Assert.Equal(0, (await stage.Client.ControlAsync(HttpMethod.Get, "calls")).Json.GetArrayLength());
    }

    [Fact]
    public async Task A_login_without_the_right_signing_secret_goes_on_alone()
    {
        Dictionary<string, string> secrets = new() { [ServiceDefaults.SigningSecretName] = "whsec_dGhpcy1pcy1ub3QtdGhlLXNlY3JldC1hdC1hbGw=" };
        await using var stage = await Stage.StartAsync([], secrets);

        var login = await stage.LogInAsync();

        login.AssertSucceeded();
        Assert.Equal("oidc|swedish-bankid|anna", login.Claim("sub").GetString());
        Assert.StartsWith("account-linking: the login goes on without it: status 401", Assert.Single(login.Logs()), StringComparison.Ordinal);
        Assert.Equal(0, (await stage.Client.ControlAsync(HttpMethod.Get, "calls")).Json.GetArrayLength());
    }

    [Fact]
    public async Task A_login_goes_on_when_the_service_cannot_get_a_token()
    {
        await using var stage = await Stage.StartAsync([new("Auth0:ClientSecret", "wrong")]);

        var login = await stage.LogInAsync();

        login.AssertSucceeded();
        Assert.Equal("oidc|swedish-bankid|anna", login.Claim("sub").GetString());
        Assert.Contains("status 503 auth0_unauthorized", Assert.Single(login.Logs()), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Auth0:ClientSecret", "wrong", "auth0_unauthorized", "Auth0 refused the client credentials: check Auth0:ClientId and Auth0:ClientSecret, and that the application is one of this tenant.")]
    [InlineData("Auth0:ClientId", "nobody", "auth0_unauthorized", "Auth0 refused the client credentials: check Auth0:ClientId and Auth0:ClientSecret, and that the application is one of this tenant.")]
    [InlineData("Auth0:BaseUrl", "http://127.0.0.1:1", "auth0_unavailable", "Auth0 could not be reached, or did not answer in time: check Auth0:Domain, the network's way out, and Auth0's status page.")]
    public async Task A_token_that_cannot_be_had_is_told(string setting, string value, string code, string detail)
    {
        await using var stage = await Stage.StartAsync([new(setting, value)]);
        var service = stage.Service;

        var answer = await service.LinkAsync("auth0|x");

        Assert.Equal((HttpStatusCode.ServiceUnavailable, code, detail), (answer.Status, answer.Body.Text("code"), answer.Body.Text("detail")));
    }

    [Theory]
    [InlineData("Linking:OnRefused", true)]
    [InlineData("Linking:OnAmbiguous", false)]
    public async Task A_refused_login_is_denied_only_where_the_policy_says_so_and_with_one_generic_sentence(string setting, bool isDenied)
    {
        await using var stage = await Stage.StartAsync([new(setting, "Deny")]);
        await stage.InsertHandMadeAsync("auth0|hand", """, "blocked": true""");

        var login = await stage.LogInAsync();

        Assert.Equal(isDenied, login.IsTrue("denied"));
        Assert.Equal(isDenied ? Generic : null, login.Text("reason"));
        Assert.Empty(login.Logs());
    }

    [Theory]
    [InlineData("Linking:OnRefused", false)]
    [InlineData("Linking:OnAmbiguous", true)]
    public async Task An_ambiguous_login_is_denied_only_where_the_policy_says_so(string setting, bool isDenied)
    {
        await using var stage = await Stage.StartAsync([new(setting, "Deny")]);
        await stage.InsertHandMadeAsync("auth0|hand");
        await stage.InsertHandMadeAsync("auth0|hand2");

        var login = await stage.LogInAsync();

        Assert.Equal(isDenied, login.IsTrue("denied"));
        Assert.Equal(isDenied ? Generic : null, login.Text("reason"));
    }

    [Fact]
    public async Task Without_a_time_to_look_again_every_login_asks_and_nothing_is_noted()
    {
        await using var stage = await Stage.StartAsync([new("Linking:RecheckAfter", "00:00:00")]);
        await stage.LogInAsync();
        await stage.Client.ControlAsync(HttpMethod.Delete, "calls");

        await stage.LogInAsync();

        var methods = (await stage.Client.ControlAsync(HttpMethod.Get, "calls")).Json.EnumerateArray().Select(call => call.GetProperty("method").GetString());
        Assert.Equal(["GET", "GET"], methods);
        Assert.Equal(["ssn_fingerprint"], JsonMap.From((await stage.Client.ReadUserAsync("oidc|swedish-bankid|anna"))["app_metadata"]).Keys);
    }

    [Fact]
    public async Task Rules_that_are_off_join_nobody()
    {
        await using var stage = await Stage.StartAsync([new("Linking:Ssn:Enabled", "false"), new("Linking:Email:Mode", "Off")]);
        await stage.InsertHandMadeAsync("auth0|hand");
        await stage.LogInAsync();
        var service = stage.Service;

        var answer = await service.LinkAsync("oidc|swedish-bankid|anna");

        Assert.Equal(("not_eligible", "no_rule_enabled"), (answer.Body.Text("outcome"), answer.Body.Text("reason")));
    }

    [Fact]
    public async Task Other_connections_may_be_trusted_and_be_candidates_and_other_keys_and_claims_hold_the_number()
    {
        await using var stage = await Stage.StartAsync(
        [
            new("Linking:Ssn:TrustedConnections:1", "freja-eid"), new("Linking:Ssn:CandidateConnections:0", "google-oauth2"),
            new("Linking:Ssn:MetadataKey", "personal-number"), new("Linking:Ssn:Claims:0", "pnr"),
        ]);
        await stage.Client.InsertUserAsync($$"""{"user_id": "google-oauth2|hand", "created_at": "2020-01-01T00:00:00.000Z", "app_metadata": {"personal-number": "{{Stage.Number}}"} }""");

        var login = await stage.Client.LogInAsync("freja-eid", $$"""{"sub": "anna", "pnr": "{{Stage.Number}}"}""");

        Assert.Equal("google-oauth2|hand", login.Claim("sub").GetString());
    }
}

using System.Buffers.Text;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using AccountLinking.Sandbox.Client;
using AccountLinking.Sandbox.Json;
using AccountLinking.Sandbox.Tests.Actions;
using Microsoft.AspNetCore.WebUtilities;

namespace AccountLinking.Sandbox.Tests.Tenant.Authorization;

public sealed class CodeExchangeTests(SandboxFixture fixture) : SandboxTests(fixture)
{
    private const string Api = "https://account-linking.example.com/";

    [Theory]
    [InlineData("client_id", null, 400, "invalid_request", "Missing required parameter: client_id")]
    [InlineData("code", null, 400, "invalid_request", "Missing required parameter: code")]
    [InlineData("client_id", "nobody", 401, "access_denied", "Unauthorized")]
    [InlineData("client_id", "sandbox-client", 403, "unauthorized_client", "Grant type 'authorization_code' not allowed for the client.")]
    [InlineData("client_id", "sandbox-other-app", 403, "invalid_grant", "Invalid authorization code")]
    [InlineData("code", "guessed", 403, "invalid_grant", "Invalid authorization code")]
    [InlineData("redirect_uri", null, 403, "unauthorized_client", "The redirect URI is wrong. You sent null, and we expected http://127.0.0.1:4777/")]
    [InlineData("redirect_uri", "http://127.0.0.1:4030/", 403, "unauthorized_client", "The redirect URI is wrong. You sent http://127.0.0.1:4030/, and we expected http://127.0.0.1:4777/")]
    [InlineData("code_verifier", null, 403, "invalid_grant", "Failed to verify code verifier")]
    [InlineData("code_verifier", "", 403, "invalid_grant", "Failed to verify code verifier")]
    [InlineData("code_verifier", "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXl", 403, "invalid_grant", "Failed to verify code verifier")]
    [InlineData("code_verifier", Browser.Challenge, 403, "invalid_grant", "Failed to verify code verifier")]
    public async Task Refuses(string field, string? value, int status, string error, string description)
    {
        using var browser = new Browser(Sandbox.Tenant);
        var calledBack = await browser.SignInAsync(Browser.Astrid);

        IsRefused(await browser.ExchangeAsync(calledBack["code"], (field, value)), status, error, description);
    }

    [Theory]
    [InlineData("dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjX")]
    [InlineData("dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjX+")]
    [InlineData("dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk\n")]
    [InlineData("dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXkdBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXkdBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk")]
    public async Task Refuses_a_verifier_that_is_none_although_its_hash_is_right(string verifier)
    {
        using var browser = new Browser(Sandbox.Tenant);
        var calledBack = await browser.SignInAsync(Browser.Astrid, ("code_challenge", ChallengeOf(verifier)));

        IsRefused(await browser.ExchangeAsync(calledBack["code"], ("code_verifier", verifier)), 403, "invalid_grant", "Failed to verify code verifier");
    }

    [Fact]
    public async Task Takes_the_longest_verifier_that_there_may_be()
    {
        var verifier = new string('~', 128);
        using var browser = new Browser(Sandbox.Tenant);
        var calledBack = await browser.SignInAsync(Browser.Astrid, ("code_challenge", ChallengeOf(verifier)));

        Assert.Equal(HttpStatusCode.OK, (await browser.ExchangeAsync(calledBack["code"], ("code_verifier", verifier))).Status);
    }

    [Theory]
    [InlineData(null, HttpStatusCode.OK)]
    [InlineData("http://127.0.0.1:4030/", HttpStatusCode.OK)]
    [InlineData("http://127.0.0.1:4777/", HttpStatusCode.Forbidden)]
    public async Task The_address_may_be_left_out_where_it_was_left_out_before(string? redirectUri, HttpStatusCode status)
    {
        using var browser = new Browser(Sandbox.Tenant);
        var answer = await browser.PostAsync(await browser.BeginAsync(("redirect_uri", null)), ("identity", Browser.Astrid));
        var code = QueryHelpers.ParseQuery(new Uri(answer.Headers["Location"]).Query)["code"].ToString();

        Assert.Equal(status, (await browser.ExchangeAsync(code, ("redirect_uri", redirectUri))).Status);
    }

    [Fact]
    public async Task A_code_is_good_once()
    {
        using var browser = new Browser(Sandbox.Tenant);
        var calledBack = await browser.SignInAsync(Browser.Astrid);
        await browser.TokensAsync(calledBack);

        IsRefused(await browser.ExchangeAsync(calledBack["code"]), 403, "invalid_grant", "Invalid authorization code");
    }

    [Theory]
    [InlineData("code_verifier", "guessed")]
    [InlineData("client_id", "sandbox-other-app")]
    [InlineData("redirect_uri", "http://127.0.0.1:4030/")]
    public async Task A_code_is_good_no_more_after_an_attempt_that_failed(string field, string value)
    {
        using var browser = new Browser(Sandbox.Tenant);
        var calledBack = await browser.SignInAsync(Browser.Astrid);
        await browser.ExchangeAsync(calledBack["code"], (field, value));

        IsRefused(await browser.ExchangeAsync(calledBack["code"]), 403, "invalid_grant", "Invalid authorization code");
    }

    [Fact]
    public async Task Of_many_who_come_with_a_code_at_once_one_gets_tokens()
    {
        using var browser = new Browser(Sandbox.Tenant);
        var calledBack = await browser.SignInAsync(Browser.Astrid);

        var answers = await Task.WhenAll(Enumerable.Range(0, 10).Select(_ => browser.ExchangeAsync(calledBack["code"])));

        Assert.Single(answers, answer => answer.Status == HttpStatusCode.OK);
    }

    [Theory]
    [InlineData(59, HttpStatusCode.OK)]
    [InlineData(60, HttpStatusCode.Forbidden)]
    public async Task A_code_is_good_for_a_minute(int seconds, HttpStatusCode status)
    {
        var clock = new ManualClock();
        await using var sandbox = await ActionSandbox.StartWithHandlerAsync(string.Empty, clock: clock);
        using var browser = new Browser(sandbox.Sandbox.Tenant);
        var calledBack = await browser.SignInAsync(Browser.Astrid);

        clock.Advance(TimeSpan.FromSeconds(seconds));

        Assert.Equal(status, (await browser.ExchangeAsync(calledBack["code"])).Status);
    }

    [Fact]
    public async Task A_code_is_good_no_more_after_a_reset()
    {
        using var browser = new Browser(Sandbox.Tenant);
        var calledBack = await browser.SignInAsync(Browser.Astrid);

        await Client.ControlAsync(HttpMethod.Post, "reset");

        IsRefused(await browser.ExchangeAsync(calledBack["code"]), 403, "invalid_grant", "Invalid authorization code");
    }

    [Fact]
    public async Task Gives_the_tokens_of_the_login()
    {
        using var browser = new Browser(Sandbox.Tenant);
        var calledBack = await browser.SignInAsync(Browser.Astrid, ("audience", Api), ("scope", "openid profile email link:identities offline_access"));
        Assert.Equal("s&1", calledBack["state"]);

        var answer = await browser.ExchangeAsync(calledBack["code"]);

        Assert.Equal(HttpStatusCode.OK, answer.Status);
        Assert.Equal("no-store", answer.Headers["Cache-Control"]);
        Assert.Equal(["access_token", "id_token", "scope", "expires_in", "token_type"], answer.Body.Keys);
        Assert.Equal(("openid profile email link:identities", 3600, "Bearer"), (answer.Body.Text("scope"), answer.Body["expires_in"].GetInt32(), answer.Body.Text("token_type")));
        var claims = Browser.ClaimsOf(answer.Body);
        Assert.Equal((Sandbox.Tenant.AbsoluteUri, Browser.Astrid, "sandbox-app", "n-1"), (claims.Text("iss"), claims.Text("sub"), claims.Text("aud"), claims.Text("nonce")));
        Assert.Equal("astrid.lund@example.com", claims.Text("email"));
        Assert.False(claims.ContainsKey("auth_time"));
        var access = Browser.ClaimsOf(answer.Body, "access_token");
        Assert.Equal((Browser.Astrid, "sandbox-app", "openid profile email link:identities"), (access.Text("sub"), access.Text("azp"), access.Text("scope")));
    }

    [Fact]
    public async Task Takes_JSON_as_well_and_does_not_mind_what_it_does_not_know()
    {
        using var browser = new Browser(Sandbox.Tenant);
        var calledBack = await browser.SignInAsync(Browser.Astrid);
        var body = JsonMap.Empty.With("grant_type", "authorization_code").With("client_id", "sandbox-app").With("code", calledBack["code"])
            .With("redirect_uri", Browser.Callback).With("code_verifier", Browser.Verifier).With("timeout", 10_000);

        var answer = await browser.SendAsync(new HttpRequestMessage(HttpMethod.Post, "/oauth/token")
        {
            Content = new StringContent(body.ToString(), Encoding.UTF8, "application/json"),
        });

        Assert.Equal(HttpStatusCode.OK, answer.Status);
    }

    [Fact]
    public async Task Without_openid_and_audience_there_is_an_opaque_token_and_no_ID_token()
    {
        using var browser = new Browser(Sandbox.Tenant);

        var tokens = await browser.TokensAsync(await browser.SignInAsync(Browser.Astrid, ("scope", null)));

        Assert.Equal(["access_token", "scope", "expires_in", "token_type"], tokens.Keys);
        Assert.Matches("^[0-9a-f]{64}$", tokens.Text("access_token"));
        Assert.Equal((string.Empty, 86_400), (tokens.Text("scope"), tokens["expires_in"].GetInt32()));
    }

    private static string ChallengeOf(string verifier) => Base64Url.EncodeToString(SHA256.HashData(Encoding.ASCII.GetBytes(verifier)));

    private static void IsRefused(ApiAnswer answer, int status, string error, string description)
    {
        Assert.Equal((HttpStatusCode)status, answer.Status);
        Assert.Equal(JsonMap.Empty.With("error", error).With("error_description", description).ToString(), answer.Body.ToString());
    }
}

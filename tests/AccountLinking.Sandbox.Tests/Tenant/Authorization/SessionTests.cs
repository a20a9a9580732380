using System.Net;
using AccountLinking.Sandbox.Tenant.Authorization;
using AccountLinking.Sandbox.Tests.Actions;

namespace AccountLinking.Sandbox.Tests.Tenant.Authorization;

/// <summary>Single sign-on: when somebody who has signed in is asked again, and when not.</summary>
public sealed class SessionTests : IAsyncLifetime
{
    private readonly ManualClock _clock = new();
    private ActionSandbox? _sandbox;
    private Browser? _browser;

    private ActionSandbox Sandbox => _sandbox!;

    private Browser Person => _browser!;

    public async ValueTask InitializeAsync()
    {
        _sandbox = await ActionSandbox.StartWithHandlerAsync("api.idToken.setCustomClaim('logins', event.stats.logins_count);", clock: _clock);
        _browser = new Browser(_sandbox.Sandbox.Tenant);
    }

    public async ValueTask DisposeAsync()
    {
        _browser?.Dispose();
        if (_sandbox is not null) await _sandbox.DisposeAsync();
    }

    [Theory]
    [InlineData("max_age", "0")]
    [InlineData("max_age", "9")]
    [InlineData("prompt", "login")]
    [InlineData("prompt", "select_account")]
    [InlineData("connection", "google-oauth2")]
    public async Task Asks_again_whenever_the_session_is_not_what_the_application_asks_for(string name, string value)
    {
        await Person.SignInAsync(Browser.Astrid);
        _clock.Advance(TimeSpan.FromSeconds(10));

        await Person.BeginAsync((name, value));
    }

    [Theory]
    [InlineData("max_age", "0")]
    [InlineData("max_age", "9")]
    [InlineData("connection", "google-oauth2")]
    public async Task Where_it_must_not_ask_it_says_that_a_login_is_required(string name, string value)
    {
        await Person.SignInAsync(Browser.Astrid);
        _clock.Advance(TimeSpan.FromSeconds(10));

        Assert.Equal("login_required", Browser.CalledBack(await Person.GetAsync(Browser.Authorize((name, value), ("prompt", "none"))))["error"]);
    }

    [Fact]
    public async Task The_session_of_another_browser_is_none()
    {
        await Person.SignInAsync(Browser.Astrid);
        using var other = new Browser(Sandbox.Sandbox.Tenant);

        Assert.Equal("login_required", Browser.CalledBack(await other.GetAsync(Browser.Authorize(("prompt", "none"))))["error"]);
    }

    [Fact]
    public async Task Asks_again_after_a_week_a_reset_and_when_the_account_is_gone_or_blocked()
    {
        await Person.SignInAsync(Browser.Astrid);
        _clock.Advance(TimeSpan.FromDays(7));
        await Person.BeginAsync();

        await Person.SignInAsync(Browser.Astrid);
        await Sandbox.Client.PatchAsync(Browser.Astrid, """{"blocked": true}""");
        await Person.BeginAsync();

        await Person.SignInAsync(Browser.Bo);
        await Sandbox.Client.DeleteAsync(Browser.Bo);
        await Person.BeginAsync();

        await Sandbox.Client.ControlAsync(HttpMethod.Post, "reset");
        await Person.SignInAsync(Browser.Astrid);
        await Sandbox.Client.ControlAsync(HttpMethod.Post, "reset");
        await Person.BeginAsync();
    }

    [Theory]
    [InlineData("max_age", "10")]
    [InlineData("prompt", "none")]
    [InlineData("prompt", "consent")]
    [InlineData("connection", "Username-Password-Authentication")]
    [InlineData("client_id", "sandbox-app")]
    public async Task Does_not_ask_whoever_has_a_session_that_is_good(string name, string value)
    {
        await Person.SignInAsync(Browser.Astrid);
        _clock.Advance(TimeSpan.FromSeconds(10));

        Assert.Equal(Browser.Astrid, Browser.ClaimsOf(await Person.SignInAgainAsync((name, value))).Text("sub"));
    }

    [Fact]
    public async Task The_Action_runs_again_and_session_and_time_of_the_login_stay()
    {
        var first = Browser.ClaimsOf(await Person.TokensAsync(await Person.SignInAsync(Browser.Astrid, ("max_age", "3600"))));
        _clock.Advance(TimeSpan.FromMinutes(1));

        var second = Browser.ClaimsOf(await Person.SignInAgainAsync(("max_age", "3600"), ("nonce", "n-2")));

        Assert.Equal((43, 44), (first["logins"].GetInt32(), second["logins"].GetInt32()));
        Assert.Equal(first.Text("sid"), second.Text("sid"));
        Assert.Equal(_clock.GetUtcNow().AddMinutes(-1).ToUnixTimeSeconds(), second["auth_time"].GetInt64());
        Assert.Equal(first["auth_time"].GetInt64(), second["auth_time"].GetInt64());
        Assert.Equal((_clock.GetUtcNow().ToUnixTimeSeconds(), "n-2"), (second["iat"].GetInt64(), second.Text("nonce")));
    }

    [Theory]
    [InlineData("max_age", "0")]
    [InlineData("prompt", "login")]
    public async Task Who_had_to_sign_in_again_has_done_so_just_now(string name, string value)
    {
        await Person.SignInAsync(Browser.Astrid);
        _clock.Advance(TimeSpan.FromMinutes(1));

        var claims = Browser.ClaimsOf(await Person.TokensAsync(await Person.SignInAsync(Browser.Astrid, (name, value))));

        Assert.Equal(_clock.GetUtcNow().ToUnixTimeSeconds(), claims["auth_time"].GetInt64());
    }

    [Fact]
    public async Task Another_application_finds_the_session_too()
    {
        await Person.SignInAsync(Browser.Astrid);

        var answer = await Person.GetAsync(Browser.Authorize(("client_id", "sandbox-other-app"), ("redirect_uri", "http://127.0.0.1:4777/other"), ("prompt", "none")));

        Assert.StartsWith("http://127.0.0.1:4777/other?code=", answer.Headers["Location"], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Who_signs_in_as_somebody_else_takes_the_session_over()
    {
        await Person.SignInAsync(Browser.Astrid);

        await Person.SignInAsync(Browser.Bo, ("prompt", "login"));

        Assert.Equal(Browser.Bo, Browser.ClaimsOf(await Person.SignInAgainAsync(("prompt", "none"))).Text("sub"));
        Assert.Single(Person.Cookies.GetAllCookies());
    }

    [Fact]
    public async Task A_session_whose_account_was_absorbed_goes_on_as_whoever_holds_the_identity()
    {
        await Person.SignInAsync(Browser.Bo);
        await Sandbox.Client.ArrangeLinkAsync(Browser.Astrid, "google-oauth2", "108204268033311374519");

        Assert.Equal(Browser.Astrid, Browser.ClaimsOf(await Person.SignInAgainAsync(("prompt", "none"))).Text("sub"));
    }

    [Fact]
    public async Task The_cookie_is_for_no_script_and_no_other_site_and_names_nobody()
    {
        var answer = await Person.PostAsync(await Person.BeginAsync(), ("identity", Browser.Astrid));

        Assert.Matches("^auth0=[0-9a-f]{64}; path=/; samesite=lax; httponly$", answer.Headers["Set-Cookie"]);
    }

    [Fact]
    public async Task Whom_the_Action_denies_is_told_to_the_application_and_stays_signed_in()
    {
        Sandbox.Deploy(ActionSandbox.Handler("api.access.deny('not today');"));

        var first = await Person.SignInAsync(Browser.Astrid);
        var second = Browser.CalledBack(await Person.GetAsync(Browser.Authorize(("prompt", "none"))));

        var denied = new Dictionary<string, string> { ["error"] = "access_denied", ["error_description"] = "not today", ["state"] = "s&1" };
        Assert.Equal(denied, first);
        Assert.Equal(denied, second);
    }

    [Fact]
    public async Task An_Action_that_fails_denies_access_with_its_own_words()
    {
        Sandbox.Deploy(ActionSandbox.Handler("throw new Error('no such luck');"));

        var calledBack = await Person.SignInAsync(Browser.Astrid);

        Assert.Equal(new Dictionary<string, string> { ["error"] = "access_denied", ["error_description"] = "no such luck", ["state"] = "s&1" }, calledBack);
    }

    [Fact]
    public async Task A_blocked_user_is_unauthorized_and_not_signed_in()
    {
        await Sandbox.Client.PatchAsync(Browser.Astrid, """{"blocked": true}""");

        var calledBack = await Person.SignInAsync(Browser.Astrid);

        Assert.Equal(new Dictionary<string, string> { ["error"] = "unauthorized", ["error_description"] = "user is blocked", ["state"] = "s&1" }, calledBack);
        Assert.Empty(Person.Cookies.GetAllCookies());
    }

    [Theory]
    [InlineData("/v2/logout?client_id=nobody", "Unknown client: nobody", true)]
    [InlineData("/v2/logout?client_id=sandbox-app&returnTo=https%3A%2F%2Fevil.example.com%2F", "&quot;https://evil.example.com/&quot; is not defined", false)]
    [InlineData("/v2/logout?client_id=sandbox-app&returnTo=http%3A%2F%2F127.0.0.1%3A4777%2Fother", "&quot;http://127.0.0.1:4777/other&quot; is not defined", false)]
    [InlineData("/v2/logout?client_id=sandbox-app&returnTo=http%3A%2F%2F127.0.0.1%3A4777%2F%3Fa%0Ab", "is not defined", false)]
    [InlineData("/v2/logout?returnTo=http%3A%2F%2F127.0.0.1%3A4777%2F", "&quot;http://127.0.0.1:4777/&quot; is not defined", false)]
    [InlineData("/v2/logout?client_id=sandbox-app&returnTo=javascript%3A%2F%2F%3Cscript%3E", "&quot;javascript://&lt;script&gt;&quot; is not defined", false)]
    public async Task A_logout_leads_nowhere_that_is_not_registered(string path, string text, bool staysSignedIn)
    {
        await Person.SignInAsync(Browser.Astrid);

        var answer = await Person.GetAsync(path);

        Assert.Equal(HttpStatusCode.BadRequest, answer.Status);
        Assert.False(answer.Headers.ContainsKey("Location"));
        Assert.Contains(text, answer.Text, StringComparison.Ordinal);
        Assert.Equal(staysSignedIn, Browser.CalledBack(await Person.GetAsync(Browser.Authorize(("prompt", "none")))).ContainsKey("code"));
    }

    [Theory]
    [InlineData("client_id=sandbox-app&returnTo=http%3A%2F%2F127.0.0.1%3A4777%2F", "http://127.0.0.1:4777/")]
    [InlineData("client_id=sandbox-app&returnTo=http%3A%2F%2F127.0.0.1%3A4777&auth0Client=e30&federated", "http://127.0.0.1:4777")]
    [InlineData("client_id=sandbox-app&returnTo=http%3A%2F%2F127.0.0.1%3A4777%2F%3Fbye%3D1", "http://127.0.0.1:4777/?bye=1")]
    [InlineData("client_id=sandbox-app", "http://127.0.0.1:4030/")]
    [InlineData("", null)]
    public async Task A_logout_ends_the_session(string query, string? location)
    {
        await Person.SignInAsync(Browser.Astrid);
        var cookie = Person.Cookies.GetAllCookies()[0];

        var answer = await Person.GetAsync($"{LogoutEndpoint.Path}?{query}");

        Assert.Equal(location, answer.Headers.GetValueOrDefault("Location"));
        Assert.Equal(location is null ? HttpStatusCode.OK : HttpStatusCode.Found, answer.Status);
        Assert.Empty(Person.Cookies.GetAllCookies());
        // Not only the browser has forgotten it.
        Person.Cookies.Add(new Cookie(cookie.Name, cookie.Value, "/", cookie.Domain));
        Assert.Equal("login_required", Browser.CalledBack(await Person.GetAsync(Browser.Authorize(("prompt", "none"))))["error"]);
    }
}

using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using AccountLinking.Sandbox.Client;

namespace AccountLinking.Sandbox.Tests.Tenant.Authorization;

public sealed partial class LoginPageTests(SandboxFixture fixture) : SandboxTests(fixture)
{
    private const string Hostile = "<img src=x onerror=\"alert('1')\">&amp;";
    private const string Over = "This login is over, or never began. Go back to the application and sign in again.";

    [Theory]
    [InlineData("/u/login")]
    [InlineData("/u/login?state=")]
    [InlineData("/u/login?state=0000000000000000000000000000000000000000000000000000000000000000")]
    public async Task Without_a_login_that_began_there_is_nothing_to_choose(string path)
    {
        using var browser = new Browser(Sandbox.Tenant);

        IsOver(await browser.GetAsync(path));
        IsOver(await browser.PostAsync(path, ("identity", Browser.Astrid)));
        Assert.Equal(0, browser.Cookies.Count);
    }

    [Fact]
    public async Task A_login_is_over_once_somebody_was_chosen()
    {
        using var browser = new Browser(Sandbox.Tenant);
        var page = await browser.BeginAsync();
        Browser.CalledBack(await browser.PostAsync(page, ("identity", Browser.Astrid)));

        IsOver(await browser.PostAsync(page, ("identity", Browser.Bo)));
        IsOver(await browser.GetAsync(page));
    }

    [Fact]
    public async Task A_login_is_over_after_a_reset()
    {
        using var browser = new Browser(Sandbox.Tenant);
        var page = await browser.BeginAsync();

        await Client.ControlAsync(HttpMethod.Post, "reset");

        IsOver(await browser.GetAsync(page));
    }

    [Fact]
    public async Task Values_are_encoded_wherever_they_stand()
    {
        await Client.InsertUserAsync($$"""{"user_id": "auth0|x\" autofocus y=\"", "name": "{{Hostile.Replace("\"", "\\\"", StringComparison.Ordinal)}}", "email": "<b>@example.com"}""");
        using var browser = new Browser(Sandbox.Tenant);

        var page = await browser.GetAsync(await browser.BeginAsync());

        Assert.Contains(
            "<button name=\"identity\" value=\"auth0|x&quot; autofocus y=&quot;\"><strong>&lt;img src=x onerror=&quot;alert(&#x27;1&#x27;)&quot;&gt;&amp;amp;</strong>"
            + " <span>Username-Password-Authentication: &lt;b&gt;@example.com</span></button>",
            page.Text,
            StringComparison.Ordinal);
        Assert.DoesNotContain("<img", page.Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("identity", "auth0|nobody", "Whoever that was is not here any more; choose again.")]
    [InlineData("connection", "", "&#x27;connection&#x27; is required: a non-empty string.")]
    [InlineData("connection", "facebook", "&#x27;connection&#x27; names no connection of the tenant; it has ")]
    [InlineData("connection", "sms", "&#x27;profile.sub&#x27; is required: a non-empty string.")]
    public async Task A_choice_that_is_none_is_said_so_and_can_be_made_again(string field, string value, string alert)
    {
        using var browser = new Browser(Sandbox.Tenant);
        var page = await browser.BeginAsync();

        var answer = await browser.PostAsync(page, (field, value));

        Assert.Equal(HttpStatusCode.BadRequest, answer.Status);
        Assert.Contains($"""<p class="alert" role="alert">{alert}""", answer.Text, StringComparison.Ordinal);
        Assert.Equal(3, await Client.CountUsersAsync());
        Assert.Equal(["code", "state"], Browser.CalledBack(await browser.PostAsync(page, ("identity", Browser.Astrid))).Keys);
    }

    [Fact]
    public async Task An_id_of_another_connections_is_said_so_and_another_can_be_chosen()
    {
        using var browser = new Browser(Sandbox.Tenant);

        var answer = await browser.PostAsync(await browser.BeginAsync(), ("connection", "Legacy-Customers"), ("sub", "5f7c8ec7c33c6c004bbafe82"));

        Assert.Contains("belongs to the connection &#x27;Username-Password-Authentication&#x27;", answer.Text, StringComparison.Ordinal);
        var next = FormAction().Match(answer.Text).Groups["path"].Value;
        Assert.Equal(["code", "state"], Browser.CalledBack(await browser.PostAsync(next, ("identity", Browser.Astrid))).Keys);
    }

    [Fact]
    public async Task Nobody_of_another_connection_can_be_chosen_than_the_application_asked_for()
    {
        using var browser = new Browser(Sandbox.Tenant);
        var path = await browser.BeginAsync(("connection", "google-oauth2"));

        var page = await browser.GetAsync(path);

        Assert.Equal(["Bo Ek", "Astrid Lund", "Sven Holm"], Names(page));
        Assert.Contains("<strong>google-oauth2</strong>", page.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("value=\"sms\"", page.Text, StringComparison.Ordinal);
        foreach (var choice in (IEnumerable<(string, string)[]>)[[("identity", Browser.Astrid)], [("connection", "sms"), ("sub", "1")]])
        {
            var answer = await browser.PostAsync(path, choice);
            Assert.Contains("The application asked for somebody of google-oauth2.", answer.Text, StringComparison.Ordinal);
        }

        Assert.Equal(3, await Client.CountUsersAsync());
    }

    [Fact]
    public async Task Offers_the_accounts_and_people_who_have_none_yet()
    {
        using var browser = new Browser(Sandbox.Tenant);
        Assert.Equal(["+46701740605", "Astrid Lund", "Bo Ek", "Astrid Lund", "Astrid Lund", "Sven Holm"], Names(await browser.GetAsync(await browser.BeginAsync())));

        await browser.SignInAsync("google-oauth2|102938475610293847561");

        // Sven Holm has an account now.
        Assert.Equal(
            ["+46701740605", "Astrid Lund", "Bo Ek", "Sven Holm", "Astrid Lund", "Astrid Lund"], Names(await browser.GetAsync(await browser.BeginAsync(("prompt", "login")))));
    }

    [Fact]
    public async Task Offers_each_identity_of_an_account()
    {
        await Client.ArrangeLinkAsync(Browser.Astrid, "google-oauth2", "108204268033311374519");
        using var browser = new Browser(Sandbox.Tenant);

        var page = await browser.GetAsync(await browser.BeginAsync(("connection", "google-oauth2")));
        var calledBack = await browser.SignInAsync(Browser.Bo);

        Assert.Equal("Bo Ek", Names(page)[0]);
        Assert.Equal(Browser.Astrid, Browser.ClaimsOf(await browser.TokensAsync(calledBack)).Text("sub"));
    }

    [Fact]
    public async Task Leaves_the_profile_of_an_account_as_it_is()
    {
        await Client.ArrangeLinkAsync(Browser.Astrid, "google-oauth2", "108204268033311374519");
        var before = await Client.ReadUserAsync(Browser.Astrid);
        using var browser = new Browser(Sandbox.Tenant);

        await browser.SignInAsync(Browser.Bo);

        var after = await Client.ReadUserAsync(Browser.Astrid);
        string[] counted = ["updated_at", "last_login", "last_ip", "logins_count", "app_metadata"];
        Assert.Equal(before.Where(key => !counted.Contains(key)).ToString(), after.Where(key => !counted.Contains(key)).ToString());
        Assert.Equal(before["logins_count"].GetInt32() + 1, after["logins_count"].GetInt32());
    }

    [Fact]
    public async Task A_person_without_an_account_gets_one_with_all_that_the_provider_says()
    {
        using var browser = new Browser(Sandbox.Tenant);

        var calledBack = await browser.SignInAsync("google-oauth2|102938475610293847561");

        Assert.Equal("google-oauth2|102938475610293847561", Browser.ClaimsOf(await browser.TokensAsync(calledBack)).Text("sub"));
        var user = await Client.ReadUserAsync("google-oauth2|102938475610293847561");
        Assert.Equal(("Sven Holm", "sven.holm@example.com", true), (user.Text("name"), user.Text("email"), user.IsTrue("email_verified")));
    }

    [Theory]
    [InlineData("true", true)]
    [InlineData(null, false)]
    public async Task Somebody_new_is_whoever_the_form_says(string? verified, bool isVerified)
    {
        using var browser = new Browser(Sandbox.Tenant);
        (string, string)[] form = [("connection", "partner-portal"), ("sub", " kim "), ("name", ""), ("email", "kim@example.com")];

        Browser.CalledBack(await browser.PostAsync(await browser.BeginAsync(), verified is null ? form : [.. form, ("email_verified", verified)]));

        var user = await Client.ReadUserAsync("oidc|partner-portal|kim");
        Assert.Equal(("kim@example.com", "kim@example.com", isVerified), (user.Text("email"), user.Text("name"), user.IsTrue("email_verified")));
    }

    [Fact]
    public async Task Runs_no_script_stands_in_no_frame_and_asks_for_no_password()
    {
        using var browser = new Browser(Sandbox.Tenant);

        var page = await browser.GetAsync(await browser.BeginAsync());

        var style = Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(Style().Match(page.Text).Groups["css"].Value)));
        Assert.Equal(
            $"default-src 'none'; style-src 'sha256-{style}'; form-action 'self' http://127.0.0.1:4777; base-uri 'none'; frame-ancestors 'none'",
            page.Headers["Content-Security-Policy"]);
        Assert.Equal(("no-store", "no-referrer", "nosniff"), (page.Headers["Cache-Control"], page.Headers["Referrer-Policy"], page.Headers["X-Content-Type-Options"]));
        Assert.DoesNotContain("<script", page.Text, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("type=\"password\"", page.Text, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("This is the sandbox of an Auth0 tenant", page.Text, StringComparison.Ordinal);
    }

    private static void IsOver(ApiAnswer answer)
    {
        Assert.Equal(HttpStatusCode.BadRequest, answer.Status);
        Assert.Contains(Over, answer.Text, StringComparison.Ordinal);
    }

    private static string[] Names(ApiAnswer page) => [.. Button().Matches(page.Text).Select(button => WebUtility.HtmlDecode(button.Groups["name"].Value))];

    [GeneratedRegex("<button name=\"identity\" value=\"[^\"]+\"><strong>(?<name>[^<]+)</strong>", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Button();

    [GeneratedRegex("<form method=\"post\" action=\"(?<path>[^\"]+)\">", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex FormAction();

    [GeneratedRegex("<style>(?<css>[^<]+)</style>", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Style();
}

using System.Net;

namespace AccountLinking.Sandbox.Tests.Tenant.Authorization;

public sealed class WebMessageTests(SandboxFixture fixture) : SandboxTests(fixture)
{
    private static readonly (string, string?) Mode = ("response_mode", "web_message");

    [Fact]
    public async Task Without_a_session_the_page_tells_the_application_and_nobody_else()
    {
        using var browser = new Browser(Sandbox.Tenant);

        var answer = await browser.GetAsync(Browser.Authorize(Mode, ("prompt", "none")));

        var (message, origin) = Browser.MessageOf(answer);
        Assert.Equal("""{"error":"login_required","error_description":"Login required","state":"s&1"}""", message.ToString());
        Assert.Equal("http://127.0.0.1:4777", origin);
        Assert.DoesNotContain("\"*\"", answer.Text, StringComparison.Ordinal);
        Assert.Matches(
            "^default-src 'none'; script-src 'nonce-[A-Za-z0-9+/]{22}=='; base-uri 'none'; frame-ancestors http://127\\.0\\.0\\.1:4777$", answer.Headers["Content-Security-Policy"]);
        Assert.Equal("no-store", answer.Headers["Cache-Control"]);
    }

    [Fact]
    public async Task What_the_application_gave_cannot_end_the_script()
    {
        using var browser = new Browser(Sandbox.Tenant);
        const string State = "</script><script>alert(1)</script>'\"\u2028";

        var answer = await browser.GetAsync(Browser.Authorize(Mode, ("prompt", "none"), ("state", State)));

        Assert.Equal(State, Browser.MessageOf(answer).Message.Text("state"));
        Assert.Equal(2, answer.Text.Split("script>").Length);
    }

    [Fact]
    public async Task With_a_session_it_tells_a_code_that_is_good()
    {
        using var browser = new Browser(Sandbox.Tenant);
        await browser.SignInAsync(Browser.Astrid);

        var (message, origin) = Browser.MessageOf(await browser.GetAsync(Browser.Authorize(Mode, ("prompt", "none"))));

        Assert.Equal(["code", "state"], message.Keys);
        Assert.Equal(("s&1", "http://127.0.0.1:4777"), (message.Text("state"), origin));
        Assert.Equal(HttpStatusCode.OK, (await browser.ExchangeAsync(message.Text("code")!)).Status);
    }

    [Fact]
    public async Task A_login_in_a_window_of_its_own_ends_with_a_message_too()
    {
        using var browser = new Browser(Sandbox.Tenant);

        var (message, _) = Browser.MessageOf(await browser.PostAsync(await browser.BeginAsync(Mode), ("identity", Browser.Astrid)));

        Assert.Equal(HttpStatusCode.OK, (await browser.ExchangeAsync(message.Text("code")!)).Status);
    }
}

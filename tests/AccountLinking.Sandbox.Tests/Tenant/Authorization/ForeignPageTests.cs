using System.Net;
using System.Text;
using AccountLinking.Sandbox.Client;
using AccountLinking.Sandbox.Json;

namespace AccountLinking.Sandbox.Tests.Tenant.Authorization;

/// <summary>What pages of other addresses have a person's browser send.</summary>
public sealed class ForeignPageTests(SandboxFixture fixture) : SandboxTests(fixture)
{
    private const string Refusal = "A page of another address has asked for this; only the sandbox's own pages may.";

    [Theory]
    [InlineData("https://evil.example.com", "cross-site")]
    [InlineData("null", "cross-site")]
    [InlineData("http://127.0.0.1:4777", "same-site")]
    [InlineData("https://evil.example.com", null)]
    [InlineData("null", null)]
    public async Task Cannot_sign_anybody_in(string origin, string? site)
    {
        using var browser = new Browser(Sandbox.Tenant);
        var page = await browser.BeginAsync();

        var answer = await SendAsync(browser, page, Choice(), origin, site);

        Assert.Equal(HttpStatusCode.Forbidden, answer.Status);
        Assert.Contains(WebUtility.HtmlEncode(Refusal).Replace("&#39;", "&#x27;", StringComparison.Ordinal), answer.Text, StringComparison.Ordinal);
        Assert.Equal(0, browser.Cookies.Count);
        Browser.CalledBack(await browser.PostAsync(page, ("identity", Browser.Astrid)));
    }

    [Theory]
    [InlineData("https://evil.example.com", "cross-site")]
    [InlineData("null", "cross-site")]
    [InlineData("http://127.0.0.1:4777", "same-site")]
    [InlineData("https://evil.example.com", null)]
    public async Task Cannot_make_control_calls(string origin, string? site)
    {
        using var browser = new Browser(Sandbox.Tenant);

        var answer = await SendAsync(browser, "/sandbox/settings", new StringContent("{}", Encoding.UTF8, "text/plain"), origin, site, HttpMethod.Put);
        var fault = await SendAsync(browser, "/sandbox/faults", new StringContent("""{"path": "/*", "status": 503}""", Encoding.UTF8, "text/plain"), origin, site);

        Assert.Equal((HttpStatusCode.Forbidden, HttpStatusCode.Forbidden), (answer.Status, fault.Status));
        Assert.Equal(JsonMap.Empty.With("error", Refusal).ToString(), fault.Body.ToString());
        Assert.Equal(HttpStatusCode.OK, (await browser.GetAsync("/.well-known/jwks.json")).Status);
    }

    /// <summary>The login page names no referrer, so that browsers say "null" of it.</summary>
    [Theory]
    [InlineData("null", "same-origin")]
    [InlineData(null, "none")]
    [InlineData("", null)]
    public async Task The_login_page_itself_is_none(string? origin, string? site)
    {
        using var browser = new Browser(Sandbox.Tenant);
        var own = origin?.Length == 0 ? Sandbox.Tenant.GetLeftPart(UriPartial.Authority) : origin;

        Browser.CalledBack(await SendAsync(browser, await browser.BeginAsync(), Choice(), own, site));
    }

    private static FormUrlEncodedContent Choice() => new([new("identity", Browser.Astrid)]);

    private static Task<ApiAnswer> SendAsync(Browser browser, string path, HttpContent content, string? origin, string? site, HttpMethod? method = null)
    {
        var request = new HttpRequestMessage(method ?? HttpMethod.Post, path) { Content = content };
        if (origin is not null) request.Headers.Add("Origin", origin);
        if (site is not null) request.Headers.Add("Sec-Fetch-Site", site);
        return browser.SendAsync(request);
    }
}

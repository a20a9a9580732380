using System.Net;
using AccountLinking.Sandbox.Client;

namespace AccountLinking.Sandbox.Tests.Tenant.Authorization;

public sealed class CorsTests(SandboxFixture fixture) : SandboxTests(fixture)
{
    private const string App = "http://127.0.0.1:4777";

    [Theory]
    [InlineData("https://evil.example.com")]
    [InlineData("http://127.0.0.1.evil.example.com")]
    [InlineData("http://localhost:4777")]
    [InlineData("null")]
    public async Task No_other_page_may_ask_for_tokens(string origin)
    {
        Assert.DoesNotContain("Access-Control-Allow-Origin", (await PreflightAsync("/oauth/token", origin)).Headers.Keys);
        Assert.DoesNotContain("Access-Control-Allow-Origin", (await AskAsync(HttpMethod.Post, "/oauth/token", origin)).Headers.Keys);
    }

    [Theory]
    [InlineData("/api/v2/users")]
    [InlineData("/sandbox/reset")]
    [InlineData("/authorize")]
    public async Task No_page_at_all_may_ask_for_anything_else(string path)
    {
        Assert.DoesNotContain("Access-Control-Allow-Origin", (await PreflightAsync(path, App)).Headers.Keys);
        Assert.DoesNotContain("Access-Control-Allow-Origin", (await AskAsync(HttpMethod.Get, path, App)).Headers.Keys);
    }

    [Fact]
    public async Task The_page_of_an_application_may_ask_for_tokens()
    {
        var preflight = await PreflightAsync("/oauth/token", App);
        var answer = await AskAsync(HttpMethod.Post, "/oauth/token", App);

        Assert.Equal(HttpStatusCode.NoContent, preflight.Status);
        Assert.Equal(
            (App, "POST", "auth0-client,content-type", "Origin"),
            (preflight.Headers["Access-Control-Allow-Origin"], preflight.Headers["Access-Control-Allow-Methods"], preflight.Headers["Access-Control-Allow-Headers"], preflight.Headers["Vary"]));
        Assert.Equal((HttpStatusCode.BadRequest, App, "Origin"), (answer.Status, answer.Headers["Access-Control-Allow-Origin"], answer.Headers["Vary"]));
        Assert.DoesNotContain("Access-Control-Allow-Credentials", answer.Headers.Keys);
    }

    [Fact]
    public async Task It_reads_a_fault_as_well_and_a_preflight_is_no_call()
    {
        await Client.ControlAsync(HttpMethod.Post, "faults", """{"path": "/oauth/token", "status": 503}""");

        await PreflightAsync("/oauth/token", App);
        var answer = await AskAsync(HttpMethod.Post, "/oauth/token", App);

        Assert.Equal((HttpStatusCode.ServiceUnavailable, App), (answer.Status, answer.Headers["Access-Control-Allow-Origin"]));
        var call = Assert.Single((await Client.ControlAsync(HttpMethod.Get, "calls")).Json.EnumerateArray());
        Assert.Equal(("POST", 503), (call.GetProperty("method").GetString(), call.GetProperty("status").GetInt32()));
    }

    [Theory]
    [InlineData("/.well-known/openid-configuration")]
    [InlineData("/.well-known/jwks.json")]
    public async Task Any_page_may_read_what_is_public(string path)
    {
        var answer = await AskAsync(HttpMethod.Get, path, "https://anybody.example.com");

        Assert.Equal((HttpStatusCode.OK, "*"), (answer.Status, answer.Headers["Access-Control-Allow-Origin"]));
    }

    private Task<ApiAnswer> PreflightAsync(string path, string origin) =>
        AskAsync(HttpMethod.Options, path, origin, ("Access-Control-Request-Method", "POST"), ("Access-Control-Request-Headers", "auth0-client,content-type"));

    private async Task<ApiAnswer> AskAsync(HttpMethod method, string path, string origin, params (string Name, string Value)[] headers)
    {
        using var browser = new Browser(Sandbox.Tenant);
        var request = new HttpRequestMessage(method, path);
        request.Headers.Add("Origin", origin);
        foreach (var (name, value) in headers) request.Headers.Add(name, value);
        return await browser.SendAsync(request);
    }
}

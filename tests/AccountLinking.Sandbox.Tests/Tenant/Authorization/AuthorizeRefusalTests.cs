using System.Net;

namespace AccountLinking.Sandbox.Tests.Tenant.Authorization;

public sealed class AuthorizeRefusalTests(SandboxFixture fixture) : SandboxTests(fixture)
{
    [Theory]
    [InlineData("client_id", null, 400, "Missing required parameter: client_id")]
    [InlineData("client_id", "", 400, "Missing required parameter: client_id")]
    [InlineData("client_id", "nobody", 400, "Unknown client: nobody")]
    [InlineData("client_id", "sandbox-client", 400, "Unknown client: sandbox-client")]
    [InlineData("client_id", "<script>alert(1)</script>", 400, "Unknown client: &lt;script&gt;alert(1)&lt;/script&gt;")]
    [InlineData("client_id", "sandbox-other-app", 403, "Callback URL mismatch. http://127.0.0.1:4777/ is not in the list of allowed callback URLs.")]
    [InlineData("redirect_uri", "https://evil.example.com/", 403, "Callback URL mismatch. https://evil.example.com/ is not in the list of allowed callback URLs.")]
    [InlineData("redirect_uri", "http://127.0.0.1:4777/other", 403, "Callback URL mismatch. http://127.0.0.1:4777/other is not in the list of allowed callback URLs.")]
    [InlineData("redirect_uri", "http://127.0.0.1:99999/", 403, "Callback URL mismatch. http://127.0.0.1:99999/ is not in the list of allowed callback URLs.")]
    [InlineData("redirect_uri", "http://127.0.0.1:4777@evil.example.com/", 403, "Callback URL mismatch. http://127.0.0.1:4777@evil.example.com/ is not in the list of allowed callback URLs.")]
    [InlineData("response_mode", "form_post", 400, "The sandbox does not play the response_mode &#x27;form_post&#x27;, but only query and web_message.")]
    public async Task Whom_it_cannot_trust_it_tells_nothing_and_shows_a_page(string name, string? value, int status, string text)
    {
        using var browser = new Browser(Sandbox.Tenant);

        // The application would be told at once, were it not for what is wrong.
        IsPage(await browser.GetAsync(Browser.Authorize((name, value), ("prompt", "none"))), status, text);
    }

    [Fact]
    public async Task A_parameter_that_says_whom_to_answer_must_not_be_there_twice()
    {
        using var browser = new Browser(Sandbox.Tenant);

        IsPage(
            await browser.GetAsync(Browser.Authorize() + "&redirect_uri=https%3A%2F%2Fevil.example.com%2F"), 400, "The parameter redirect_uri is there more than once.");
    }

    [Fact]
    public async Task A_message_goes_only_to_a_page_whose_origin_is_registered()
    {
        using var browser = new Browser(Sandbox.Tenant);

        IsPage(
            await browser.GetAsync(Browser.Authorize(("client_id", "sandbox-other-app"), ("redirect_uri", "http://127.0.0.1:4777/other"), ("response_mode", "web_message"))),
            400,
            "The specified redirect_uri &#x27;http://127.0.0.1:4777/other&#x27; does not have a registered origin.");
    }

    [Theory]
    [InlineData("response_type", null, "invalid_request", "Missing required parameter: response_type")]
    [InlineData("response_type", "token", "unsupported_response_type", "Unsupported response type: token")]
    [InlineData("response_type", "code id_token", "unsupported_response_type", "Unsupported response type: code id_token")]
    [InlineData("code_challenge", null, "invalid_request", "Missing required parameter: code_challenge")]
    [InlineData("code_challenge", "too-short", "invalid_request", "The code_challenge must be the 43 characters of a SHA-256 hash.")]
    [InlineData("code_challenge", Browser.Challenge + "=", "invalid_request", "The code_challenge must be the 43 characters of a SHA-256 hash.")]
    [InlineData("code_challenge_method", null, "invalid_request", "The code_challenge_method must be S256.")]
    [InlineData("code_challenge_method", "plain", "invalid_request", "The code_challenge_method must be S256.")]
    [InlineData("audience", "https://nobody.example.com/", "access_denied", "Service not found: https://nobody.example.com/")]
    [InlineData("connection", "facebook", "invalid_request", "the connection was not found")]
    [InlineData("max_age", "soon", "invalid_request", "max_age must be a whole number of seconds.")]
    [InlineData("max_age", "-1", "invalid_request", "max_age must be a whole number of seconds.")]
    [InlineData("prompt", "popup", "invalid_request", "Unsupported prompt: popup")]
    [InlineData("prompt", "none login", "invalid_request", "The prompt none cannot go with another one.")]
    [InlineData("prompt", "none", "login_required", "Login required")]
    public async Task What_an_application_asks_wrongly_it_is_told_at_its_callback(string name, string? value, string error, string description)
    {
        using var browser = new Browser(Sandbox.Tenant);

        var answer = await browser.GetAsync(Browser.Authorize((name, value)));

        Assert.Equal(
            new Dictionary<string, string> { ["error"] = error, ["error_description"] = description, ["state"] = "s&1" }, Browser.CalledBack(answer));
        Assert.Equal("no-store", answer.Headers["Cache-Control"]);
        Assert.Equal(0, browser.Cookies.Count);
    }

    [Fact]
    public async Task A_state_that_was_not_given_is_not_given_back()
    {
        using var browser = new Browser(Sandbox.Tenant);

        var calledBack = Browser.CalledBack(await browser.GetAsync(Browser.Authorize(("state", null), ("prompt", "none"))));

        Assert.Equal(["error", "error_description"], calledBack.Keys);
    }

    [Fact]
    public async Task Without_a_callback_the_applications_first_one_counts()
    {
        using var browser = new Browser(Sandbox.Tenant);

        var answer = await browser.GetAsync(Browser.Authorize(("redirect_uri", null), ("prompt", "none")));

        Assert.Equal("http://127.0.0.1:4030/?error=login_required&error_description=Login%20required&state=s%261", answer.Headers["Location"]);
    }

    private static void IsPage(Client.ApiAnswer answer, int status, string text)
    {
        Assert.Equal((HttpStatusCode)status, answer.Status);
        Assert.False(answer.Headers.ContainsKey("Location"));
        Assert.Equal("text/html; charset=utf-8", answer.Headers["Content-Type"]);
        Assert.Contains($"<p>{text}</p>", answer.Text, StringComparison.Ordinal);
    }
}

using System.Net;
using System.Text.RegularExpressions;
using AccountLinking.Sandbox.Json;

namespace AccountLinking.Sandbox.Tests.Tenant.Authorization;

/// <summary>The sign-in to the other account, as <c>docs/self-service.md</c> spells it out for whoever has no SDK for it.</summary>
public sealed partial class GuideRequestTests(SandboxFixture fixture) : SandboxTests(fixture)
{
    [Fact]
    public async Task Ends_with_an_ID_token_that_has_the_nonce_and_when_the_person_signed_in()
    {
        using var browser = new Browser(Sandbox.Tenant);

        var page = await LoginPageAsync(browser);
        var claims = Browser.ClaimsOf(await browser.TokensAsync(Browser.CalledBack(await browser.PostAsync(page, ("identity", Browser.Astrid)))));

        Assert.Equal((Browser.Astrid, "NONCE"), (claims.Text("sub"), claims.Text("nonce")));
        Assert.Contains("auth_time", claims.Keys);
    }

    [Fact]
    public async Task Asks_also_whoever_has_a_session()
    {
        using var browser = new Browser(Sandbox.Tenant);
        await browser.SignInAsync(Browser.Astrid);

        Assert.StartsWith("/u/login?", await LoginPageAsync(browser), StringComparison.Ordinal);
    }

    private static async Task<string> LoginPageAsync(Browser browser)
    {
        var document = await File.ReadAllTextAsync(Path.Combine(Repository.Root, "docs", "self-service.md"), TestContext.Current.CancellationToken);
        var request = Assert.Single(Request().Matches(document)).Groups["request"].Value
            .Replace("client_id=…", "client_id=sandbox-app", StringComparison.Ordinal)
            .Replace("redirect_uri=…", $"redirect_uri={Uri.EscapeDataString(Browser.Callback)}", StringComparison.Ordinal)
            .Replace("state=…", "state=s", StringComparison.Ordinal)
            .Replace("code_challenge=…", $"code_challenge={Browser.Challenge}", StringComparison.Ordinal);
        Assert.DoesNotContain("…", request, StringComparison.Ordinal);

        var answer = await browser.GetAsync(request);

        Assert.True(answer.Status == HttpStatusCode.Found, answer.Text);
        return answer.Headers["Location"];
    }

    [GeneratedRegex(@"(?m)^ +GET https://TENANT(?<request>/authorize\S+)$", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Request();
}

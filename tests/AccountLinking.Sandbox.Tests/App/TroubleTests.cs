using System.Text.RegularExpressions;
using AccountLinking.Sandbox.Hosting;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Playwright;

namespace AccountLinking.Sandbox.Tests.App;

/// <summary>What the page says when the service does not do it.</summary>
public sealed partial class TroubleTests(BrowserFixture fixture) : BrowserTests(fixture)
{
    [Theory]
    [InlineData("auth0-spa-js.js")]
    [InlineData("oauth4webapi.js")]
    public async Task The_page_says_what_to_run_where_a_package_is_missing(string package)
    {
        await App.Page.RouteAsync($"**/vendor/{package}", route => route.FulfillAsync(new() { Status = 404, Body = "npm ci --prefix sandbox/app" }));

        await App.Page.GotoAsync(App.Address.AbsoluteUri);

        await Assertions.Expect(App.Page.GetByRole(AriaRole.Heading, new() { Name = "This page lacks its packages" })).ToBeVisibleAsync();
        await Assertions.Expect(App.Page.GetByRole(AriaRole.Main)).ToContainTextAsync("npm ci --prefix sandbox/app");
    }

    [Fact]
    public async Task A_page_that_cannot_start_says_so()
    {
        await App.Page.RouteAsync("**/config.json", route => route.FulfillAsync(new() { Status = 500, Body = "The sandbox itself failed." }));

        await App.Page.GotoAsync(App.Address.AbsoluteUri);

        await Assertions.Expect(App.Page.GetByRole(AriaRole.Heading, new() { Name = "This page could not start" })).ToBeVisibleAsync();
        await Assertions.Expect(App.Status).ToBeEmptyAsync();
    }

    [Fact]
    public async Task Trouble_at_Auth0_is_told_with_a_number_for_the_support_and_the_next_try_works()
    {
        await App.SignInAsync(Person.AstridByGoogle);
        await App.ExpectStepAsync("Accounts that may be yours");
        await Control.ControlAsync(HttpMethod.Post, "faults", """{"method": "GET", "path": "/api/v2/*", "status": 503, "times": 20}""");

        await App.Button("Look again").ClickAsync();

        await Assertions.Expect(App.Problem).ToHaveTextAsync(Reference());
        await Control.ControlAsync(HttpMethod.Delete, "faults");
        await App.Button("Look again").ClickAsync();
        await App.ExpectStepAsync("Accounts that may be yours");
        await Assertions.Expect(App.Problem).ToBeHiddenAsync();
    }

    [Fact]
    public async Task Who_asks_too_often_is_told_how_long_to_wait_and_the_service_is_left_alone_until_then()
    {
        var options = SandboxOptions.OnFreePorts with { ServiceSettings = new Dictionary<string, string?> { ["SelfService:RequestsPerMinute"] = "5" } };
        await using var sandbox = await RunningSandbox.StartAsync(options, NullLoggerFactory.Instance);
        await using var app = await OpenBrowserAsync(sandbox);
        await app.SignInAsync(Person.AstridByGoogle);
        await app.ExpectStepAsync("Accounts that may be yours");
        while (!await app.Problem.IsVisibleAsync())
        {
            await app.Button("Look again").ClickAsync();
            await Assertions.Expect(app.Page.Locator("#status")).ToBeEmptyAsync();
        }

        var asked = Asked(app);
        await app.Button("Look again").ClickAsync();

        await Assertions.Expect(app.Problem).ToHaveTextAsync(Waiting());
        Assert.Equal(asked, Asked(app));
    }

    [GeneratedRegex(@"^Something went wrong, and nothing was changed\. Please try again in a moment\. Our support finds it by this number: \S+$", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Reference();

    [GeneratedRegex(@"^That was too often\. Please wait (?:a second|\d+ seconds), and try again\.$", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Waiting();

    private static int Asked(AppBrowser app) => app.Requests.Count(request => request.AbsolutePath.EndsWith("/link-candidates", StringComparison.Ordinal));
}

using System.Net;
using AccountLinking.Sandbox.Client;
using AccountLinking.Sandbox.Hosting;
using AccountLinking.Sandbox.Json;
using Microsoft.Playwright;

namespace AccountLinking.Sandbox.Tests.App;

/// <summary>Tests of the sample application in a real browser, one after the other, with a fresh profile and the sandbox back at its seed.</summary>
[Collection(SharedBrowser.Name)]
public abstract class BrowserTests(BrowserFixture fixture) : IAsyncLifetime
{
    private AppBrowser? _app;

    protected RunningSandbox Sandbox => fixture.Sandbox;

    protected SandboxClient Control => fixture.Control;

    /// <summary>The person's browser.</summary>
    protected AppBrowser App => _app!;

    public async ValueTask InitializeAsync()
    {
        Assert.SkipWhen(fixture.Obstacle is not null, fixture.Obstacle ?? string.Empty);
        await Sandbox.ServiceAnswers.UntilIdleAsync().WaitAsync(TimeSpan.FromSeconds(30));
        await Control.ControlAsync(HttpMethod.Post, "reset");
        _app = await OpenBrowserAsync(Sandbox);
    }

    public async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        if (_app is null) return;
        // Where a test fails, this is what is asked first.
        foreach (var error in _app.Errors) TestContext.Current.TestOutputHelper?.WriteLine(error);
        await _app.DisposeAsync();
    }

    protected Task<AppBrowser> OpenBrowserAsync(BrowserNewContextOptions how) => AppBrowser.OpenAsync(fixture.Browser, Sandbox, how);

    protected Task<AppBrowser> OpenBrowserAsync(RunningSandbox sandbox) => AppBrowser.OpenAsync(fixture.Browser, sandbox, new BrowserNewContextOptions());

    /// <summary>The ids of an account's identities, the main one first; none where there is no such account.</summary>
    protected async Task<string[]> IdentitiesOfAsync(string userId)
    {
        var answer = await Control.ManageAsync(HttpMethod.Get, $"users/{Uri.EscapeDataString(userId)}");
        if (answer.Status == HttpStatusCode.NotFound) return [];
        Assert.Equal(HttpStatusCode.OK, answer.Status);
        return [.. answer.Json.GetProperty("identities").EnumerateArray().Select(identity => $"{identity.GetProperty("provider")}|{identity.GetProperty("user_id")}")];
    }
}

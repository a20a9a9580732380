using AccountLinking.Sandbox.Client;
using AccountLinking.Sandbox.Hosting;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Playwright;

namespace AccountLinking.Sandbox.Tests.App;

/// <summary>A real browser, and a sandbox that serves the sample application.</summary>
public sealed class BrowserFixture : IAsyncLifetime
{
    /// <summary>Names of other machines lead nowhere: what the browser would ask of them shows as a failure.</summary>
    private static readonly string[] Arguments = ["--host-resolver-rules=MAP * ~NOTFOUND , EXCLUDE 127.0.0.1"];

    private IPlaywright? _playwright;
    private IBrowser? _browser;
    private RunningSandbox? _sandbox;
    private SandboxClient? _control;

    /// <summary>Null where the tests can run; else why they cannot.</summary>
    public string? Obstacle { get; private set; }

    public IBrowser Browser => _browser!;

    public RunningSandbox Sandbox => _sandbox!;

    public SandboxClient Control => _control!;

    public async ValueTask InitializeAsync()
    {
        Obstacle = await FindObstacleAsync();
        if (Obstacle is not null) return;

        _sandbox = await RunningSandbox.StartAsync(SandboxOptions.OnFreePorts, NullLoggerFactory.Instance);
        _control = new SandboxClient(_sandbox.Tenant);
        _playwright = await Playwright.CreateAsync();
        _browser = await _playwright.Chromium.LaunchAsync(new BrowserTypeLaunchOptions { ExecutablePath = Chromium.Find(), Args = Arguments });
        // A laptop that builds at the same time is slow, and a step that never comes is told as such all the same.
        Assertions.SetDefaultExpectTimeout(20_000);
    }

    public async ValueTask DisposeAsync()
    {
        if (_browser is not null) await _browser.DisposeAsync();
        _playwright?.Dispose();
        _control?.Dispose();
        if (_sandbox is not null) await _sandbox.DisposeAsync();
    }

    private static async Task<string?> FindObstacleAsync()
    {
        if (Chromium.Find() is null) return Chromium.Missing;
        return await AppPackages.Npm.AreInstalledAsync()
            ? null
            : $"The packages of the sample application are not installed: {nameof(AppPackagesTests)}.{nameof(AppPackagesTests.The_packages_are_installed_as_the_lock_file_has_them)} fails and says why.";
    }
}

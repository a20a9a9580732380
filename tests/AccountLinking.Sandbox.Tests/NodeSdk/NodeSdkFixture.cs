using AccountLinking.Sandbox.Client;
using AccountLinking.Sandbox.Hosting;
using AccountLinking.Sandbox.Json;
using Microsoft.Extensions.Logging.Abstractions;

namespace AccountLinking.Sandbox.Tests.NodeSdk;

/// <summary>A sandbox that speaks TLS, and the SDK in Node that trusts its certificate.</summary>
public sealed class NodeSdkFixture : IAsyncLifetime
{
    private readonly DirectoryInfo _temporary = Directory.CreateTempSubdirectory("account-linking-");
    private RunningSandbox? _sandbox;
    private SandboxClient? _control;
    private SdkDriver? _driver;

    public SandboxClient Control => _control!;

    public SdkDriver Driver => _driver!;

    /// <summary>What the SDK calls a domain: host and port, to which it adds <c>https</c>.</summary>
    public string Domain => _sandbox!.TenantOverTls!.Authority;

    private string CertificateFile => Path.Combine(_temporary.FullName, "tenant.pem");

    public async ValueTask InitializeAsync()
    {
        await RequireSdkAsync();
        var options = SandboxOptions.OnFreePorts with { TenantHttpsPort = 0, TenantCertFile = CertificateFile };
        _sandbox = await RunningSandbox.StartAsync(options, NullLoggerFactory.Instance);
        _control = new SandboxClient(_sandbox.Tenant);
        _driver = StartDriver();
    }

    public SdkDriver StartDriver(bool trusting = true) => SdkDriver.Start(trusting ? CertificateFile : null);

    /// <summary>The SDK with a client of the seed file, which fetches its token by itself.</summary>
    public SdkClient Client(string clientId, string clientSecret, SdkDriver? driver = null) => new(driver ?? Driver, JsonMap.Empty
        .With("domain", Domain)
        .With("clientId", clientId)
        .With("clientSecret", clientSecret));

    public async ValueTask DisposeAsync()
    {
        if (_driver is not null) await _driver.DisposeAsync();
        _control?.Dispose();
        if (_sandbox is not null) await _sandbox.DisposeAsync();
        _temporary.Delete(recursive: true);
    }

    /// <summary>The reason why there is no SDK is told once, not by every test.</summary>
    private static async Task RequireSdkAsync()
    {
        var installing = NpmPackages.EnsureInstalledAsync();
        await installing.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (!installing.IsCompletedSuccessfully) throw new InvalidOperationException($"Auth0's Node SDK is not installed: {nameof(NpmPackagesTests)} tells why.");
    }
}

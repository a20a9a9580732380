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

    /// <summary>False: npm could not install it. One test tells why and fails; the others have nothing to test.</summary>
    public bool HasSdk { get; private set; }

    public async ValueTask InitializeAsync()
    {
        HasSdk = await SdkPackages.Npm.AreInstalledAsync();
        if (!HasSdk) return;
        var options = SandboxOptions.OnFreePorts with { TenantHttpsPort = 0, TenantCertFile = CertificateFile, SeedFile = await WriteSeedAsync() };
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

    /// <summary>
    /// The sandbox's own seed, a client whose tokens live for a second, and one that is the application of the sandbox's logins:
    /// Auth0 takes an ID token only from the application that it was issued to.
    /// </summary>
    private async Task<string> WriteSeedAsync()
    {
        var seed = JsonMap.Parse(await File.ReadAllTextAsync(new SandboxOptions().SeedFile));
        JsonMap[] more =
        [
            JsonMap.Parse("""{"client_id": "short-lived", "client_secret": "short-lived-secret", "scopes": ["read:users"], "token_lifetime": 1}"""),
            JsonMap.Parse("""{"client_id": "sandbox-app", "client_secret": "sandbox-app-secret", "scopes": ["update:users"]}"""),
        ];
        var file = Path.Combine(_temporary.FullName, "seed.json");
        await File.WriteAllTextAsync(file, seed.With("clients", JsonValue.From(seed["clients"].EnumerateArray().Concat(more.Select(client => client.ToElement())))).ToString());
        return file;
    }
}

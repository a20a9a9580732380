using System.Security.Cryptography.X509Certificates;
using AccountLinking.Sandbox.Hosting;
using Microsoft.Extensions.Logging.Abstractions;

namespace AccountLinking.Sandbox.Tests.Hosting;

/// <summary>A sandbox that speaks TLS, and the certificate that it wrote.</summary>
public sealed class TlsFixture : IAsyncLifetime
{
    private readonly DirectoryInfo _temporary = Directory.CreateTempSubdirectory("account-linking-");
    private RunningSandbox? _sandbox;
    private X509Certificate2? _certificate;

    public RunningSandbox Sandbox => _sandbox!;

    public X509Certificate2 Certificate => _certificate!;

    public async ValueTask InitializeAsync()
    {
        var file = Path.Combine(_temporary.FullName, "tenant.pem");
        _sandbox = await RunningSandbox.StartAsync(SandboxOptions.OnFreePorts with { TenantHttpsPort = 0, TenantCertFile = file }, NullLoggerFactory.Instance);
        _certificate = X509CertificateLoader.LoadCertificateFromFile(file);
    }

    /// <summary>A client that trusts these certificates and no others.</summary>
    public static HttpClient Trusting(params X509Certificate2[] certificates)
    {
        var policy = new X509ChainPolicy { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck };
        policy.CustomTrustStore.AddRange(certificates);
        return new HttpClient(new SocketsHttpHandler { UseProxy = false, SslOptions = { CertificateChainPolicy = policy } });
    }

    public async ValueTask DisposeAsync()
    {
        _certificate?.Dispose();
        if (_sandbox is not null) await _sandbox.DisposeAsync();
        _temporary.Delete(recursive: true);
    }
}

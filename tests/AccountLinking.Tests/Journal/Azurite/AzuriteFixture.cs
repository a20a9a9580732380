using System.Net.Http.Headers;
using System.Security.Cryptography.X509Certificates;
using AccountLinking.Journal.Stores;
using AccountLinking.Journal.Stores.Blobs;
using AccountLinking.Sandbox.Hosting;
using Azure.Core.Pipeline;

namespace AccountLinking.Tests.Journal.Azurite;

/// <summary>Azurite over TLS with an empty container, and stores that trust its certificate.</summary>
public sealed class AzuriteFixture : IAsyncLifetime
{
    private const string ContainerName = "journal";

    private readonly DirectoryInfo _temporary = Directory.CreateTempSubdirectory("account-linking-");
    private X509Certificate2? _certificate;
    private AzuriteServer? _server;
    private HttpClientTransport? _transport;

    public Uri Container => ContainerOf(ContainerName);

    public async ValueTask InitializeAsync()
    {
        _certificate = TenantCertificate.Create(DateTimeOffset.UtcNow);
        TenantCertificate.WritePem(_certificate, Path.Combine(_temporary.FullName, "cert.pem"));
        using (var key = _certificate.GetECDsaPrivateKey()!)
            await File.WriteAllTextAsync(Path.Combine(_temporary.FullName, "key.pem"), key.ExportPkcs8PrivateKeyPem());
        _server = await AzuriteServer.StartAsync(_temporary.FullName);
        _transport = new HttpClientTransport(MakeHandler());
        await PutAsync("?restype=container");
    }

    public Uri ContainerOf(string name) => new($"{_server!.Account}/{name}");

    internal BlobJournalStore Open(string container = ContainerName) => new(ContainerOf(container), new StorageToken(), _transport);

    /// <summary>A store whose line to storage can be disturbed.</summary>
    internal (BlobJournalStore Store, Line Line) OpenOverLine(int? pageSize = null)
    {
        var line = new Line(MakeHandler());
        return (new BlobJournalStore(Container, new StorageToken(), new HttpClientTransport(line)) { PageSize = pageSize }, line);
    }

    internal BlobJournalStore OpenWith(StorageToken credential) => new(Container, credential, _transport);

    /// <summary>Past the store: something with this name and nothing in it.</summary>
    public async Task PutAsync(string nameOrQuery)
    {
        using var client = new HttpClient(MakeHandler());
        using var request = new HttpRequestMessage(HttpMethod.Put, nameOrQuery is ['?', ..] ? $"{Container}{nameOrQuery}" : $"{Container}/{nameOrQuery}");
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", StorageToken.Make());
        request.Headers.Add("x-ms-version", "2024-11-04");
        request.Headers.Add("x-ms-blob-type", "BlockBlob");
        request.Content = new ByteArrayContent([]);
        using var answer = await client.SendAsync(request);
        answer.EnsureSuccessStatusCode();
    }

    public async ValueTask DisposeAsync()
    {
        _transport?.Dispose();
        if (_server is not null) await _server.DisposeAsync();
        _certificate?.Dispose();
        _temporary.Delete(recursive: true);
    }

    /// <summary>The service's own, but that it trusts Azurite's certificate, and no other.</summary>
    private SocketsHttpHandler MakeHandler()
    {
        var policy = new X509ChainPolicy { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck };
        policy.CustomTrustStore.Add(_certificate!);
        var handler = BlobContainer.MakeHandler();
        handler.UseProxy = false;
        handler.SslOptions.CertificateChainPolicy = policy;
        return handler;
    }
}

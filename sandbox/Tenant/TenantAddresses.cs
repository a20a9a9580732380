namespace AccountLinking.Sandbox.Tenant;

/// <summary>
/// Where the tenant answers. It has one issuer, its HTTP address, whichever address a request came to; an access token for
/// any of its addresses is good at all of them, as a client reaches it by the name and scheme that it was given.
/// </summary>
public sealed class TenantAddresses
{
    private HashSet<string> _audiences = [];

    public Uri Http { get; private set; } = new("http://127.0.0.1");

    /// <summary>Null unless TLS was asked for.</summary>
    public Uri? Https { get; private set; }

    /// <summary>Ends in a slash, as Auth0's issuer does.</summary>
    public string Issuer => Http.AbsoluteUri;

    /// <summary>Ports are known only once the server listens.</summary>
    public void Bind(int httpPort, int? httpsPort)
    {
        Http = new Uri($"http://127.0.0.1:{httpPort}");
        Https = httpsPort is { } tls ? new Uri($"https://localhost:{tls}") : null;
        string[] bases = [$"http://127.0.0.1:{httpPort}", $"http://localhost:{httpPort}"];
        string[] secure = httpsPort is { } port ? [$"https://127.0.0.1:{port}", $"https://localhost:{port}"] : [];
        _audiences = bases.Concat(secure).Select(address => $"{address}/api/v2/").ToHashSet(StringComparer.Ordinal);
    }

    public bool IsManagementApi(string audience) => _audiences.Contains(audience);
}

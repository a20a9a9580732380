using System.Net;
using System.Net.Sockets;

namespace AccountLinking.Sandbox.Tests.NodeSdk;

public sealed class NpmCiTests : IDisposable
{
    private readonly DirectoryInfo _temporary = Directory.CreateTempSubdirectory("account-linking-");

    public void Dispose() => _temporary.Delete(recursive: true);

    [Fact]
    public async Task Says_that_npm_ci_failed_and_why_when_the_registry_cannot_be_reached()
    {
        foreach (var file in (string[])["package.json", "package-lock.json"]) File.Copy(Path.Combine(SdkPackages.Npm.Folder, file), Path.Combine(_temporary.FullName, file));
        // Bound and not listening: the port refuses, and nobody else can take it meanwhile.
        using var refusing = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        refusing.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        var registry = $"http://{refusing.LocalEndPoint}";

        var error = await Assert.ThrowsAsync<InvalidOperationException>(() => NpmCi.RunAsync(
            SdkPackages.Name,
            _temporary.FullName,
            new Dictionary<string, string>
            {
                ["npm_config_registry"] = registry,
                ["npm_config_cache"] = Path.Combine(_temporary.FullName, "cache"),
                ["npm_config_fetch_retries"] = "0",
                ["npm_config_noproxy"] = "127.0.0.1",
                ["npm_config_loglevel"] = "notice",
            },
            TestContext.Current.CancellationToken));

        Assert.StartsWith(
            "Auth0's Node SDK could not be installed: 'npm ci' ended with 1. It needs the npm registry the first time. npm's last lines:\n",
            error.Message,
            StringComparison.Ordinal);
        var lines = error.Message.Split('\n');
        Assert.Contains(lines, line => line.Contains($"request to {registry}/", StringComparison.Ordinal) && line.Contains("connect ECONNREFUSED", StringComparison.Ordinal));
        Assert.False(Directory.Exists(Path.Combine(_temporary.FullName, "node_modules", "auth0")));
    }
}

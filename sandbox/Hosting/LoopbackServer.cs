using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using AccountLinking.Configuration;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;

namespace AccountLinking.Sandbox.Hosting;

/// <summary>
/// One Kestrel server on 127.0.0.1. It reads no settings from its surroundings: a stray <c>ASPNETCORE_URLS</c> or
/// <c>appsettings.json</c> must not move a sandbox.
/// </summary>
public sealed class LoopbackServer : IAsyncDisposable
{
    private const int MaxBodyBytes = 1024 * 1024;

    private readonly WebApplication _app;

    private LoopbackServer(WebApplication app) => _app = app;

    /// <summary>The ports in the order in which they were asked for.</summary>
    public IReadOnlyList<int> Ports { get; private set; } = [];

    public static async Task<LoopbackServer> StartAsync(
        string name,
        IReadOnlyList<ListenPort> ports,
        ILoggerFactory logging,
        Action<WebApplication> map,
        X509Certificate2? certificate = null,
        Action<WebApplicationBuilder>? compose = null)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.Services.AddRoutingCore();
        builder.Services.AddSingleton(logging).AddSingleton(typeof(ILogger<>), typeof(Logger<>));
        builder.WebHost.UseKestrelCore().UseKestrelHttpsConfiguration().ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = MaxBodyBytes;
            foreach (var port in ports)
            {
                kestrel.Listen(IPAddress.Loopback, port.Number, listen =>
                {
                    if (port.Tls) listen.UseHttps(certificate!);
                });
            }
        });
        compose?.Invoke(builder);
        var server = new LoopbackServer(builder.Build());
        map(server._app);
        await server.ListenAsync(name, ports);
        return server;
    }

    public async ValueTask DisposeAsync()
    {
        // Requests that are on their way may end, but nobody waits for one that will not.
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(1));
        await _app.StopAsync(patience.Token);
        await _app.DisposeAsync();
    }

    private async Task ListenAsync(string name, IReadOnlyList<ListenPort> ports)
    {
        try
        {
            await _app.StartAsync();
        }
        catch (Exception failed) when (failed is IOException or SocketException)
        {
            await _app.DisposeAsync();
            throw new StartException(Explain(name, ports, failed));
        }
        catch (SettingsException wrong)
        {
            await _app.DisposeAsync();
            throw new StartException(wrong.Message);
        }

        var addresses = _app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses;
        Ports = [.. addresses.Select(address => new Uri(address).Port)];
    }

    private static string Explain(string name, IReadOnlyList<ListenPort> ports, Exception failed)
    {
        // Kestrel names the port that failed, but no option; with two ports the message decides which one it was.
        var port = ports.FirstOrDefault(port => failed.Message.Contains($":{port.Number}:", StringComparison.Ordinal)) ?? ports[0];
        return $"The {name} cannot listen on 127.0.0.1:{port.Number}, perhaps because something else does: {failed.GetBaseException().Message}. "
            + $"Choose another port with {port.Option}; 0 means any.";
    }
}

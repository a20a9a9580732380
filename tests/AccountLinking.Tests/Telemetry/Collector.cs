using System.Collections.Concurrent;
using System.Net;
using System.Text;
using AccountLinking.Sandbox.Client;
using AccountLinking.Sandbox.Hosting;
using AccountLinking.Tests.EndToEnd;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging.Abstractions;

namespace AccountLinking.Tests.Telemetry;

/// <summary>An OpenTelemetry collector that takes whatever is sent to it.</summary>
internal sealed class Collector : IAsyncDisposable
{
    private LoopbackServer _server = null!;

    public string Address => $"http://127.0.0.1:{_server.Ports[0]}/";

    /// <summary>By path and content type: all that was sent so, as text. Texts stand in protobuf as they are.</summary>
    public ConcurrentDictionary<string, string> Requests { get; } = new(StringComparer.Ordinal);

    /// <summary>What stood in the header <c>api-key</c>.</summary>
    public ConcurrentQueue<string> Keys { get; } = new();

    public static async Task<Collector> StartAsync()
    {
        var collector = new Collector();
        collector._server = await LoopbackServer.StartAsync("collector", [new ListenPort(0, "--collector-port")], NullLoggerFactory.Instance, app => app.Run(collector.TakeAsync));
        return collector;
    }

    public static SandboxOptions Exporting(params (string Name, string Value)[] variables) =>
        SandboxOptions.OnFreePorts with { ServiceSettings = variables.ToDictionary(variable => variable.Name, variable => (string?)variable.Value) };

    /// <summary>A service that has something to tell; what was gathered is sent when it ends.</summary>
    public static async Task HearAsync(SandboxOptions options)
    {
        await using var sandbox = await RunningSandbox.StartAsync(options, NullLoggerFactory.Instance);
        using var client = new SandboxClient(sandbox.Tenant);
        var service = new ServiceClient(sandbox.Service);
        await client.InsertUserAsync("""{"user_id": "auth0|hand", "created_at": "2020-01-01T00:00:00.000Z", "app_metadata": {"userSocialSecurityNumber": "196802020575"} }""");
        await client.InsertUserAsync("""{"user_id": "oidc|swedish-bankid|anna", "ssn": "196802020575", "created_at": "2026-01-01T00:00:00.000Z"}""");
        await client.InsertUserAsync("""{"user_id": "oidc|swedish-bankid|bo", "ssn": "197503144128"}""");
        Assert.Equal(HttpStatusCode.OK, (await service.LinkAsync("oidc|swedish-bankid|anna")).Status);
        Assert.Equal(HttpStatusCode.OK, (await service.LinkAsync("oidc|swedish-bankid|bo")).Status);
    }

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    private async Task TakeAsync(HttpContext context)
    {
        using var body = new MemoryStream();
        await context.Request.Body.CopyToAsync(body);
        Keys.Enqueue(context.Request.Headers["api-key"].ToString());
        var text = Encoding.Latin1.GetString(body.ToArray());
        Requests.AddOrUpdate($"{context.Request.Path} {context.Request.ContentType}", text, (_, earlier) => earlier + text);
    }
}

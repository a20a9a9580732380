using System.Collections.Concurrent;
using AccountLinking.Sandbox.Hosting;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging.Abstractions;

namespace AccountLinking.Tests.Auth0.Tokens;

/// <summary>A tenant that tells its keys and nothing else, and can do so wrongly, where the sandbox's is always right.</summary>
internal sealed class JwksDouble : IAsyncDisposable
{
    private LoopbackServer _server = null!;

    public ConcurrentQueue<string> Requests { get; } = new();

    public Uri Address => new($"http://127.0.0.1:{_server.Ports[0]}/");

    /// <summary>What it tells now.</summary>
    public string Keys { get; set; } = TokenSigner.Jwks(TokenSigner.Jwk(TokenSigner.Key));

    /// <summary>Answers in place of that.</summary>
    public Func<HttpContext, Task>? Trouble { get; set; }

    public static async Task<JwksDouble> StartAsync()
    {
        var tenant = new JwksDouble();
        tenant._server = await LoopbackServer.StartAsync("tenant", [new ListenPort(0, "--tenant-port")], NullLoggerFactory.Instance, app => app.Run(tenant.AnswerAsync));
        return tenant;
    }

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    private Task AnswerAsync(HttpContext context)
    {
        Requests.Enqueue($"{context.Request.Method} {context.Request.Path}{context.Request.QueryString}");
        return Trouble is { } trouble ? trouble(context) : context.Response.WriteAsync(Keys);
    }
}

using System.Net;
using AccountLinking.Sandbox.Hosting;
using AccountLinking.Sandbox.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Logging;

namespace AccountLinking.Sandbox.Tests.Hosting;

/// <summary>What happens when the sandbox itself fails, and when it is stopped in the middle of a request.</summary>
public sealed class FailureTests : IDisposable
{
    private readonly ErrorLog _log = new();

    [Fact]
    public async Task Is_told_without_what_the_request_held()
    {
        await using var server = await StartAsync(_ => throw new InvalidOperationException("196802020575"));
        using var http = new HttpClient();

        using var response = await http.GetAsync($"http://127.0.0.1:{server.Ports[0]}/", TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.InternalServerError, response.StatusCode);
        Assert.Equal(
            """{"error":"The sandbox itself failed; its console says where."}""",
            await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
        var line = Assert.Single(_log.Lines);
        Assert.StartsWith("The sandbox failed: InvalidOperationException", line, StringComparison.Ordinal);
        Assert.Contains(nameof(Is_told_without_what_the_request_held), line, StringComparison.Ordinal);
        Assert.DoesNotContain("196802020575", line, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_request_that_is_cut_off_by_the_end_gets_no_answer_that_looks_like_success()
    {
        var waiting = new TaskCompletionSource();
        var server = await StartAsync(context =>
        {
            waiting.SetResult();
            return RequestGuard.DelayAsync(TimeSpan.FromMinutes(1), TimeProvider.System, context);
        });
        using var http = new HttpClient();

        var request = http.GetAsync($"http://127.0.0.1:{server.Ports[0]}/", TestContext.Current.CancellationToken);
        await waiting.Task;
        await server.DisposeAsync();

        await Assert.ThrowsAsync<HttpRequestException>(() => request);
        Assert.Empty(_log.Lines);
    }

    public void Dispose() => _log.Dispose();

    private Task<LoopbackServer> StartAsync(RequestDelegate handle)
    {
        var logging = LoggerFactory.Create(builder => builder.AddProvider(_log));
        return LoopbackServer.StartAsync("test", [new ListenPort(0, "--port")], logging, app =>
        {
            app.Use(new RequestGuard((context, status, reason) =>
                context.Response.WriteJsonAsync(status, JsonMap.Empty.With("error", reason))).InvokeAsync);
            app.UseRouting();
            app.MapGet("/", handle);
        });
    }
}

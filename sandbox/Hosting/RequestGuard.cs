using Microsoft.AspNetCore.Connections;

namespace AccountLinking.Sandbox.Hosting;

/// <summary>
/// The outermost layer of a server. It has the whole body before anything happens, so that a request that arrived is carried
/// out whether or not its caller still waits, as at a real server; and it keeps what callers do wrong off the console.
/// </summary>
/// <param name="refuseAsync">Writes an answer for a request that is not HTTP as the server takes it: its status and why.</param>
public sealed class RequestGuard(Func<HttpContext, int, string, Task> refuseAsync)
{
    public async Task InvokeAsync(HttpContext context, RequestDelegate next)
    {
        try
        {
            context.Request.Body = await ReadAsync(context.Request);
            await next(context);
        }
        catch (BadHttpRequestException malformed) when (!context.Response.HasStarted)
        {
            await refuseAsync(context, malformed.StatusCode, malformed.Message);
        }
        catch (Exception) when (context.RequestAborted.IsCancellationRequested || Stopping(context).IsCancellationRequested)
        {
            // Nobody reads an answer.
        }
        catch (ConnectionResetException)
        {
            // The caller hung up in the middle of the body.
        }
    }

    /// <summary>Waits also when the caller does not: only the end of the server ends it early.</summary>
    public static Task DelayAsync(TimeSpan delay, TimeProvider clock, HttpContext context) => Task.Delay(delay, clock, Stopping(context));

    private static async Task<MemoryStream> ReadAsync(HttpRequest request)
    {
        var body = new MemoryStream();
        await request.Body.CopyToAsync(body, request.HttpContext.RequestAborted);
        body.Position = 0;
        return body;
    }

    private static CancellationToken Stopping(HttpContext context) =>
        context.RequestServices.GetRequiredService<IHostApplicationLifetime>().ApplicationStopping;
}

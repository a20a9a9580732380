using Microsoft.AspNetCore.Connections;

namespace AccountLinking.Sandbox.Hosting;

/// <summary>
/// The outermost layer of a server. It has the whole body before anything happens, so that a request that arrived is carried
/// out whether or not its caller still waits, as at a real server; and what it logs is the sandbox's own failures, never what
/// callers do wrong.
/// </summary>
/// <param name="refuseAsync">Writes an answer for a request that is not HTTP as the server takes it, or that failed: its status and why.</param>
public sealed partial class RequestGuard(Func<HttpContext, int, string, Task> refuseAsync)
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
        catch (Exception gone) when (gone is ConnectionResetException || context.RequestAborted.IsCancellationRequested || Stopping(context).IsCancellationRequested)
        {
            // The caller hung up, or the sandbox stops: what was not carried out must not look as if it had been.
            context.Abort();
        }
        catch (Exception failure) when (!context.Response.HasStarted)
        {
            Log.Failed(context.RequestServices.GetRequiredService<ILogger<RequestGuard>>(), failure.GetType().Name, failure.StackTrace);
            await refuseAsync(context, StatusCodes.Status500InternalServerError, "The sandbox itself failed; its console says where.");
        }
    }

    /// <summary>Waits also when the caller does not: only the end of the server ends it early.</summary>
    public static Task DelayAsync(TimeSpan delay, TimeProvider clock, HttpContext context) => Task.Delay(delay, clock, Stopping(context));

    private static async Task<MemoryStream> ReadAsync(HttpRequest request)
    {
        var body = new MemoryStream();
        await request.Body.CopyToAsync(body);
        body.Position = 0;
        return body;
    }

    private static CancellationToken Stopping(HttpContext context) =>
        context.RequestServices.GetRequiredService<IHostApplicationLifetime>().ApplicationStopping;

    private static partial class Log
    {
        /// <summary>Without the exception's message, which may quote what the request held.</summary>
        [LoggerMessage(EventId = 9000, Level = LogLevel.Error, Message = "The sandbox failed: {Exception}\n{StackTrace}")]
        public static partial void Failed(ILogger logger, string exception, string? stackTrace);
    }
}

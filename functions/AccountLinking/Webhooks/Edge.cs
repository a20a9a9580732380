using AccountLinking.Auth0;
using AccountLinking.Journal;
using Microsoft.AspNetCore.Http;

namespace AccountLinking.Webhooks;

/// <summary>
/// The outermost layer of every end point, on whatever host: here what went wrong becomes an answer and one line of the log.
/// Neither holds anything of the request.
/// </summary>
internal sealed partial class Edge(ILogger<Edge> logger)
{
    /// <summary>The caller hung up: nobody reads this.</summary>
    private const int ClientClosedRequest = 499;

    public async Task<IResult> GuardAsync(HttpContext context, Func<Task<IResult>> handleAsync)
    {
        // Answers name accounts.
        context.Response.Headers.CacheControl = "no-store";
        try
        {
            return await handleAsync();
        }
        catch (BadRequestException refused)
        {
            Log.Refused(logger, refused.Problem.Status, refused.Problem.Title, Problem.TraceId(context));
            return refused.Problem.ToResult(context);
        }
        catch (Auth0Exception trouble)
        {
            Log.Trouble(logger, trouble.Code, trouble.Message, Problem.TraceId(context));
            return Of(trouble.Code, trouble.Message, trouble.RetryAfter).ToResult(context);
        }
        catch (JournalException trouble)
        {
            Log.Trouble(logger, JournalException.Code, trouble.Message, Problem.TraceId(context));
            return Of(JournalException.Code, trouble.Message, retryAfter: null).ToResult(context);
        }
        catch (OperationCanceledException) when (context.RequestAborted.IsCancellationRequested)
        {
            Log.CallerGone(logger, Problem.TraceId(context));
            return Results.StatusCode(ClientClosedRequest);
        }
        catch (OperationCanceledException)
        {
            var late = Auth0Exception.BudgetExceeded();
            Log.Trouble(logger, late.Code, late.Message, Problem.TraceId(context));
            return Of(late.Code, late.Message, late.RetryAfter).ToResult(context);
        }
        catch (Exception failure)
        {
            // Without the exception's message, which may quote what the request or Auth0 held.
            Log.Failed(logger, failure.GetType().Name, failure.StackTrace, Problem.TraceId(context));
            return new Problem(StatusCodes.Status500InternalServerError, "internal_error", "The service failed; its log says where.").ToResult(context);
        }
    }

    /// <summary>Says nothing of what was wrong: neither a missing header, nor an old timestamp, nor a secret that is not ours.</summary>
    public IResult RefuseSignature(HttpContext context, WebhookCaller caller)
    {
        Log.SignatureRefused(logger, caller.Setting, Problem.TraceId(context));
        return Results.StatusCode(StatusCodes.Status401Unauthorized);
    }

    /// <summary>Only for a request whose signature is good: its headers are then the Action's.</summary>
    public IDisposable? BeginScope(HttpContext context) => logger.BeginScope(new Dictionary<string, object>(StringComparer.Ordinal)
    {
        ["WebhookId"] = context.Request.Headers[WebhookSignature.IdHeader].ToString(),
        ["TraceId"] = Problem.TraceId(context),
    });

    private static Problem Of(string code, string advice, TimeSpan? retryAfter) => new(StatusCodes.Status503ServiceUnavailable, code, "The accounts could not be looked after just now.")
    {
        Detail = advice,
        RetryAfter = retryAfter,
    };

    private static partial class Log
    {
        [LoggerMessage(EventIds.RequestRefused, LogLevel.Warning, "A request was refused with {Status}: {Why} (trace {TraceId})", EventName = nameof(EventIds.RequestRefused))]
        public static partial void Refused(ILogger logger, int status, string why, string traceId);

        [LoggerMessage(EventIds.SignatureRefused, LogLevel.Warning, "A request was refused with 401: it is not signed under one of {Secrets}, or its timestamp is further off than Webhooks:Tolerance (trace {TraceId})", EventName = nameof(EventIds.SignatureRefused))]
        public static partial void SignatureRefused(ILogger logger, string secrets, string traceId);

        [LoggerMessage(EventIds.LinkTrouble, LogLevel.Error, "{Code}: {Advice} (trace {TraceId})", EventName = nameof(EventIds.LinkTrouble))]
        public static partial void Trouble(ILogger logger, string code, string advice, string traceId);

        [LoggerMessage(EventIds.CallerGone, LogLevel.Information, "The caller hung up (trace {TraceId}).", EventName = nameof(EventIds.CallerGone))]
        public static partial void CallerGone(ILogger logger, string traceId);

        [LoggerMessage(EventIds.RequestFailed, LogLevel.Error, "The service failed: {Exception} (trace {TraceId})\n{StackTrace}", EventName = nameof(EventIds.RequestFailed))]
        public static partial void Failed(ILogger logger, string exception, string? stackTrace, string traceId);
    }
}

using System.Globalization;
using AccountLinking.Auth0;
using AccountLinking.Journal;
using AccountLinking.Telemetry;
using Microsoft.AspNetCore.Http;

namespace AccountLinking.Webhooks;

/// <summary>
/// The outermost layer of every end point, on whatever host: here what went wrong becomes an answer and one line of the log.
/// Neither holds anything of the request.
/// </summary>
internal sealed partial class Edge(ServiceTelemetry telemetry, TimeProvider clock, ILogger<Edge> logger)
{
    /// <summary>The caller hung up: nobody reads this.</summary>
    private const int ClientClosedRequest = 499;

    /// <summary>Of what another one made up, and is told.</summary>
    private const int LongestId = 128;

    /// <summary>What is told of answers that have no code of their own.</summary>
    private const string CallerGone = "caller_gone";
    private const string SignatureRefused = "signature_refused";

    public async Task<IResult> GuardAsync(HttpContext context, ServiceRoute route, Func<ObservedRequest, Task<IResult>> handleAsync)
    {
        // Answers name accounts.
        context.Response.Headers.CacheControl = "no-store";
        using var request = new ObservedRequest(telemetry, route, telemetry.BeginRequest(route.ToString(), Problem.ActivityOf(context)), clock);
        request.Scope.Add("TraceId", Problem.TraceId(context));
        using var scope = logger.BeginScope(request.Scope);
        return request.Answer(await AnswerAsync(context, route, request, handleAsync));
    }

    /// <summary>Says nothing of what was wrong: neither a missing header, nor an old timestamp, nor a secret that is not ours.</summary>
    public IResult RefuseSignature(HttpContext context, ObservedRequest request, WebhookCaller caller)
    {
        request.FailsWith(SignatureRefused);
        Log.SignatureRefused(logger, caller.Setting, Problem.TraceId(context));
        return Results.StatusCode(StatusCodes.Status401Unauthorized);
    }

    /// <summary>Only of a request whose signature is good: its headers are then the Action's.</summary>
    public void Identify(ObservedRequest request, HttpContext context)
    {
        if (long.TryParse(context.Request.Headers[WebhookSignature.TimestampHeader], NumberStyles.None, CultureInfo.InvariantCulture, out var signed)) request.TellAge(clock.GetUtcNow() - DateTimeOffset.FromUnixTimeSeconds(signed));
        var id = context.Request.Headers[WebhookSignature.IdHeader].ToString();
        if (id.Length > LongestId || !id.All(char.IsAscii) || id.Any(char.IsControl)) return;
        request.Scope.Add("WebhookId", id);
        request.Tag(TelemetryNames.WebhookId, id);
    }

    private async Task<IResult> AnswerAsync(HttpContext context, ServiceRoute route, ObservedRequest request, Func<ObservedRequest, Task<IResult>> handleAsync)
    {
        try
        {
            return await handleAsync(request);
        }
        catch (RefusedException refused)
        {
            if (route.IsForBrowsers) Log.PersonRefused(logger, refused.Problem.Status, refused.Problem.Code, refused.Problem.Reason ?? "-", Problem.TraceId(context));
            else Log.Refused(logger, refused.Problem.Status, refused.Problem.Title, Problem.TraceId(context));
            return request.Refuse(refused.Problem, context);
        }
        catch (Auth0Exception trouble)
        {
            return Refuse(context, request, trouble.Code, trouble.Message, trouble.RetryAfter);
        }
        catch (JournalException trouble)
        {
            return Refuse(context, request, JournalException.Code, trouble.Message, retryAfter: null);
        }
        catch (OperationCanceledException) when (context.RequestAborted.IsCancellationRequested)
        {
            request.FailsWith(CallerGone);
            Log.CallerGone(logger, Problem.TraceId(context));
            return Results.StatusCode(ClientClosedRequest);
        }
        catch (OperationCanceledException)
        {
            var late = Auth0Exception.BudgetExceeded();
            return Refuse(context, request, late.Code, late.Message, late.RetryAfter);
        }
        catch (Exception failure)
        {
            // Without the exception's message, which may quote what the request or Auth0 held.
            Log.Failed(logger, failure.GetType().Name, failure.StackTrace, Problem.TraceId(context));
            return request.Refuse(new Problem(StatusCodes.Status500InternalServerError, ProblemCode.InternalError, "The service failed; its log says where."), context);
        }
    }

    private IResult Refuse(HttpContext context, ObservedRequest request, string code, string advice, TimeSpan? retryAfter)
    {
        Log.Trouble(logger, code, advice, Problem.TraceId(context));
        return request.Refuse(Of(code, advice, retryAfter), context);
    }

    private static Problem Of(string code, string advice, TimeSpan? retryAfter) => new(StatusCodes.Status503ServiceUnavailable, code, "The accounts could not be looked after just now.")
    {
        Detail = advice,
        RetryAfter = retryAfter,
    };

    private static partial class Log
    {
        [LoggerMessage(EventIds.RequestRefused, LogLevel.Warning, "A request was refused with {Status}: {Why} (trace {TraceId})", EventName = nameof(EventIds.RequestRefused))]
        public static partial void Refused(ILogger logger, int status, string why, string traceId);

        /// <summary>People make mistakes all day, and so do those who develop for them.</summary>
        [LoggerMessage(EventIds.PersonRefused, LogLevel.Information, "A person's application was refused with {Status}: {Code} (reason {Reason}, trace {TraceId})", EventName = nameof(EventIds.PersonRefused))]
        public static partial void PersonRefused(ILogger logger, int status, string code, string reason, string traceId);

        [LoggerMessage(EventIds.SignatureRefused, LogLevel.Warning, "A request was refused with 401: it is not signed under one of {Secrets}, or its timestamp is further off than Webhooks:Tolerance (trace {TraceId})", EventName = nameof(EventIds.SignatureRefused))]
        public static partial void SignatureRefused(ILogger logger, string secrets, string traceId);

        [LoggerMessage(EventIds.RequestTrouble, LogLevel.Error, "{Code}: {Advice} (trace {TraceId})", EventName = nameof(EventIds.RequestTrouble))]
        public static partial void Trouble(ILogger logger, string code, string advice, string traceId);

        [LoggerMessage(EventIds.CallerGone, LogLevel.Information, "The caller hung up (trace {TraceId}).", EventName = nameof(EventIds.CallerGone))]
        public static partial void CallerGone(ILogger logger, string traceId);

        [LoggerMessage(EventIds.RequestFailed, LogLevel.Error, "The service failed: {Exception} (trace {TraceId})\n{StackTrace}", EventName = nameof(EventIds.RequestFailed))]
        public static partial void Failed(ILogger logger, string exception, string? stackTrace, string traceId);
    }
}

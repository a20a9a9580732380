using System.Diagnostics;
using AccountLinking.Auth0;
using AccountLinking.Telemetry;
using Microsoft.AspNetCore.Http;

namespace AccountLinking.Webhooks;

/// <summary>What is told of one request: how it ends, and what its lines in the log belong to.</summary>
internal sealed class ObservedRequest(ServiceTelemetry telemetry, ServiceRoute route, Activity? span, TimeProvider clock) : IDisposable
{
    private readonly long _started = clock.GetTimestamp();
    private string? _outcome;
    private string? _rule;
    private string? _reason;
    private string? _error;
    private int _status = StatusCodes.Status500InternalServerError;

    /// <summary>Of every line that is logged for the request.</summary>
    public RequestScope Scope { get; } = new();

    /// <summary>Its time; null where it has none.</summary>
    public RequestBudget? Budget { get; set; }

    /// <summary>It did what it is for.</summary>
    public void EndsAs(string outcome, string? rule = null, string? reason = null) => (_outcome, _rule, _reason) = (outcome, rule, reason);

    /// <summary>It is refused, or cannot be done.</summary>
    public void FailsWith(string code) => _error = code;

    /// <summary>Ends with an answer that says why.</summary>
    public IResult Refuse(Problem problem, HttpContext context)
    {
        FailsWith(problem.Code);
        _reason = problem.Reason;
        return problem.ToResult(context);
    }

    /// <summary>It was signed so long ago.</summary>
    public void TellAge(TimeSpan age) => telemetry.TellAge(route.FullPath, age);

    /// <summary>For the span alone: values of which there are many.</summary>
    public void Tag(string name, object? value)
    {
        if (value is not null) span?.SetTag(name, value);
    }

    public IResult Answer(IResult result)
    {
        _status = (result as IStatusCodeHttpResult)?.StatusCode ?? StatusCodes.Status200OK;
        return result;
    }

    public void Dispose()
    {
        TagList tags = new() { { TelemetryNames.Method, route.Method.Method }, { TelemetryNames.Route, route.FullPath }, { TelemetryNames.Status, _status } };
        foreach (var (name, value) in Ending) tags.Add(name, value);
        telemetry.TellRequest(tags, clock.GetElapsedTime(_started), Budget?.Remaining);
        if (span is null) return;
        span.SetTag(TelemetryNames.Method, route.Method.Method).SetTag(TelemetryNames.Route, route.FullPath);
        span.SetTag(TelemetryNames.Status, _status);
        foreach (var (name, value) in Ending) span.SetTag(name, value);
        if (_status >= StatusCodes.Status500InternalServerError) span.SetStatus(ActivityStatusCode.Error, _error);
        span.Dispose();
    }

    private IEnumerable<KeyValuePair<string, object?>> Ending =>
        new[] { (TelemetryNames.Outcome, _outcome), (TelemetryNames.Rule, _rule), (TelemetryNames.Reason, _reason), (TelemetryNames.ErrorType, _error) }
            .Where(tag => tag.Item2 is not null).Select(tag => KeyValuePair.Create(tag.Item1, (object?)tag.Item2));
}

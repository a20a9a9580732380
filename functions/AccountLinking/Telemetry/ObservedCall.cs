using System.Diagnostics;

namespace AccountLinking.Telemetry;

/// <summary>What is told of one call to somebody else.</summary>
internal sealed class ObservedCall(ServiceTelemetry telemetry, string peer, string call, Activity? span, TimeProvider clock) : IDisposable
{
    private readonly long _started = clock.GetTimestamp();
    private int? _status;
    private string? _error = "no_answer";
    private bool _isGivenUp;

    /// <summary>It was answered; whether well is for the status to say.</summary>
    public void Answered(int status) => (_status, _error) = (status, status >= 400 ? $"{status}" : null);

    /// <summary>It was done, by whoever has no statuses.</summary>
    public void Succeeded() => _error = null;

    /// <summary>It was not done.</summary>
    /// <param name="type">A word of ours.</param>
    public void Failed(string type) => _error = type;

    /// <summary>Whoever it was for waits no more: neither side has failed.</summary>
    public void GivenUp() => (_error, _isGivenUp) = ("cancelled", true);

    public void Dispose()
    {
        TagList tags = new() { { TelemetryNames.Peer, peer }, { TelemetryNames.Call, call } };
        if (_status is { } status) tags.Add(TelemetryNames.Status, status);
        if (_error is { } error) tags.Add(TelemetryNames.ErrorType, error);
        telemetry.TellCall(tags, clock.GetElapsedTime(_started));
        if (span is null) return;
        if (_status is { } answered) span.SetTag(TelemetryNames.Status, answered);
        if (_error is { } failure) span.SetTag(TelemetryNames.ErrorType, failure);
        if (_error is not null && !_isGivenUp) span.SetStatus(ActivityStatusCode.Error, _error);
        span.Dispose();
    }
}

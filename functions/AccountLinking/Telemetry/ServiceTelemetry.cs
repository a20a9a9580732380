using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace AccountLinking.Telemetry;

/// <summary>
/// What the service tells of its work, in .NET's own terms (<see cref="ActivitySource"/>, <see cref="Meter"/>), to whoever listens: a span for each request with one below it
/// for each call to Auth0, the CRM and the journal, and numbers. Where nobody listens it costs next to nothing.
/// </summary>
internal sealed class ServiceTelemetry : IDisposable
{
    /// <summary>ASP.NET Core's own activity of a request. It is nobody's to export: a function key may stand in the query that it holds.</summary>
    private const string ActivityOfKestrel = "Microsoft.AspNetCore.Hosting.HttpRequestIn";

    private static readonly InstrumentAdvice<double> Seconds = new() { HistogramBucketBoundaries = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2, 3, 4, 5, 6, 8, 10, 15, 20] };

    private static readonly InstrumentAdvice<double> Parts = new() { HistogramBucketBoundaries = [0, 0.05, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1] };

    private readonly ActivitySource _source = new(TelemetryNames.Source);
    private readonly TimeProvider _clock;
    private readonly Counter<long> _requests;
    private readonly Histogram<double> _requestDuration;
    private readonly Histogram<double> _budgetLeft;
    private readonly Histogram<double> _age;
    private readonly Counter<long> _calls;
    private readonly Histogram<double> _callDuration;
    private readonly Counter<long> _retries;
    private readonly Gauge<long> _rateLimitRemaining;
    private readonly Gauge<long> _rateLimit;
    private readonly Histogram<double> _rateLimitLeft;
    private readonly Counter<long> _records;
    private readonly Gauge<long> _stuck;

    public ServiceTelemetry(IMeterFactory meters, TimeProvider clock)
    {
        _clock = clock;
        var meter = meters.Create(new MeterOptions(TelemetryNames.Source));
        _requests = meter.CreateCounter<long>("account_linking.requests", "{request}", "Requests that were answered, by outcome, or by the error's code.");
        _requestDuration = meter.CreateHistogram("account_linking.request.duration", "s", "How long a request took.", advice: Seconds);
        _budgetLeft = meter.CreateHistogram("account_linking.request.budget_left", "s", "What was left of a request's time at its end.", advice: Seconds);
        _age = meter.CreateHistogram("account_linking.request.age", "s", "How old a signed request was when it was taken: its way here, and whatever it waited for, such as an instance that had to start.", advice: Seconds);
        _calls = meter.CreateCounter<long>("account_linking.calls", "{call}", "Calls to Auth0 and the CRM, each attempt for itself, and to the journal.");
        _callDuration = meter.CreateHistogram("account_linking.call.duration", "s", "How long such a call took.", advice: Seconds);
        _retries = meter.CreateCounter<long>("account_linking.retries", "{retry}", "Calls that are made again because the one before failed.");
        _rateLimitRemaining = meter.CreateGauge<long>("account_linking.auth0.rate_limit.remaining", "{call}", "How many calls Auth0 would have taken at once, after its last answer.");
        _rateLimit = meter.CreateGauge<long>("account_linking.auth0.rate_limit.limit", "{call}", "How many calls Auth0 takes at once at most, by its last answer.");
        _rateLimitLeft = meter.CreateHistogram("account_linking.auth0.rate_limit.left", "1", "Which part of the calls that Auth0 takes at once was left after an answer: its least shows what a gauge misses in between.", advice: Parts);
        _records = meter.CreateCounter<long>("account_linking.journal.records", "{record}", "Records of links that have come into a state.");
        _stuck = meter.CreateGauge<long>("account_linking.journal.stuck", "{record}", "Records of links that were begun, and cannot be settled for a quarter of an hour, by the last sweep.");
    }

    public void Dispose() => _source.Dispose();

    /// <summary>Whether a span is of this service, where several run in one process.</summary>
    internal bool IsMine(Activity span) => ReferenceEquals(span.Source, _source);

    /// <summary>
    /// The span of a request: below the one that the Functions worker has begun for it; else below whatever the caller's is, or a trace of its own. Null: nobody listens.
    /// </summary>
    /// <param name="host">The activity that the host has for the request, if any.</param>
    public Activity? BeginRequest(string name, Activity? host)
    {
        if (!_source.HasListeners()) return null;
        // Without the caller's trace state, which is a text of the caller's own.
        if (host is not null && host.OperationName != ActivityOfKestrel) return _source.StartActivity(name, ActivityKind.Internal, new ActivityContext(host.TraceId, host.SpanId, host.ActivityTraceFlags));
        // Else Kestrel's would be the parent, which nobody exports. When the span ends nobody looks for it either.
        Activity.Current = null;
        var caller = host is { ParentSpanId: var parent } && parent != default ? new ActivityContext(host.TraceId, parent, host.ActivityTraceFlags, isRemote: true) : default;
        return _source.StartActivity(name, ActivityKind.Server, caller);
    }

    /// <summary>A call whose end is told when this is disposed.</summary>
    /// <param name="peer">Whom it goes to.</param>
    /// <param name="call">What it is, as the other's documentation has it: nothing of the request itself.</param>
    /// <param name="resends">How often it was sent before.</param>
    public ObservedCall BeginCall(string peer, string call, int resends = 0)
    {
        var span = _source.StartActivity(call, ActivityKind.Client);
        if (span is not null) Describe(span, peer, call, resends);
        return new ObservedCall(this, peer, call, span, _clock);
    }

    /// <summary>Work that nobody has asked for. Null: nobody listens.</summary>
    public Activity? BeginWork(string name) => _source.StartActivity(name);

    /// <summary>A call is made again.</summary>
    public void CountRetry(string peer, string call) => _retries.Add(1, new(TelemetryNames.Peer, peer), new(TelemetryNames.Call, call));

    /// <summary>A record has come into a state.</summary>
    public void CountRecord(string state) => _records.Add(1, new KeyValuePair<string, object?>(TelemetryNames.State, state));

    /// <summary>A sweep has ended.</summary>
    public void TellStuck(int records) => _stuck.Record(records);

    /// <summary>What Auth0 said of its rate limit.</summary>
    public void TellHeadroom(string call, (long Remaining, long Limit) headroom)
    {
        _rateLimitRemaining.Record(headroom.Remaining, new KeyValuePair<string, object?>(TelemetryNames.Call, call));
        _rateLimit.Record(headroom.Limit, new KeyValuePair<string, object?>(TelemetryNames.Call, call));
        if (headroom.Limit > 0) _rateLimitLeft.Record((double)headroom.Remaining / headroom.Limit, new KeyValuePair<string, object?>(TelemetryNames.Call, call));
    }

    /// <summary>A request was signed so long ago.</summary>
    public void TellAge(string route, TimeSpan age) => _age.Record(Math.Max(0, age.TotalSeconds), new KeyValuePair<string, object?>(TelemetryNames.Route, route));

    /// <summary>A request has ended.</summary>
    /// <param name="left">Of its time; null where it has none.</param>
    public void TellRequest(in TagList tags, TimeSpan took, TimeSpan? left)
    {
        _requests.Add(1, tags);
        _requestDuration.Record(took.TotalSeconds, tags);
        if (left is { } time) _budgetLeft.Record(Math.Max(0, time.TotalSeconds), tags);
    }

    /// <summary>A call has ended.</summary>
    public void TellCall(in TagList tags, TimeSpan took)
    {
        _calls.Add(1, tags);
        _callDuration.Record(took.TotalSeconds, tags);
    }

    private static void Describe(Activity span, string peer, string call, int resends)
    {
        span.SetTag(TelemetryNames.Peer, peer);
        if (call.Split(' ') is [var method, ['/', ..] template]) span.SetTag(TelemetryNames.Method, method).SetTag(TelemetryNames.UrlTemplate, template);
        if (resends > 0) span.SetTag(TelemetryNames.ResendCount, resends);
    }
}

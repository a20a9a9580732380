using System.Collections.Concurrent;
using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace AccountLinking.Tests.Telemetry;

/// <summary>All that is told of spans and numbers while it listens.</summary>
internal sealed class Heard : IDisposable
{
    private readonly ActivityListener _spans;
    private readonly MeterListener _numbers = new();

    /// <param name="listensTo">The instruments to listen to.</param>
    public Heard(Func<Instrument, bool> listensTo)
    {
        _spans = new ActivityListener
        {
            ShouldListenTo = _ => true,
            Sample = (ref _) => ActivitySamplingResult.AllDataAndRecorded,
            ActivityStopped = Spans.Enqueue,
        };
        ActivitySource.AddActivityListener(_spans);
        _numbers.InstrumentPublished = (instrument, listener) =>
        {
            if (listensTo(instrument)) listener.EnableMeasurementEvents(instrument);
        };
        _numbers.SetMeasurementEventCallback<long>((instrument, value, tags, _) => Numbers.Enqueue(new Number(instrument.Name, value, Describe(tags))));
        _numbers.SetMeasurementEventCallback<int>((instrument, value, tags, _) => Numbers.Enqueue(new Number(instrument.Name, value, Describe(tags))));
        _numbers.SetMeasurementEventCallback<float>((instrument, value, tags, _) => Numbers.Enqueue(new Number(instrument.Name, value, Describe(tags))));
        _numbers.SetMeasurementEventCallback<decimal>((instrument, value, tags, _) => Numbers.Enqueue(new Number(instrument.Name, (double)value, Describe(tags))));
        _numbers.SetMeasurementEventCallback<short>((instrument, value, tags, _) => Numbers.Enqueue(new Number(instrument.Name, value, Describe(tags))));
        _numbers.SetMeasurementEventCallback<byte>((instrument, value, tags, _) => Numbers.Enqueue(new Number(instrument.Name, value, Describe(tags))));
        _numbers.SetMeasurementEventCallback<double>((instrument, value, tags, _) => Numbers.Enqueue(new Number(instrument.Name, value, Describe(tags))));
        _numbers.Start();
    }

    public ConcurrentQueue<Activity> Spans { get; } = new();

    public ConcurrentQueue<Number> Numbers { get; } = new();

    public static string Describe(Activity span) =>
        $"{span.Source.Name} {span.DisplayName} {span.StatusDescription} {span.TraceStateString} {string.Join(' ', span.TagObjects.Concat(span.Events.SelectMany(happened => happened.Tags)).Concat(span.Links.SelectMany(link => link.Tags ?? [])).Select(tag => $"{tag.Key}={tag.Value}"))} {string.Join(' ', span.Events.Select(happened => happened.Name))} {string.Join(' ', span.Baggage)}";

    /// <summary>Asks those instruments that tell only when they are asked.</summary>
    public void Ask() => _numbers.RecordObservableInstruments();

    public void Dispose()
    {
        _spans.Dispose();
        _numbers.Dispose();
    }

    private static string Describe(ReadOnlySpan<KeyValuePair<string, object?>> tags) => string.Join(' ', tags.ToArray().Select(tag => $"{tag.Key}={tag.Value}"));

    internal sealed record Number(string Instrument, double Value, string Tags);
}

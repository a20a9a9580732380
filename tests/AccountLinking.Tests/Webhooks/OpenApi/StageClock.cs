namespace AccountLinking.Tests.Webhooks.OpenApi;

/// <summary>The morning on which the document's examples play. Its timers may be told to hurry: what waits for something that never comes then waits a tenth of the time.</summary>
internal sealed class StageClock : TimeProvider
{
    private static readonly DateTimeOffset Morning = new(2026, 11, 20, 8, 15, 30, TimeSpan.Zero);

    private DateTimeOffset _now = Morning;

    public bool Hurries { get; set; }

    public override DateTimeOffset GetUtcNow() => _now;

    public void Advance(TimeSpan time) => _now += time;

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
        base.CreateTimer(callback, state, Hurries && dueTime > TimeSpan.Zero ? dueTime / 10 : dueTime, period);
}

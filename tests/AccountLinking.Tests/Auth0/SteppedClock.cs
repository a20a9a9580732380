namespace AccountLinking.Tests.Auth0;

/// <summary>A clock that stands still until it is moved, with its timers.</summary>
public sealed class SteppedClock(DateTimeOffset start) : TimeProvider
{
    private readonly List<SteppedTimer> _timers = [];
    private DateTimeOffset _now = start;

    public SteppedClock()
        : this(new DateTimeOffset(2026, 11, 20, 8, 15, 30, TimeSpan.Zero))
    {
    }

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override DateTimeOffset GetUtcNow() => _now;

    public override long GetTimestamp() => _now.Ticks;

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new SteppedTimer(() => callback(state), dueTime == Timeout.InfiniteTimeSpan ? DateTimeOffset.MaxValue : _now + dueTime);
        lock (_timers) _timers.Add(timer);
        return timer;
    }

    /// <summary>Whether somebody waits for that moment.</summary>
    public bool IsAwaited(DateTimeOffset due)
    {
        lock (_timers) return _timers.Any(timer => timer.Due == due);
    }

    public void Advance(TimeSpan time)
    {
        _now += time;
        SteppedTimer[] timers;
        lock (_timers) timers = [.. _timers];
        foreach (var timer in timers) timer.FireIfDue(_now);
    }

    private sealed class SteppedTimer(Action fire, DateTimeOffset due) : ITimer
    {
        public DateTimeOffset Due { get; private set; } = due;

        public void FireIfDue(DateTimeOffset now)
        {
            if (Due > now) return;
            Due = DateTimeOffset.MaxValue;
            fire();
        }

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            Due = DateTimeOffset.MaxValue;
            return dueTime == Timeout.InfiniteTimeSpan;
        }

        public void Dispose() => Due = DateTimeOffset.MaxValue;

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }
    }
}

namespace AccountLinking.Tests.Auth0;

/// <summary>A clock that stands still until it is moved, with its timers.</summary>
public sealed class SteppedClock : TimeProvider
{
    private readonly List<SteppedTimer> _timers = [];
    private DateTimeOffset _now = new(2026, 11, 20, 8, 15, 30, TimeSpan.Zero);

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override DateTimeOffset GetUtcNow() => _now;

    public override long GetTimestamp() => _now.Ticks;

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new SteppedTimer(() => callback(state), dueTime == Timeout.InfiniteTimeSpan ? DateTimeOffset.MaxValue : _now + dueTime);
        lock (_timers) _timers.Add(timer);
        return timer;
    }

    /// <summary>How many timers were ever started.</summary>
    public int Timers
    {
        get
        {
            lock (_timers) return _timers.Count;
        }
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
        private DateTimeOffset _due = due;

        public void FireIfDue(DateTimeOffset now)
        {
            if (_due > now) return;
            _due = DateTimeOffset.MaxValue;
            fire();
        }

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            _due = DateTimeOffset.MaxValue;
            return dueTime == Timeout.InfiniteTimeSpan;
        }

        public void Dispose() => _due = DateTimeOffset.MaxValue;

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }
    }
}

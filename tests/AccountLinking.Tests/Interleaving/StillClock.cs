namespace AccountLinking.Tests.Interleaving;

/// <summary>The clock of one process: it stands still until the scheduler lets time pass, and a pause ends when the scheduler says so.</summary>
/// <param name="owner">Who starts a timer just now.</param>
internal sealed class StillClock(DateTimeOffset start, Func<object?> owner) : TimeProvider
{
    private readonly Lock _gate = new();
    private readonly List<StillTimer> _timers = [];
    private DateTimeOffset _now = start;

    private Func<object?> Owner { get; } = owner;

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override DateTimeOffset GetUtcNow() => _now;

    public override long GetTimestamp() => _now.Ticks;

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new StillTimer(this, () => callback(state));
        timer.Change(dueTime, period);
        lock (_gate) _timers.Add(timer);
        return timer;
    }

    public void Advance(TimeSpan time)
    {
        _now += time;
        while (Timers().Where(timer => timer.Due <= _now).MinBy(timer => timer.Due) is { } next) next.Fire();
    }

    /// <summary>When the timers of somebody end, from now.</summary>
    public IEnumerable<TimeSpan> Ends(object whose) => Timers().Where(timer => timer.Owner == whose && timer.Due < DateTimeOffset.MaxValue).Select(timer => timer.Due - _now).Order();

    public bool IsPaused(object whose, TimeSpan pause) => PauseOf(whose, pause) is not null;

    /// <summary>Whoever waits to look again does so now.</summary>
    public void EndPause(object whose, TimeSpan pause)
    {
        if (PauseOf(whose, pause) is not { } timer) throw new InvalidOperationException("Nobody waits.");
        timer.Fire();
    }

    private StillTimer? PauseOf(object whose, TimeSpan pause) => Array.Find(Timers(), timer => timer.Time == pause && timer.Owner == whose);

    private StillTimer[] Timers()
    {
        lock (_gate) return [.. _timers];
    }

    private sealed class StillTimer(StillClock clock, Action fire) : ITimer
    {
        public object? Owner { get; } = clock.Owner();

        public TimeSpan Time { get; private set; }

        public DateTimeOffset Due { get; private set; } = DateTimeOffset.MaxValue;

        public void Fire()
        {
            Dispose();
            fire();
        }

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            (Time, Due) = (dueTime, dueTime == Timeout.InfiniteTimeSpan ? DateTimeOffset.MaxValue : clock._now + dueTime);
            return true;
        }

        public void Dispose()
        {
            lock (clock._gate) clock._timers.Remove(this);
            (Time, Due) = (Timeout.InfiniteTimeSpan, DateTimeOffset.MaxValue);
        }

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }
    }
}

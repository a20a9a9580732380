namespace AccountLinking.Auth0;

/// <summary>The time that one request has for all its work at Auth0.</summary>
/// <remarks>
/// Leases end by the time of day. A machine that sleeps may not count that as time that passes, so whichever of both clocks has gone on further
/// counts: who wakes up after his lease has ended begins no write.
/// </remarks>
public sealed class RequestBudget : IDisposable
{
    /// <summary>What a write is given, and how long one that has begun may go on past the budget.</summary>
    public static readonly TimeSpan WriteTime = TimeSpan.FromSeconds(2);

    /// <summary>A single read is given this share of the budget: one that hangs leaves time to ask again, and to write.</summary>
    private const int ReadShare = 3;

    private readonly TimeProvider _clock;
    private readonly TimeSpan _total;
    private readonly long _started;
    private readonly DateTimeOffset _startedAt;
    private readonly CancellationTokenSource _end;
    private readonly CancellationTokenSource _reading;
    private readonly CancellationTokenSource _writing;
    private volatile bool _mustFinish;

    public RequestBudget(TimeSpan total, TimeProvider clock, CancellationToken callerGone)
    {
        (_clock, _total, _started, _startedAt) = (clock, total, clock.GetTimestamp(), clock.GetUtcNow());
        _end = new CancellationTokenSource(total, clock);
        _writing = new CancellationTokenSource(total + WriteTime, clock);
        _reading = CancellationTokenSource.CreateLinkedTokenSource(_end.Token, callerGone);
    }

    /// <summary>A part of it, for what must not use it all; it ends with the whole at the latest.</summary>
    public RequestBudget Part(TimeSpan time) => new(Max(TimeSpan.Zero, time < Remaining ? time : Remaining), _clock, Reading);

    public TimeSpan Remaining => _total - Max(_clock.GetElapsedTime(_started), _clock.GetUtcNow() - _startedAt);

    public TimeSpan ReadTime => _total / ReadShare;

    public bool HasRoomToWrite => Remaining >= WriteTime;

    /// <summary>What takes something back may use the two seconds that a write may go on for.</summary>
    public bool HasRoomToTakeBack => Remaining > TimeSpan.Zero;

    /// <summary>Ends with the budget, or when the caller hangs up; past the point of no return, two seconds after the budget.</summary>
    public CancellationToken Reading => _mustFinish ? _writing.Token : _reading.Token;

    /// <summary>Ends two seconds after the budget, whatever the caller does: a write that was sent must be seen through.</summary>
    public CancellationToken Writing => _writing.Token;

    /// <summary>The caller still waits, and the time is used up.</summary>
    public bool IsSpent => _end.IsCancellationRequested || Remaining <= TimeSpan.Zero;

    /// <summary>What comes now is seen through, whether or not somebody still waits for it.</summary>
    /// <exception cref="Auth0Exception">It is too late to begin.</exception>
    /// <exception cref="OperationCanceledException">Nobody waits for it any more.</exception>
    public void PassPointOfNoReturn()
    {
        EnsureRoomToWrite();
        _mustFinish = true;
    }

    /// <summary>What was begun is ended: from here on nothing need be seen through for a caller who has hung up.</summary>
    public void ReturnFromPointOfNoReturn() => _mustFinish = false;

    /// <exception cref="Auth0Exception">It is too late to begin.</exception>
    /// <exception cref="OperationCanceledException">Nobody waits for it any more.</exception>
    public void EnsureRoomToWrite()
    {
        if (!HasRoomToWrite) throw Auth0Exception.BudgetExceeded();
        Reading.ThrowIfCancellationRequested();
    }

    /// <summary>Whoever wakes up after his leases have ended knows nothing for certain any more, and must not answer as if he did.</summary>
    /// <exception cref="Auth0Exception">The time is used up, also that for a write which was begun.</exception>
    public void EnsureNotOver()
    {
        if (_writing.IsCancellationRequested || Remaining <= -WriteTime) throw Auth0Exception.BudgetExceeded(mayHaveTakenEffect: true);
    }

    private static TimeSpan Max(TimeSpan one, TimeSpan other) => one > other ? one : other;

    public void Dispose()
    {
        _reading.Dispose();
        _end.Dispose();
        _writing.Dispose();
    }
}

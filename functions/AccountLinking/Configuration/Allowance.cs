namespace AccountLinking.Configuration;

/// <summary>How often something may be done in a while. Whoever takes from it holds a lock of his own.</summary>
internal sealed class Allowance(int times, TimeSpan window, TimeProvider clock)
{
    private readonly Queue<long> _taken = new();

    public bool TryTake()
    {
        var now = clock.GetTimestamp();
        while (_taken.TryPeek(out var oldest) && clock.GetElapsedTime(oldest, now) >= window) _taken.Dequeue();
        if (_taken.Count == times) return false;
        _taken.Enqueue(now);
        return true;
    }
}

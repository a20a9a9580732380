namespace AccountLinking.Configuration.Vault;

/// <summary>How often the vault may be read for one reason: three times in half a minute. One stray refusal must not use up what a rotation needs a moment later.</summary>
internal sealed class ReadingAllowance(TimeProvider clock)
{
    private const int Times = 3;
    private static readonly TimeSpan Window = TimeSpan.FromSeconds(30);

    private readonly Queue<long> _taken = new();

    public bool TryTake()
    {
        var now = clock.GetTimestamp();
        while (_taken.TryPeek(out var oldest) && clock.GetElapsedTime(oldest, now) >= Window) _taken.Dequeue();
        if (_taken.Count == Times) return false;
        _taken.Enqueue(now);
        return true;
    }
}

namespace AccountLinking.Journal.Leases;

/// <summary>Within one process, one at a time for each key, in the order in which they came.</summary>
internal sealed class KeyedTurns
{
    private readonly Lock _gate = new();

    /// <summary>Those who wait for each key that somebody has.</summary>
    private readonly Dictionary<string, Queue<TaskCompletionSource>> _waiting = new(StringComparer.Ordinal);

    /// <summary>Disposing it lets the next one in.</summary>
    public async Task<IDisposable> TakeAsync(string key, CancellationToken cancellation)
    {
        TaskCompletionSource? turn = null;
        lock (_gate)
        {
            if (_waiting.TryGetValue(key, out var line)) line.Enqueue(turn = new TaskCompletionSource());
            else _waiting[key] = [];
        }

        if (turn is not null) await WaitAsync(key, turn, cancellation);
        return new Turn(this, key);
    }

    private async Task WaitAsync(string key, TaskCompletionSource turn, CancellationToken cancellation)
    {
        try
        {
            await turn.Task.WaitAsync(cancellation);
        }
        catch (OperationCanceledException)
        {
            // It may have come in the same moment: then somebody else has it.
            if (!turn.TrySetCanceled(cancellation)) Pass(key);
            throw;
        }

        // Whoever let this one in need not wait for what it does.
        await Task.Yield();
    }

    private void Pass(string key)
    {
        while (true)
        {
            TaskCompletionSource? next;
            lock (_gate)
            {
                if (!_waiting[key].TryDequeue(out next)) _waiting.Remove(key);
            }

            // One that gave up waiting is left out.
            if (next is null || next.TrySetResult()) return;
        }
    }

    private sealed class Turn(KeyedTurns turns, string key) : IDisposable
    {
        private int _isOver;

        public void Dispose()
        {
            if (Interlocked.Exchange(ref _isOver, 1) == 0) turns.Pass(key);
        }
    }
}

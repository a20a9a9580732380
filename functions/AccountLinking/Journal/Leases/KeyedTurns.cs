namespace AccountLinking.Journal.Leases;

/// <summary>Within one process, one at a time for each key, in the order in which they came.</summary>
internal sealed class KeyedTurns
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, Line> _lines = new(StringComparer.Ordinal);

    /// <summary>Disposing it lets the next one in.</summary>
    public async Task<IDisposable> TakeAsync(string key, CancellationToken cancellation)
    {
        Line line;
        lock (_gate)
        {
            if (!_lines.TryGetValue(key, out line!)) _lines[key] = line = new Line();
            line.Length++;
        }

        try
        {
            await line.Turn.WaitAsync(cancellation);
        }
        catch
        {
            Leave(key, line);
            throw;
        }

        return new Turn(this, key, line);
    }

    /// <summary>A key that nobody wants any more takes no room.</summary>
    private void Leave(string key, Line line)
    {
        lock (_gate)
        {
            if (--line.Length > 0) return;
            _lines.Remove(key);
        }

        line.Turn.Dispose();
    }

    /// <summary>Who wants the same key: one who has it, and those who wait.</summary>
    private sealed class Line
    {
        public SemaphoreSlim Turn { get; } = new(1);

        public int Length { get; set; }
    }

    private sealed class Turn(KeyedTurns turns, string key, Line line) : IDisposable
    {
        private int _isOver;

        public void Dispose()
        {
            if (Interlocked.Exchange(ref _isOver, 1) == 1) return;
            line.Turn.Release();
            turns.Leave(key, line);
        }
    }
}

namespace AccountLinking.Configuration.Vault;

/// <summary>One reading at a time, and at most one that follows it, however many ask.</summary>
/// <param name="readAsync">Throws nothing.</param>
internal sealed class Readings(Func<Task> readAsync)
{
    private readonly Lock _gate = new();
    private Task _current = Task.CompletedTask;
    private Task? _next;

    /// <summary>One that begins no earlier than now. What is on its way may have begun before the secret was changed, so another one follows it.</summary>
    public Task BeginAsync()
    {
        lock (_gate) return Begin();
    }

    /// <summary>The same, if that may be; else whatever is on its way. To join one that is yet to begin needs no leave.</summary>
    public Task BeginIfAsync(Func<bool> mayBegin)
    {
        lock (_gate) return _next ?? (mayBegin() ? Begin() : _current);
    }

    private Task Begin()
    {
        if (_next is not null) return _next;
        return _current.IsCompleted ? _current = Start() : _next = FollowAsync(_current);
    }

    /// <summary>It yields even when the earlier one has just ended: until it is known as the next one, it must not have been it.</summary>
    private async Task FollowAsync(Task earlier)
    {
        await earlier.ConfigureAwait(ConfigureAwaitOptions.ForceYielding | ConfigureAwaitOptions.SuppressThrowing);
        Task reading;
        lock (_gate) (_next, reading) = (null, _current = Start());
        await reading;
    }

    /// <summary>It belongs to nobody's request, and what it logs must not be lost with one.</summary>
    private Task Start()
    {
        Task reading;
        using (ExecutionContext.SuppressFlow()) reading = Task.Run(readAsync);
        return reading;
    }
}

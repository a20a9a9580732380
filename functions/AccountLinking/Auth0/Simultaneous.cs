namespace AccountLinking.Auth0;

/// <summary>
/// The same work several times at once, in one process, is done once: the first does it, and the others wait for what it comes to. Fifty tabs cost
/// what one does, and trouble is shared as well; but not the end of somebody else's time or patience.
/// </summary>
/// <param name="forFollowers">What the others are told of what the first one did.</param>
internal sealed class Simultaneous<TKey, TOutcome>(Func<TOutcome, TOutcome> forFollowers)
    where TKey : notnull
{
    private readonly Lock _gate = new();
    private readonly Dictionary<TKey, Task<TOutcome>> _running = [];

    /// <exception cref="Auth0Exception">Auth0 did not do its part, for whoever did the work.</exception>
    /// <exception cref="OperationCanceledException">The caller hung up, or the budget ended.</exception>
    public async Task<TOutcome> RunAsync(TKey key, RequestBudget budget, Func<Task<TOutcome>> workAsync)
    {
        while (true)
        {
            TaskCompletionSource<TOutcome>? own = null;
            Task<TOutcome>? first;
            lock (_gate)
            {
                if (!_running.TryGetValue(key, out first)) _running[key] = (own = new TaskCompletionSource<TOutcome>()).Task;
            }

            if (own is not null) return await LeadAsync(key, own, workAsync);
            if (await FollowAsync(first!, budget) is { IsThere: true } answer) return answer.Outcome;
        }
    }

    private async Task<TOutcome> LeadAsync(TKey key, TaskCompletionSource<TOutcome> own, Func<Task<TOutcome>> workAsync)
    {
        try
        {
            var outcome = await workAsync();
            End(key);
            own.SetResult(outcome);
            return outcome;
        }
        catch (Exception trouble)
        {
            End(key);
            own.SetException(trouble);
            // Where nobody waits for it, nobody else reads it.
            _ = own.Task.Exception;
            throw;
        }
    }

    /// <returns>Not there: whoever was first had too little time, or nobody who waited for him; his trouble is not this one's.</returns>
    private async Task<(bool IsThere, TOutcome Outcome)> FollowAsync(Task<TOutcome> first, RequestBudget budget)
    {
        var waiting = first.WaitAsync(budget.Reading);
        await ((Task)waiting).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext);
        // Whoever was first need not wait for what this one goes on with.
        await Task.Yield();
        try
        {
            return (true, forFollowers(await waiting));
        }
        catch (Exception late) when (late is OperationCanceledException or Auth0Exception { Code: TroubleCode.BudgetExceeded } || IsWorthWaiting(late, budget))
        {
            budget.Reading.ThrowIfCancellationRequested();
            return default;
        }
    }

    /// <summary>Whoever was first had no time left until Auth0 would answer again, and this one has.</summary>
    private static bool IsWorthWaiting(Exception trouble, RequestBudget budget) => trouble is Auth0Exception { RetryAfter: { } wait } && wait + RequestBudget.WriteTime < budget.Remaining;

    private void End(TKey key)
    {
        lock (_gate) _running.Remove(key);
    }
}

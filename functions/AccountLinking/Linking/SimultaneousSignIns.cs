using AccountLinking.Auth0;
using AccountLinking.Configuration;

namespace AccountLinking.Linking;

/// <summary>
/// The same sign-in several times at once, in one process, is one piece of work: the first does it, and the others wait for what it comes to.
/// An application that opens several tabs, or an Action that asks again, costs Auth0 nothing.
/// </summary>
internal sealed class SimultaneousSignIns(AccountLinker linker)
{
    private readonly Lock _gate = new();
    private readonly Dictionary<Key, Task<LinkOutcome>> _running = [];

    /// <exception cref="Auth0Exception">Auth0 did not do its part, for whoever did the work.</exception>
    /// <exception cref="Journal.JournalException">Likewise the journal.</exception>
    /// <exception cref="OperationCanceledException">The caller hung up, or the budget ended.</exception>
    public async Task<LinkOutcome> LinkAsync(SignIn signIn, LinkingOptions settings, RequestBudget budget)
    {
        var key = new Key(signIn.UserId, signIn.Connection, settings);
        while (true)
        {
            TaskCompletionSource<LinkOutcome>? own = null;
            Task<LinkOutcome>? first;
            lock (_gate)
            {
                if (!_running.TryGetValue(key, out first)) _running[key] = (own = new TaskCompletionSource<LinkOutcome>()).Task;
            }

            if (own is not null) return await LeadAsync(key, own, signIn, budget);
            if (await FollowAsync(first!, budget) is { } outcome) return outcome;
        }
    }

    private async Task<LinkOutcome> LeadAsync(Key key, TaskCompletionSource<LinkOutcome> own, SignIn signIn, RequestBudget budget)
    {
        try
        {
            var outcome = await linker.LinkAsync(signIn, key.Settings, budget);
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

    /// <returns>Null: whoever was first had too little time, or nobody who waited for him; his trouble is not this one's.</returns>
    private static async Task<LinkOutcome?> FollowAsync(Task<LinkOutcome> first, RequestBudget budget)
    {
        var waiting = first.WaitAsync(budget.Reading);
        await ((Task)waiting).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext);
        // Whoever was first need not wait for what this one goes on with.
        await Task.Yield();
        try
        {
            var outcome = await waiting;
            // It is joined once, and one answer says so.
            return outcome is LinkOutcome.Linked linked ? new LinkOutcome.AlreadyLinked(linked.ContinueAs) : outcome;
        }
        catch (Exception late) when (late is OperationCanceledException or Auth0Exception { Code: TroubleCode.BudgetExceeded } || IsWorthWaiting(late, budget))
        {
            budget.Reading.ThrowIfCancellationRequested();
            return null;
        }
    }

    /// <summary>Whoever was first had no time left until Auth0 would answer again, and this one has.</summary>
    private static bool IsWorthWaiting(Exception trouble, RequestBudget budget) => trouble is Auth0Exception { RetryAfter: { } wait } && wait + RequestBudget.WriteTime < budget.Remaining;

    private void End(Key key)
    {
        lock (_gate) _running.Remove(key);
    }

    private readonly record struct Key(UserId UserId, ConnectionReference Connection, LinkingOptions Settings);
}

using AccountLinking.Auth0;
using AccountLinking.Configuration;

namespace AccountLinking.CrmSync;

/// <summary>An account that is looked up several times at once is looked up once.</summary>
internal sealed class SimultaneousSyncs(CrmSyncer syncer)
{
    private readonly Simultaneous<Key, CrmOutcome?> _running = new(ForFollowers);

    /// <returns>Null: there is no such account.</returns>
    /// <exception cref="Auth0Exception">Auth0 did not do its part, for whoever did the work.</exception>
    /// <exception cref="OperationCanceledException">The caller hung up, or the budget ended.</exception>
    public Task<CrmOutcome?> SyncAsync(UserId id, CrmOptions options, RequestBudget budget) =>
        _running.RunAsync(new Key(id, options), budget, () => syncer.SyncAsync(id, options, budget));

    /// <summary>It is written once, and one answer says so.</summary>
    private static CrmOutcome? ForFollowers(CrmOutcome? outcome) => outcome is CrmOutcome.Synced { Record: var record } ? new CrmOutcome.Cached(record) : outcome;

    private readonly record struct Key(UserId UserId, CrmOptions Options);
}

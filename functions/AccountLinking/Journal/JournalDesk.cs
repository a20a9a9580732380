using AccountLinking.Auth0;
using AccountLinking.Journal.Leases;

namespace AccountLinking.Journal;

/// <summary>What the journal holds of a person: found, shown and erased, for operations.</summary>
public sealed class JournalDesk
{
    private static readonly TimeSpan Budget = TimeSpan.FromSeconds(18);

    private readonly LinkJournal _journal;
    private readonly AccountLeases _leases;
    private readonly TimeProvider _clock;

    internal JournalDesk(LinkJournal journal, AccountLeases leases, TimeProvider clock) => (_journal, _leases, _clock) = (journal, leases, clock);

    /// <summary>The records that an account is part of, the newest first.</summary>
    /// <exception cref="JournalException">The journal cannot be read.</exception>
    public Task<IReadOnlyList<LinkRecord>> FindByAccountAsync(UserId account, CancellationToken cancellation) => _journal.FindByAccountAsync(account, cancellation);

    /// <summary>Null: there is none of that id.</summary>
    /// <exception cref="JournalException">The journal cannot be read.</exception>
    public Task<LinkRecord?> FindAsync(string linkId, CancellationToken cancellation) => _journal.FindAsync(linkId, cancellation);

    /// <summary>All records of an account, and that the other accounts were part of them. A link can then not be undone any more.</summary>
    /// <returns>How many there were.</returns>
    /// <exception cref="JournalException">The journal does not do its part, or a link of the account has not ended.</exception>
    public async Task<int> EraseAsync(UserId account, CancellationToken cancellation)
    {
        var records = await _journal.FindByAccountAsync(account, cancellation);
        foreach (var record in records) await EraseAsync(record.Id, cancellation);
        return records.Count;
    }

    internal async Task EraseAsync(string linkId, CancellationToken cancellation)
    {
        if (await _journal.FindAsync(linkId, cancellation) is not { } found) return;
        using var budget = new RequestBudget(Budget, _clock, cancellation);
        var held = await AcquireAsync(found, budget);
        try
        {
            if (await _journal.FindAsync(linkId, cancellation) is { State: LinkState.Started })
                throw new JournalException("A link of this account has not ended yet: while the service runs, it is settled within some minutes; erase it then.");
            await _journal.EraseAsync(linkId, cancellation);
            held.Forget(linkId);
        }
        finally
        {
            await held.ReleaseAsync(cancellation);
        }
    }

    private async Task<HeldAccounts> AcquireAsync(LinkRecord record, RequestBudget budget)
    {
        try
        {
            return await _leases.AcquireAsync(LinkJournal.NewId(_clock.GetUtcNow()), record.AccountIds, budget);
        }
        catch (Auth0Exception busy)
        {
            throw new JournalException("Somebody is at work on these accounts just now: try again in a minute.", busy);
        }
    }
}

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

    /// <summary>
    /// The records that hold something of an account, the newest first: its own, those of whoever absorbed it with all its identities since,
    /// and those of the accounts that it has absorbed.
    /// </summary>
    /// <exception cref="JournalException">The journal cannot be read.</exception>
    public Task<IReadOnlyList<LinkRecord>> FindByAccountAsync(UserId account, CancellationToken cancellation) =>
        PersonalRecords.FindAsync(account, id => _journal.FindByAccountAsync(id, cancellation));

    /// <summary>Null: there is none of that id.</summary>
    /// <exception cref="JournalException">The journal cannot be read.</exception>
    public Task<LinkRecord?> FindAsync(string linkId, CancellationToken cancellation) => _journal.FindAsync(linkId, cancellation);

    /// <summary>All those records, also what cannot be read of the account's own. A link can then not be undone any more.</summary>
    /// <returns>How many there were.</returns>
    /// <exception cref="JournalException">The journal does not do its part, or a link of the account has not ended.</exception>
    public async Task<int> EraseAsync(UserId account, CancellationToken cancellation)
    {
        var erased = 0;
        foreach (var id in await _journal.FindIdsByAccountAsync(account, cancellation))
        {
            if (await TryFindAsync(id, cancellation) is { IsDamaged: true } && await EraseAsync(id, [account], cancellation)) erased++;
        }

        foreach (var record in await FindByAccountAsync(account, cancellation))
        {
            if (await EraseAsync(record.Id, [.. record.AccountIds], cancellation)) erased++;
        }

        return erased;
    }

    /// <summary>One record, also one that cannot be read.</summary>
    /// <returns>False: there is none.</returns>
    internal async Task<bool> EraseAsync(string linkId, CancellationToken cancellation)
    {
        var (record, isDamaged) = await TryFindAsync(linkId, cancellation);
        return (record is not null || isDamaged) && await EraseAsync(linkId, [.. record?.AccountIds ?? []], cancellation);
    }

    /// <param name="accounts">Those that remember it, as far as is known: the others forget it when somebody works on them.</param>
    private async Task<bool> EraseAsync(string linkId, IReadOnlyList<UserId> accounts, CancellationToken cancellation)
    {
        using var budget = new RequestBudget(Budget, _clock, cancellation);
        var held = await AcquireAsync(accounts, budget);
        try
        {
            if ((await TryFindAsync(linkId, cancellation)).Record is { State: LinkState.Started })
                throw new JournalException("A link of this account has not ended yet: while the service runs, it is settled within some minutes; erase it then.");
            held.Forget(linkId);
            return await _journal.EraseAsync(linkId, cancellation);
        }
        finally
        {
            await held.ReleaseAsync(cancellation);
        }
    }

    private async Task<(LinkRecord? Record, bool IsDamaged)> TryFindAsync(string linkId, CancellationToken cancellation)
    {
        try
        {
            return (await _journal.FindAsync(linkId, cancellation), false);
        }
        catch (JournalException damage) when (damage.IsDamage)
        {
            return (null, true);
        }
    }

    private async Task<HeldAccounts> AcquireAsync(IReadOnlyList<UserId> accounts, RequestBudget budget)
    {
        try
        {
            return await _leases.AcquireAsync(LinkJournal.NewId(_clock.GetUtcNow()), accounts, budget);
        }
        catch (Auth0Exception busy)
        {
            throw new JournalException("Somebody is at work on these accounts just now: try again in a minute.", busy);
        }
    }
}

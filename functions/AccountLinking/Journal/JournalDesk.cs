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
    /// and those of the accounts that it has absorbed. What cannot be read is not among them.
    /// </summary>
    /// <exception cref="JournalException">The journal cannot be read.</exception>
    public Task<IReadOnlyList<LinkRecord>> FindByAccountAsync(UserId account, CancellationToken cancellation) =>
        PersonalRecords.FindAsync(account, async id => [.. (await FindAllAsync(id, cancellation)).Select(found => found.Record).OfType<LinkRecord>()]);

    /// <summary>The ids of the account's own records that cannot be read.</summary>
    /// <exception cref="JournalException">The journal cannot be read.</exception>
    public async Task<IReadOnlyList<string>> FindDamagedAsync(UserId account, CancellationToken cancellation) =>
        [.. (await FindAllAsync(account, cancellation)).Where(found => found.IsDamaged).Select(found => found.Id)];

    /// <summary>Null: there is none of that id.</summary>
    /// <exception cref="JournalException">The journal cannot be read.</exception>
    public Task<LinkRecord?> FindAsync(string linkId, CancellationToken cancellation) => _journal.FindAsync(linkId, cancellation);

    /// <summary>All those records, also the account's own that cannot be read. A link can then not be undone any more.</summary>
    /// <returns>How many there were.</returns>
    /// <exception cref="JournalException">The journal does not do its part, or a link of the account has not ended.</exception>
    public async Task<int> EraseAsync(UserId account, CancellationToken cancellation)
    {
        var erased = 0;
        foreach (var id in await FindDamagedAsync(account, cancellation))
        {
            if (await EraseAsync(id, [account], cancellation)) erased++;
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
        var (_, record, isDamaged) = await TryFindAsync(linkId, cancellation);
        return (record is not null || isDamaged) && await EraseAsync(linkId, [.. record?.AccountIds ?? []], cancellation);
    }

    /// <param name="accounts">Those that remember it, as far as is known: the others forget it when somebody works on them.</param>
    private async Task<bool> EraseAsync(string linkId, IReadOnlyList<UserId> accounts, CancellationToken cancellation)
    {
        foreach (var account in accounts) await _journal.MendAsync(account, cancellation);
        using var budget = new RequestBudget(Budget, _clock, cancellation);
        var held = await AcquireAsync(accounts, budget);
        try
        {
            if ((await TryFindAsync(linkId, cancellation)).Record is not null && await _journal.IsOpenAsync(linkId, cancellation))
                throw new JournalException("A link of this account has not ended yet: while the service runs, it is settled within some minutes; erase it then.");
            var isErased = await _journal.EraseAsync(linkId, cancellation);
            held.Forget(linkId);
            return isErased;
        }
        finally
        {
            await held.ReleaseAsync(cancellation);
        }
    }

    private async Task<IReadOnlyList<(string Id, LinkRecord? Record, bool IsDamaged)>> FindAllAsync(UserId account, CancellationToken cancellation)
    {
        await _journal.MendAsync(account, cancellation);
        return await Task.WhenAll((await _journal.FindIdsByAccountAsync(account, cancellation)).Select(id => TryFindAsync(id, cancellation)));
    }

    private async Task<(string Id, LinkRecord? Record, bool IsDamaged)> TryFindAsync(string linkId, CancellationToken cancellation)
    {
        try
        {
            return (linkId, await _journal.FindAsync(linkId, cancellation), false);
        }
        catch (JournalException damage) when (damage.IsDamage)
        {
            return (linkId, null, true);
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

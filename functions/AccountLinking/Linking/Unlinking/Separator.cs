using AccountLinking.Auth0;
using AccountLinking.Configuration;
using AccountLinking.Journal;
using AccountLinking.Journal.Leases;
using AccountLinking.Linking.Joining;

namespace AccountLinking.Linking.Unlinking;

/// <summary>
/// Separates one identity from the account that has it, as the person who has both wants it: by undoing the link that brought it. One that the
/// journal does not know is recorded first, so that each separation is undone, repeated and remembered in the same way.
/// </summary>
internal sealed class Separator(IAuth0Users users, AccountWork work, SettleStep settle, Unlinker unlinker, LinkJournal journal, LinkIds ids, TimeProvider clock)
{
    /// <exception cref="Auth0Exception">Auth0 did not do its part; the same request, or the sweep, finishes what this one began.</exception>
    /// <exception cref="JournalException">Likewise the journal.</exception>
    public async Task<SeparationOutcome> SeparateAsync(UserId account, UserId identity, LinkingOptions settings, RequestBudget budget)
    {
        // Whose identity it is comes first: nothing of somebody else's is looked at, settled or held for whoever names it.
        if (await users.FindAsync(account, budget) is not { } now || now.Id != account) return new SeparationOutcome.AccountGone();
        var objection = ObjectionTo(now, identity);
        if (objection is SeparationOutcome.Unknown) return await FinishAsync(now, identity, settings, budget);
        if (objection is not null) return objection;
        var held = await work.TakeAsync(ids.Next(), [account, identity], settings.Ssn, budget);
        string link;
        try
        {
            if (await users.FindAsync(account, budget) is not { } again || again.Id != account) return new SeparationOutcome.AccountGone();
            if (ObjectionTo(again, identity) is { } changed) return changed;
            link = await RecordAsync(again, identity, held, settings.Ssn, budget);
        }
        finally
        {
            await work.GiveBackAsync(held, budget);
        }

        return await UndoAsync(account, link, settings, budget);
    }

    /// <summary>The account does not have it: perhaps because a request before this one detached it, and broke off.</summary>
    private async Task<SeparationOutcome> FinishAsync(Auth0User account, UserId identity, LinkingOptions settings, RequestBudget budget)
    {
        var records = await journal.FindByAccountAsync(account.Id, budget.Reading);
        return records.FirstOrDefault(record => record.IsBeingUndone && IsOf(record, account, identity)) is { } begun
            ? await UndoAsync(account.Id, begun.Id, settings, budget)
            : new SeparationOutcome.Unknown();
    }

    private async Task<SeparationOutcome> UndoAsync(UserId account, string link, LinkingOptions settings, RequestBudget budget) =>
        await unlinker.UnlinkAsync(link, mayBeRelinked: false, settings, budget, UnlinkReach.InPlace) is UnlinkOutcome.Unlinked { Restored: var restored }
            ? new SeparationOutcome.Separated(account, restored, link)
            : new SeparationOutcome.Unknown();

    private static SeparationOutcome? ObjectionTo(Auth0User account, UserId identity)
    {
        if (account.IsBlocked) return new SeparationOutcome.Blocked();
        if (!account.HasIdentity(identity)) return new SeparationOutcome.Unknown();
        if (account.MainIdentity.FullId != identity.ToString()) return null;
        return account.Identities.Count == 1 ? new SeparationOutcome.IsLast() : new SeparationOutcome.IsMain();
    }

    /// <returns>The id of a record of that identity's link alone.</returns>
    private async Task<string> RecordAsync(Auth0User account, UserId identity, HeldAccounts held, SsnOptions ssn, RequestBudget budget)
    {
        // The newest that still holds: another hand may have separated and linked them since.
        if (held.Records.FirstOrDefault(record => IsOf(record, account, identity)) is not { } found) return await RecordNowAsync(account, identity, held, ssn, budget);
        if (found.Secondaries.Count(secondary => secondary.IsJoined) == 1) return found.Id;
        var (others, alone) = LinkRecords.Split(found, found.Secondaries.First(secondary => secondary.Id == identity), held.Holder, ssn);
        held.Remember();
        await journal.AddAsync(alone, budget.Writing);
        await journal.ChangeAsync(others, budget.Writing);
        return alone.Id;
    }

    /// <summary>The journal knows of no link, or of one that was given up a moment ago and took effect after all: that one holds what the account had.</summary>
    private async Task<string> RecordNowAsync(Auth0User account, UserId identity, HeldAccounts held, SsnOptions ssn, RequestBudget budget)
    {
        var time = held.TimeOfNext(clock.GetUtcNow());
        var records = await journal.FindByAccountAsync(account.Id, budget.Reading);
        var tried = records.Where(record => record.State == LinkState.Abandoned && account.HasIdentity(record.PrimaryId) && record.Secondaries.Any(secondary => secondary.Id == identity));
        held.Remember();
        // One that was certainly not made, or looked at again since, is another story: what the account had then may be long gone.
        if (await FirstOpenAsync(tried, budget) is { } givenUp)
        {
            var found = LinkRecords.Late(held.Holder, givenUp, account, [givenUp.Secondaries.First(secondary => secondary.Id == identity)], ssn, time);
            await journal.StartAsync(found, budget.Reading);
            await settle.SettleAsync(found, held, ssn, budget);
        }
        else
        {
            await journal.AddAsync(LinkRecords.Unrecorded(held.Holder, account, account.Identities.First(known => known.FullId == identity.ToString()), time), budget.Reading);
        }

        return held.Holder;
    }

    private async Task<LinkRecord?> FirstOpenAsync(IEnumerable<LinkRecord> records, RequestBudget budget)
    {
        foreach (var record in records)
        {
            if (await journal.IsOpenAsync(record.Id, budget.Reading)) return record;
        }

        return null;
    }

    private static bool IsOf(LinkRecord record, Auth0User account, UserId identity) =>
        record.State == LinkState.Linked && account.HasIdentity(record.PrimaryId) && record.Secondaries.Any(secondary => secondary.IsJoined && secondary.Id == identity);
}

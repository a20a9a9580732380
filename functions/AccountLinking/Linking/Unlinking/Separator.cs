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
internal sealed class Separator(IAuth0Users users, AccountWork work, Unlinker unlinker, LinkJournal journal, LinkIds ids, TimeProvider clock)
{
    /// <exception cref="Auth0Exception">Auth0 did not do its part; the same request finishes what this one began.</exception>
    /// <exception cref="JournalException">Likewise the journal.</exception>
    public async Task<SeparationOutcome> SeparateAsync(UserId account, UserId identity, LinkingOptions settings, RequestBudget budget)
    {
        var held = await work.TakeAsync(ids.Next(), [account, identity], settings.Ssn, budget);
        string link;
        try
        {
            if (await users.FindAsync(account, budget) is not { } now || now.Id != account) return new SeparationOutcome.AccountGone();
            if (ObjectionTo(now, identity) is { } objection) return objection;
            link = await RecordAsync(now, identity, held, settings.Ssn, budget);
        }
        finally
        {
            await work.GiveBackAsync(held, budget);
        }

        return await unlinker.UnlinkAsync(link, mayBeRelinked: false, settings, budget, of: account) is UnlinkOutcome.Unlinked { Restored: var restored }
            ? new SeparationOutcome.Separated(account, restored, link)
            : new SeparationOutcome.Unknown();
    }

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
        if (held.Records.FirstOrDefault(record => IsOf(record, account, identity)) is not { } found)
        {
            var secondary = account.Identities.First(known => known.FullId == identity.ToString());
            held.Remember();
            await journal.AddAsync(LinkRecords.Unrecorded(held.Holder, account, secondary, held.TimeOfNext(clock.GetUtcNow())), budget.Reading);
            return held.Holder;
        }

        if (found.Secondaries.Count(secondary => secondary.IsJoined) == 1) return found.Id;
        var (others, alone) = LinkRecords.Split(found, found.Secondaries.First(secondary => secondary.Id == identity), held.Holder, ssn);
        held.Remember();
        await journal.AddAsync(alone, budget.Writing);
        await journal.ChangeAsync(others, budget.Writing);
        return alone.Id;
    }

    private static bool IsOf(LinkRecord record, Auth0User account, UserId identity) =>
        record.State == LinkState.Linked && account.HasIdentity(record.PrimaryId) && record.Secondaries.Any(secondary => secondary.IsJoined && secondary.Id == identity);
}

using AccountLinking.Auth0;
using AccountLinking.Configuration;
using AccountLinking.Journal;
using AccountLinking.Journal.Leases;
using AccountLinking.Linking.Joining;

namespace AccountLinking.Linking.Unlinking;

/// <summary>
/// Undoes a link: takes back what the merge had added, detaches the identities, gives the accounts back what they had, and notes that no
/// rule joins them again. Each step finds out for itself whether it is done already, so that a request that broke off can be repeated.
/// </summary>
internal sealed class Unlinker(IAuth0Users users, SurvivorSearch survivors, AccountWork work, RestoreStep restore, LinkJournal journal, TimeProvider clock)
{
    /// <summary>Auth0's index knows by then of all that happened before.</summary>
    private static readonly TimeSpan IndexPatience = TimeSpan.FromHours(1);

    /// <param name="mayBeRelinked">A rule may join them again, in the next login.</param>
    /// <returns>Null: there is no such link.</returns>
    /// <exception cref="Auth0Exception">Auth0 did not do its part; the same request finishes what this one began.</exception>
    /// <exception cref="JournalException">Likewise the journal.</exception>
    public async Task<UnlinkOutcome?> UnlinkAsync(string linkId, bool mayBeRelinked, LinkingOptions settings, RequestBudget budget)
    {
        if (await journal.FindAsync(linkId, budget.Reading) is not { } found) return null;
        var holders = await HoldersAsync(found, budget);
        var held = await work.TakeAsync(LinkJournal.NewId(clock.GetUtcNow()), found.AccountIds.Concat(holders), settings.Ssn, budget);
        try
        {
            // It may have been settled, or undone by somebody else, until the leases were had; and the survivor absorbed.
            if (!(await HoldersAsync(found, budget)).SequenceEqual(holders)) throw Unsettled();
            return await journal.FindAsync(linkId, budget.Reading) is { } record ? await UnlinkAsync(record, holders, mayBeRelinked, settings, held, budget) : null;
        }
        finally
        {
            await work.GiveBackAsync(held, budget);
        }
    }

    private async Task<UnlinkOutcome> UnlinkAsync(LinkRecord record, IReadOnlyList<UserId> holders, bool mayBeRelinked, LinkingOptions settings, HeldAccounts held, RequestBudget budget)
    {
        List<AbsorbedAccount> joined = [.. record.Secondaries.Where(secondary => secondary.IsJoined)];
        UserId[] secondaries = [.. joined.Select(secondary => secondary.Id)];
        if (record.State != LinkState.Linked)
        {
            if (record.State == LinkState.Unlinked && mayBeRelinked) await AllowAsync(record, holders, budget);
            return new UnlinkOutcome.AlreadyUnlinked(record.PrimaryId, record.State == LinkState.Unlinked ? secondaries : []);
        }

        budget.PassPointOfNoReturn();
        // First, so that a login that comes when this has broken off joins nobody.
        foreach (var holder in holders)
        {
            if (await users.FindAsync(holder, budget) is { } now) await PatchAsync(now.Id, Restoration.OfHolder(record, now, secondaries, mayBeRelinked), budget);
        }

        // What somebody sets from now on is his own, also if it is the same and this is repeated.
        record = record with { IsTakenBack = true };
        await journal.ChangeAsync(record, budget.Writing);
        List<UserId> restored = [];
        foreach (var secondary in joined)
        {
            if (await restore.RestoreAsync(secondary, holders, settings, budget) is not { } account)
            {
                // Deleted, or absorbed by somebody whom the index does not know yet.
                if (clock.GetUtcNow() - record.EndedAt < IndexPatience) throw Unsettled();
                continue;
            }

            await PatchAsync(account.Id, Restoration.OfAbsorbed(secondary, account, [record.PrimaryId, .. secondaries.Where(other => other != secondary.Id)], mayBeRelinked), budget);
            restored.Add(account.Id);
        }

        await journal.ChangeAsync(record with { State = LinkState.Unlinked, EndedAt = clock.GetUtcNow(), MayBeRelinked = mayBeRelinked }, budget.Writing);
        return new UnlinkOutcome.Unlinked(record.PrimaryId, restored);
    }

    /// <summary>The account that survived, and whoever has absorbed it since.</summary>
    private async Task<IReadOnlyList<UserId>> HoldersAsync(LinkRecord record, RequestBudget budget)
    {
        if (await users.FindAsync(record.PrimaryId, budget) is not null) return [record.PrimaryId];
        return await survivors.FindAsync(record.PrimaryId, budget) is { } survivor ? [survivor.Id] : [];
    }

    private async Task AllowAsync(LinkRecord record, IReadOnlyList<UserId> holders, RequestBudget budget)
    {
        budget.PassPointOfNoReturn();
        UserId[] everybody = [.. record.AccountIds];
        foreach (var id in everybody.Union(holders))
        {
            if (await users.FindAsync(id, budget) is { } now) await PatchAsync(id, Restoration.Reunitable(now, everybody), budget);
        }

        await journal.ChangeAsync(record with { MayBeRelinked = true }, budget.Writing);
    }

    private static Auth0Exception Unsettled() => new(
        TroubleCode.Unavailable, "Where the accounts of this link are is not certain yet: they were linked or deleted a short time ago. Send the same request again; at the latest in an hour.");

    private async Task PatchAsync(UserId id, MetadataPatch patch, RequestBudget budget)
    {
        if (!patch.IsEmpty) await users.PatchMetadataAsync(id, patch, PatchPurpose.Merge, budget);
    }
}

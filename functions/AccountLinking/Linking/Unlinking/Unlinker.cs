using AccountLinking.Auth0;
using AccountLinking.Configuration;
using AccountLinking.Journal;
using AccountLinking.Journal.Leases;
using AccountLinking.Linking.Joining;
using AccountLinking.Linking.Merging;

namespace AccountLinking.Linking.Unlinking;

/// <summary>
/// Undoes a link: takes back what the merge had added, detaches the identities, gives the accounts back what they had, and notes that no
/// rule joins them again. Each step finds out for itself whether it is done already, so that a request that broke off can be repeated.
/// </summary>
internal sealed partial class Unlinker(
    IAuth0Users users, SurvivorSearch survivors, AccountWork work, RestoreStep restore, LinkJournal journal, LinkIds ids, TimeProvider clock, ILogger<Unlinker> logger)
{
    /// <summary>Of a chain of accounts that absorbed each other since, no more are followed at once.</summary>
    private const int MaxRounds = 5;

    /// <param name="mayBeRelinked">A rule may join them again, in the next login.</param>
    /// <returns>Null: there is no such link.</returns>
    /// <exception cref="Auth0Exception">Auth0 did not do its part; the same request finishes what this one began.</exception>
    /// <exception cref="JournalException">Likewise the journal.</exception>
    public async Task<UnlinkOutcome?> UnlinkAsync(string linkId, bool mayBeRelinked, LinkingOptions settings, RequestBudget budget, UnlinkReach reach = UnlinkReach.Everywhere)
    {
        var outcome = await FindAndUnlinkAsync(linkId, mayBeRelinked, reach, settings, budget);
        budget.EnsureNotOver();
        return outcome;
    }

    private async Task<UnlinkOutcome?> FindAndUnlinkAsync(string linkId, bool mayBeRelinked, UnlinkReach reach, LinkingOptions settings, RequestBudget budget)
    {
        if (await journal.FindAsync(linkId, budget.Reading) is not { } found) return null;
        HashSet<UserId> wanted = [.. found.AccountIds, .. await HoldersAsync(found, budget)];
        for (var round = 1; round <= MaxRounds; round++)
        {
            var held = await work.TakeAsync(ids.Next(), wanted, settings.Ssn, budget);
            try
            {
                // It may have been settled, or undone by somebody else, until the leases were had; and the survivor absorbed.
                if (await journal.FindAsync(linkId, budget.Reading) is not { } record) return null;
                if (reach == UnlinkReach.Begun && !await IsStillWantedAsync(record, held, budget)) return new UnlinkOutcome.AlreadyUnlinked(record.PrimaryId, []);
                if (reach != UnlinkReach.Everywhere && !await IsInPlaceAsync(record, budget)) return new UnlinkOutcome.AlreadyUnlinked(record.PrimaryId, []);
                var undoing = Undoing.Of(record, held.Records, settings.Ssn);
                var holders = await HoldersAsync(record, budget);
                if (reach == UnlinkReach.Everywhere && !holders.Contains(undoing.Account) && await users.FindAsync(undoing.Account, budget) is not null) holders = [.. holders, undoing.Account];
                if (wanted.IsSupersetOf(holders) && wanted.IsSupersetOf(undoing.Path)) return await UnlinkAsync(record, new Undertaking(undoing, holders, reach, settings, budget), mayBeRelinked);
                wanted.UnionWith([.. holders, .. undoing.Path]);
            }
            finally
            {
                await work.GiveBackAsync(held, budget);
            }
        }

        throw Unsettled();
    }

    private async Task<UnlinkOutcome> UnlinkAsync(LinkRecord record, Undertaking undertaking, bool mayBeRelinked)
    {
        var budget = undertaking.Budget;
        List<AbsorbedAccount> joined = [.. record.Secondaries.Where(secondary => secondary.IsJoined)];
        if (record.State != LinkState.Linked)
        {
            // Once: whoever separated them again since has not been asked.
            if (record is { State: LinkState.Unlinked, MayBeRelinked: false } && mayBeRelinked) await AllowAsync(record, undertaking.Holders, budget);
            return new UnlinkOutcome.AlreadyUnlinked(record.PrimaryId, record.State == LinkState.Unlinked ? [.. joined.Select(secondary => secondary.Id)] : []);
        }

        budget.PassPointOfNoReturn();
        // Nobody may send a person's request again: then the sweep finds it. Also one that the sweep had given up on.
        if (undertaking.IsOfPerson)
        {
            record = record with { UndoneSince = undertaking.Reach == UnlinkReach.InPlace ? clock.GetUtcNow() : record.UndoneSince };
            await journal.ReopenAsync(record, budget.Writing);
        }

        (record, var wasTogether) = await TakeBackAsync(record, joined, undertaking);
        (record, var restored) = await RestoreAsync(record, joined, wasTogether, undertaking);
        if (restored.Count < joined.Count) record = await MissAsync(record, budget);

        record = record with { State = LinkState.Unlinked, EndedAt = clock.GetUtcNow(), ApartSince = undertaking.IsOfPerson ? record.ApartSince : null };
        await journal.ChangeAsync(record, budget.Writing);
        // One that joined some and not others is to be looked at again.
        if (record.UndoneSince is not null && joined.Count == record.Secondaries.Count) await journal.CloseAsync(record.Id, budget.Writing);
        if (mayBeRelinked) await AllowAsync(record, [.. undertaking.Holders.Union(restored)], budget);
        return new UnlinkOutcome.Unlinked(record.PrimaryId, restored);
    }

    /// <returns>Whether one of those who were joined was still there, too.</returns>
    private async Task<(LinkRecord Record, bool WasTogether)> TakeBackAsync(LinkRecord record, List<AbsorbedAccount> joined, Undertaking undertaking)
    {
        // First, so that a login that comes when this has broken off joins nobody; also where they may be joined again: once it is done.
        var wasTogether = false;
        foreach (var holder in undertaking.Holders)
        {
            if (await users.FindAsync(holder, undertaking.Budget) is not { } now) continue;
            wasTogether |= joined.Exists(secondary => secondary.Id != now.Id && now.HasIdentity(secondary.Id));
            await PatchAsync(now.Id, Restoration.OfHolder(record, undertaking.Undoing, now), undertaking.Budget);
        }

        if (record.IsTakenBack) return (record, wasTogether);
        foreach (var later in undertaking.Undoing.Rewritten) await journal.ChangeAsync(later, undertaking.Budget.Writing);
        // What somebody sets from now on is his own, also if it is the same and this is repeated.
        record = record with { IsTakenBack = true };
        await journal.ChangeAsync(record, undertaking.Budget.Writing);
        return (record, wasTogether);
    }

    /// <returns>Those who are accounts of their own again; others are nowhere any more.</returns>
    private async Task<(LinkRecord Record, IReadOnlyList<UserId> Restored)> RestoreAsync(LinkRecord record, List<AbsorbedAccount> joined, bool wasTogether, Undertaking undertaking)
    {
        List<UserId> restored = [];
        foreach (var secondary in joined)
        {
            var others = joined.Where(other => other.Id != secondary.Id).Select(other => other.Id).Prepend(record.PrimaryId);
            if (await restore.RestoreAsync(secondary, undertaking.Undoing.JoinedSince, undertaking.Holders, undertaking.Settings, undertaking.Budget) is not { } account) continue;
            if (undertaking.IsOfPerson && (wasTogether || record.ApartSince is null))
            {
                // Before anything else can break off: what was proven until now may have been proven by either.
                record = record with { ApartSince = clock.GetUtcNow() };
                await journal.ChangeAsync(record, undertaking.Budget.Writing);
            }

            if (await GiveBackAsync(secondary, account, others, undertaking.Budget)) restored.Add(secondary.Id);
        }

        return (record, restored);
    }

    /// <summary>An account that is nowhere was deleted; or absorbed by somebody whom the index does not know yet.</summary>
    /// <exception cref="Auth0Exception">It is too early to tell.</exception>
    private async Task<LinkRecord> MissAsync(LinkRecord record, RequestBudget budget)
    {
        if (record.MissingSince is null)
        {
            record = record with { MissingSince = clock.GetUtcNow() };
            await journal.ChangeAsync(record, budget.Writing);
        }

        return clock.GetUtcNow() - record.MissingSince < SettleStep.IndexPatience ? throw Unsettled() : record;
    }

    /// <summary>What is to be finished, unless it was called off while nobody held the accounts, or is called off now.</summary>
    private async Task<bool> IsStillWantedAsync(LinkRecord record, HeldAccounts held, RequestBudget budget)
    {
        if (!record.IsBeingUndone) return false;
        if (!Separations.IsOverruled(record, held.Records)) return true;
        await journal.ChangeAsync(record with { UndoneSince = null, ApartSince = null, MissingSince = null }, budget.Writing);
        return false;
    }

    /// <returns>False: it is nowhere any more.</returns>
    private async Task<bool> GiveBackAsync(AbsorbedAccount absorbed, Auth0User account, IEnumerable<UserId> others, RequestBudget budget)
    {
        var leftovers = new Leftovers();
        var patch = Restoration.OfAbsorbed(absorbed, account, others, leftovers);
        if (leftovers.ToReport() is { IsNothing: false } left) Log.NotRestored(logger, left.Reserved.Count, string.Join(", ", left.Reserved), left.Unstorable);
        return await PatchAsync(account.Id, patch, budget);
    }

    /// <summary>
    /// The account that survived, or whoever has absorbed it since; and whoever has those who were joined, if that is somebody else. When they were
    /// separated before, each account itself, or whoever has absorbed it.
    /// </summary>
    private async Task<IReadOnlyList<UserId>> HoldersAsync(LinkRecord record, RequestBudget budget)
    {
        var first = await users.FindAsync(record.PrimaryId, budget) ?? await survivors.FindAsync(record.PrimaryId, budget);
        var others = await Task.WhenAll(record.JoinedIds.Skip(1).Where(id => first?.HasIdentity(id) != true).Select(async id =>
            await users.FindAsync(id, budget) is { } alone ? record.State == LinkState.Unlinked ? alone : null : await survivors.FindAsync(id, budget)));
        return [.. others.Prepend(first).OfType<Auth0User>().Select(holder => holder.Id).Distinct()];
    }

    /// <summary>What it joined is where the link has put it, but for what this undoing has detached before it broke off.</summary>
    private async Task<bool> IsInPlaceAsync(LinkRecord record, RequestBudget budget)
    {
        if (record.State != LinkState.Linked) return true;
        // Whoever is alone gets back what he had, also if the other was deleted since.
        var holder = await users.FindAsync(record.PrimaryId, budget) ?? await survivors.FindAsync(record.PrimaryId, budget);
        var gone = await Task.WhenAll(record.JoinedIds.Skip(1).Where(id => holder?.HasIdentity(id) != true).Select(async id => record.IsBeingUndone && await users.FindAsync(id, budget) is { } alone && alone.Id == id));
        return gone.All(isAlone => isAlone);
    }

    private async Task AllowAsync(LinkRecord record, IReadOnlyList<UserId> holders, RequestBudget budget)
    {
        budget.PassPointOfNoReturn();
        foreach (var id in holders)
        {
            if (await users.FindAsync(id, budget) is { } now) await PatchAsync(id, Restoration.Reunitable(now, [.. record.AccountIds]), budget);
        }

        await journal.ChangeAsync(record with { MayBeRelinked = true }, budget.Writing);
    }

    private static Auth0Exception Unsettled() => new(
        TroubleCode.Unavailable, "Where the accounts of this link are is not certain yet: they were linked or deleted, perhaps a short time ago. Send the same request again in an hour.");

    private async Task<bool> PatchAsync(UserId id, MetadataPatch patch, RequestBudget budget) =>
        patch.IsEmpty || await users.PatchMetadataAsync(id, patch, PatchPurpose.Merge, budget);

    /// <param name="Holders">Whoever has by now what is to be undone.</param>
    private sealed record Undertaking(Undoing Undoing, IReadOnlyList<UserId> Holders, UnlinkReach Reach, LinkingOptions Settings, RequestBudget Budget)
    {
        public bool IsOfPerson => Reach != UnlinkReach.Everywhere;
    }

    private static partial class Log
    {
        [LoggerMessage(EventIds.MetadataNotRestored, LogLevel.Warning, "Metadata of an account that was separated is not restored: {Reserved} keys that Auth0 reserves ({Names}), and {Unstorable} with '.' or '$'.", EventName = nameof(EventIds.MetadataNotRestored))]
        public static partial void NotRestored(ILogger logger, int reserved, string names, int unstorable);
    }
}

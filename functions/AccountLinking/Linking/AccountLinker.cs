using AccountLinking.Auth0;
using AccountLinking.Auth0.Profiles;
using AccountLinking.Configuration;
using AccountLinking.Journal;
using AccountLinking.Journal.Leases;
using AccountLinking.Linking.Joining;
using AccountLinking.Linking.Merging;
using AccountLinking.Linking.NationalIds;
using AccountLinking.Linking.Rules;

namespace AccountLinking.Linking;

/// <summary>
/// Joins the account of somebody who signs in, or has proven another to be theirs, with their other ones: reads, decides, links, and
/// notes when to look again. Whatever it reads it reads from Auth0; the request only says whom.
/// </summary>
internal sealed partial class AccountLinker(
    IAuth0Users users,
    SurvivorSearch survivors,
    CandidateSearch candidates,
    AccountWork work,
    JoinStep join,
    ForgetSeparationStep forget,
    NoteStep note,
    LinkJournal journal,
    LinkIds ids,
    TimeProvider clock,
    ILogger<AccountLinker> logger)
{
    /// <summary>A link that Auth0 refuses was decided on what has changed since: once more, with new reads.</summary>
    private const int MaxRounds = 2;

    /// <summary>Of accounts that absorb each other while they are looked for, no more are followed at once.</summary>
    private const int MaxMoves = 4;

    /// <exception cref="Auth0Exception">Auth0 did not do its part; the next attempt finishes what this one began.</exception>
    /// <exception cref="JournalException">The journal did not do its part; nothing was changed.</exception>
    public async Task<LinkOutcome> LinkAsync(Occasion occasion, LinkingOptions settings, RequestBudget budget)
    {
        for (var round = 1; round <= MaxRounds; round++)
        {
            if (await TryLinkAsync(occasion, settings, budget) is { } outcome)
            {
                budget.EnsureNotOver();
                return outcome;
            }

            budget.ReturnFromPointOfNoReturn();
        }

        throw new Auth0Exception(
            TroubleCode.Rejected,
            "Auth0 refuses to link two accounts that stand alone: check that the connection of the one to be absorbed is enabled, and its id in Linking:Connections.");
    }

    /// <returns>Null: the accounts changed while they were looked at.</returns>
    private async Task<LinkOutcome?> TryLinkAsync(Occasion occasion, LinkingOptions settings, RequestBudget budget)
    {
        var user = await FindAsync(occasion.UserId, settings, budget);
        if (user?.Id != occasion.UserId) return await NoteAsync(await AbsorbedAsync(occasion, user, budget), occasion, settings, budget);
        var examination = occasion.Examine(user, settings);
        var evidence = (examination as Examination.Applies)?.Evidence;
        var hits = evidence is null ? [] : await candidates.LookUpAsync(evidence, user, budget);
        if (hits.Count > 0 && !settings.DryRun && evidence is { SuggestsOnly: false }) return await LinkAloneAsync(occasion, hits.Select(hit => hit.Id), settings, budget);
        var found = await candidates.ReadAsync(hits, budget);
        return await CarryOutAsync(user, occasion, Decider.Decide(user, occasion.UsedConnection, examination, found, settings), evidence, held: null, settings, budget);
    }

    /// <summary>The account as it is once whatever was begun on it, and left by whoever did, is settled.</summary>
    private async Task<Auth0User?> FindAsync(UserId id, LinkingOptions settings, RequestBudget budget)
    {
        var reading = users.FindAsync(id, budget);
        var isSettled = !settings.DryRun && await work.TrySettleAsync(id, settings.Ssn, budget);
        var user = await reading;
        return isSettled ? await users.FindAsync(id, budget) : user;
    }

    /// <summary>Nobody else works on these accounts meanwhile, so they are read now and stay what they are.</summary>
    private async Task<LinkOutcome?> LinkAloneAsync(Occasion occasion, IEnumerable<UserId> hits, LinkingOptions settings, RequestBudget budget)
    {
        var wanted = hits.ToList();
        for (var round = 1; ; round++)
        {
            var held = await work.TakeAsync(ids.Next(), wanted.Prepend(occasion.UserId), settings.Ssn, budget);
            try
            {
                var again = await Task.WhenAll(wanted.Prepend(occasion.UserId).Select(id => users.FindAsync(id, budget)));
                if (again[0] is not { } user || user.Id != occasion.UserId) return await NoteAsync(await AbsorbedAsync(occasion, again[0], budget), occasion, settings, budget);
                Auth0User[] found = [.. again.Skip(1).OfType<Auth0User>()];
                // Whoever has absorbed a hit meanwhile carries what it carried; and is to be held and read likewise.
                var moved = await candidates.MovedToAsync(wanted.Where((_, index) => again[index + 1] is null), [user, .. found], budget);
                if (moved.Count == 0) return await DecideAloneAsync(user, occasion, found, held, settings, budget);
                if (round == MaxMoves) throw Unsettled();
                wanted = [.. found.Select(account => account.Id), .. moved];
            }
            finally
            {
                await work.GiveBackAsync(held, budget);
            }
        }
    }

    private static Auth0Exception Unsettled() => new(
        TroubleCode.Unavailable, "The accounts that this login finds are absorbed by others while it looks at them. The next login looks again.");

    private async Task<LinkOutcome?> DecideAloneAsync(Auth0User user, Occasion occasion, IReadOnlyList<Auth0User> found, HeldAccounts held, LinkingOptions settings, RequestBudget budget)
    {
        var examination = occasion.Examine(user, settings);
        var evidence = (examination as Examination.Applies)?.Evidence;
        var decision = Decider.Decide(user, occasion.UsedConnection, examination, found, settings);
        if (decision is not LinkDecision.Join pair) return await CarryOutAsync(user, occasion, decision, evidence, held, settings, budget);
        var records = await RecordsAsync(pair.Plan.Accounts, held, budget);
        if (occasion.IsRuledOutBy(records, pair.Plan.Accounts)) decision = new LinkDecision.Refused(Reason.SeparatedBefore, pair.Rule);
        var outcome = await CarryOutAsync(user, occasion, decision, evidence, held, settings, budget);
        if (occasion.EndsSeparations && outcome is LinkOutcome.Linked or LinkOutcome.AlreadyLinked) await forget.ForgetAsync(records, pair.Plan, budget);
        return outcome;
    }

    /// <summary>Of all identities: whoever was joined by another hand than ours has records of his own.</summary>
    private async Task<IReadOnlyCollection<LinkRecord>> RecordsAsync(IReadOnlyCollection<Auth0User> accounts, HeldAccounts held, RequestBudget budget)
    {
        var others = accounts.SelectMany(account => account.IdentityIds.Except([account.Id]));
        var found = await Task.WhenAll(others.Select(id => journal.FindByAccountAsync(id, budget.Reading)));
        return [.. held.Records.Concat(found.SelectMany(records => records)).DistinctBy(record => record.Id)];
    }

    /// <summary>Another login of the same person may have absorbed the account a moment ago: this one must name the survivor.</summary>
    /// <param name="found">What Auth0 answered with in place of the account, if anything.</param>
    private async Task<Ending> AbsorbedAsync(Occasion occasion, Auth0User? found, RequestBudget budget)
    {
        var survivor = found?.HasIdentity(occasion.UserId) == true ? found : await survivors.FindAsync(occasion.UserId, budget);
        return survivor is null || !occasion.IsFulfilledBy(survivor)
            ? Ending.WithoutNote(new LinkOutcome.NotEligible(occasion.UserId, Reason.UserNotFound))
            : new Ending(new LinkOutcome.AlreadyLinked(survivor.Id), survivor);
    }

    /// <param name="held">The accounts, if this is more than a look.</param>
    private async Task<LinkOutcome?> CarryOutAsync(
        Auth0User user, Occasion occasion, LinkDecision decision, Evidence? evidence, HeldAccounts? held, LinkingOptions settings, RequestBudget budget)
    {
        var fingerprint = evidence?.Fingerprint;
        var ending = decision switch
        {
            LinkDecision.Join pair when held is null => Ending.WithoutNote(WouldLink(user, pair)),
            LinkDecision.Join pair => await JoinAsync(pair, occasion.IsNoted, fingerprint, held, settings, budget),
            LinkDecision.AlreadyLinked { Holder: var holder } => new Ending(new LinkOutcome.AlreadyLinked(holder.Id), holder),
            LinkDecision.NoMatch { Rule: var rule } => new Ending(new LinkOutcome.NoMatch(user.Id, rule), user, fingerprint),
            LinkDecision.Suggested several => new Ending(new LinkOutcome.Suggested(user.Id, several.Rule, several.Candidates), user, fingerprint),
            LinkDecision.NotEligible { Why: var why } => new Ending(new LinkOutcome.NotEligible(user.Id, why), user),
            LinkDecision.Refused refused => Ending.WithoutNote(new LinkOutcome.Refused(user.Id, refused.Why, refused.Rule)),
            LinkDecision.Ambiguous several => Ending.WithoutNote(new LinkOutcome.Ambiguous(user.Id, several.Rule, several.Candidates)),
            _ => throw new InvalidOperationException("A decision that nobody carries out."),
        };
        return ending is null ? null : await NoteAsync(ending, occasion, settings, budget);
    }

    private LinkOutcome.WouldLink WouldLink(Auth0User user, LinkDecision.Join pair)
    {
        Tell(pair.Plan);
        return new LinkOutcome.WouldLink(user.Id, pair.Rule, pair.Plan.Primary.Id);
    }

    private async Task<Ending?> JoinAsync(LinkDecision.Join pair, bool isNoted, Fingerprint? fingerprint, HeldAccounts held, LinkingOptions settings, RequestBudget budget)
    {
        var plan = pair.Plan;
        Tell(plan);
        // The note goes along with the metadata, unless somebody may be left over. Where it stands on the account that signs in, and the link then
        // breaks off, it must not keep the Action from asking for long.
        var isNotedAtOnce = isNoted && !plan.Metadata.Patch.IsEmpty && plan.Secondaries.Count == 1;
        var isOnOwn = plan.Primary.Id == plan.SignedIn;
        var change = isNotedAtOnce ? AccountNote.Change(plan.Joined, fingerprint, clock.GetUtcNow(), isOnOwn ? AccountNote.Soon(settings.RecheckAfter) : settings.RecheckAfter) : null;
        var record = LinkRecords.Start(held.Holder, pair.Rule, plan, plan.Metadata.Patch.WithAppMetadata(change), held.TimeOfNext(clock.GetUtcNow()));
        var (linked, wasLinked) = (new LinkOutcome.Linked(plan.Primary.Id, pair.Rule, record.Id), new LinkOutcome.AlreadyLinked(plan.Primary.Id));
        return await join.JoinAsync(plan, record, held, settings.Ssn, budget) switch
        {
            JoinEnd.Joined => isNotedAtOnce ? Ending.WithoutNote(linked) : new Ending(linked, plan.Joined, fingerprint),
            JoinEnd.WasJoined => isNotedAtOnce ? Ending.WithoutNote(wasLinked) : new Ending(wasLinked, plan.Joined, fingerprint),
            JoinEnd.JoinedInPart => Ending.WithoutNote(linked),
            _ => null,
        };
    }

    private void Tell(JoinPlan plan)
    {
        if (ProfileSize.IsTooLarge(plan.Joined)) Log.TooLarge(logger, ProfileSize.Of(plan.Joined), ProfileSize.Limit);
        var left = plan.Metadata.NotCopied;
        if (!left.IsNothing) Log.NotCopied(logger, left.Reserved.Count, string.Join(", ", left.Reserved), left.Unstorable, left.Numbers);
    }

    private async Task<LinkOutcome> NoteAsync(Ending end, Occasion occasion, LinkingOptions settings, RequestBudget budget)
    {
        if (!settings.DryRun && occasion.IsNoted && end.Account is { } account) await note.NoteAsync(account, end.Fingerprint, settings, budget);
        return end.Outcome;
    }

    /// <param name="Account">The account to note on when to look again, as it is by now; null where nothing is noted.</param>
    /// <param name="Fingerprint">Of the number that the sign-in has proven.</param>
    private sealed record Ending(LinkOutcome Outcome, Auth0User? Account, Fingerprint? Fingerprint = null)
    {
        public static Ending WithoutNote(LinkOutcome outcome) => new(outcome, Account: null);
    }

    private static partial class Log
    {
        [LoggerMessage(EventIds.ProfileTooLarge, LogLevel.Warning, "Accounts are joined whose profile together has {Bytes} bytes, more than the {Limit} that Auth0 allows.", EventName = nameof(EventIds.ProfileTooLarge))]
        public static partial void TooLarge(ILogger logger, int bytes, int limit);

        [LoggerMessage(EventIds.MetadataNotCopied, LogLevel.Warning, "Metadata is left behind: {Reserved} keys that Auth0 reserves ({Names}), {Unstorable} with '.' or '$', and {Numbers} national ids of accounts with an unlisted connection.", EventName = nameof(EventIds.MetadataNotCopied))]
        public static partial void NotCopied(ILogger logger, int reserved, string names, int unstorable, int numbers);
    }
}

using AccountLinking.Auth0;
using AccountLinking.Configuration;
using AccountLinking.Journal;
using AccountLinking.Journal.Leases;

namespace AccountLinking.Linking.Joining;

/// <summary>Brings a link that was begun and never ended to its end.</summary>
internal sealed partial class SettleStep(IAuth0Users users, TakeBackStep takeBack, LinkJournal journal, TimeProvider clock, ILogger<SettleStep> logger)
{
    /// <summary>A link whose answer was lost may still take effect at Auth0 for so long after it was begun.</summary>
    public static readonly TimeSpan MaxDelay = TimeSpan.FromMinutes(5);

    /// <summary>Auth0's index knows by then of all that happened before.</summary>
    public static readonly TimeSpan IndexPatience = TimeSpan.FromHours(1);

    /// <param name="record">It is <see cref="LinkState.Started"/>.</param>
    /// <param name="held">Its accounts.</param>
    /// <exception cref="Auth0Exception">Auth0 did not do its part, and nothing is certain yet.</exception>
    /// <exception cref="JournalException">Likewise the journal.</exception>
    public async Task SettleAsync(LinkRecord record, HeldAccounts held, SsnOptions ssn, RequestBudget budget)
    {
        var ended = await takeBack.TakeBackAsync(record, ssn, budget);
        await journal.ChangeAsync(ended, budget.Writing, staysOpen: MayBeJoinedYet(ended));
        if (ended.State == LinkState.Abandoned) held.Retire(ended.Id);
        Log.Settled(logger, ended.Id, ended.State);
    }

    /// <summary>
    /// Auth0 may have carried out since what was settled as not done: a record that ended, and still stands open. What it finds it records; it can
    /// be repeated until the record is closed.
    /// </summary>
    /// <param name="holder">Whoever survives, or has absorbed the survivor since; null: nobody knows of any.</param>
    /// <param name="held">The accounts of the record, and the holder.</param>
    public async Task<SecondLook> LookAgainAsync(LinkRecord record, UserId? holder, HeldAccounts held, SsnOptions ssn, RequestBudget budget)
    {
        if (MayBeJoinedYet(record)) return SecondLook.TooEarly;
        if (holder is not { } id || await users.FindAsync(id, budget) is not { } now) return MayBeKnownYet(record) ? SecondLook.TooEarly : SecondLook.Done;
        var since = held.Records.Where(other => other.Id != record.Id && (other.StartedAt > record.StartedAt || other.EndedAt >= record.StartedAt)).ToList();
        var joined = record.Secondaries.Where(secondary => !secondary.IsJoined && now.HasIdentity(secondary.Id)).ToList();
        var late = joined.Where(secondary => JoinOf(since, secondary.Id) is null).ToList();
        if (late.Count > 0)
        {
            // It has a record of its own: what stands on the account by now is what undoing it must come back to.
            var found = LinkRecords.Late(held.Holder, record, now, late, ssn, held.TimeOfNext(clock.GetUtcNow()));
            held.Remember();
            await journal.StartAsync(found, budget.Reading);
            await SettleAsync(found, held, ssn, budget);
        }

        return joined.Find(secondary => AreSeparated(since, now, secondary.Id, ProofOf(since, secondary.Id))) is { } separated ? SecondLook.ToUndo(JoinOf(since, separated.Id)?.Id ?? held.Holder) : SecondLook.Done;
    }

    private bool MayBeJoinedYet(LinkRecord ended) =>
        ended.Secondaries.Any(secondary => !secondary.IsJoined) && LinkJournal.BegunAt(ended.Id) > clock.GetUtcNow() - MaxDelay;

    /// <summary>By the index, if another hand than ours has linked the survivor.</summary>
    private bool MayBeKnownYet(LinkRecord ended) => LinkJournal.BegunAt(ended.Id) > clock.GetUtcNow() - IndexPatience;

    private static LinkRecord? JoinOf(IEnumerable<LinkRecord> records, UserId id) =>
        records.FirstOrDefault(record => record.State == LinkState.Linked && record.Secondaries.Any(secondary => secondary.IsJoined && secondary.Id == id));

    /// <summary>When a person has proven the account that is joined now. One that Auth0 carried out late was not meant any more.</summary>
    private static DateTimeOffset? ProofOf(IEnumerable<LinkRecord> records, UserId id) => JoinOf(records, id) is { Rule: Proof.Rule, MadeOf: null } proof ? proof.StartedAt : null;

    private static bool AreSeparated(IEnumerable<LinkRecord> records, Auth0User holder, UserId absorbed, DateTimeOffset? provenAt) => records.Any(record =>
        record.IsSeparation && record.JoinedIds.Contains(absorbed) && record.JoinedIds.Any(id => id != absorbed && holder.HasIdentity(id)) && !(provenAt >= record.EndedAt));

    private static partial class Log
    {
        [LoggerMessage(EventIds.RecordSettled, LogLevel.Warning, "The link {LinkId} was begun and never ended, and is settled: {State}.", EventName = nameof(EventIds.RecordSettled))]
        public static partial void Settled(ILogger logger, string linkId, LinkState state);
    }
}

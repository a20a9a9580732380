using AccountLinking.Auth0;
using AccountLinking.Configuration;
using AccountLinking.Journal;
using AccountLinking.Journal.Leases;

namespace AccountLinking.Linking.Joining;

/// <summary>Brings a link that was begun and never ended to its end.</summary>
internal sealed partial class SettleStep(IAuth0Users users, TakeBackStep takeBack, LinkJournal journal, TimeProvider clock, ILogger<SettleStep> logger)
{
    /// <summary>A link whose answer was lost may still take effect at Auth0 for so long, after it was looked for in vain.</summary>
    public static readonly TimeSpan MaxDelay = TimeSpan.FromMinutes(5);

    /// <param name="record">It is <see cref="LinkState.Started"/>.</param>
    /// <param name="held">Its accounts.</param>
    /// <exception cref="Auth0Exception">Auth0 did not do its part, and nothing is certain yet.</exception>
    /// <exception cref="JournalException">Likewise the journal.</exception>
    public async Task SettleAsync(LinkRecord record, HeldAccounts held, SsnOptions ssn, RequestBudget budget)
    {
        var ended = await takeBack.TakeBackAsync(record, ssn, budget);
        await journal.ChangeAsync(ended, budget.Writing, staysOpen: MayBeJoinedYet(ended));
        if (ended.State == LinkState.Abandoned) held.Retire(ended.Id);
        Log.Settled(logger, ended.State);
    }

    /// <summary>Auth0 may have carried out since what was settled as not done: a record that ended, and still stands open.</summary>
    public async Task<SecondLook> LookAgainAsync(LinkRecord record, HeldAccounts held, SsnOptions ssn, RequestBudget budget)
    {
        if (MayBeJoinedYet(record)) return SecondLook.TooEarly;
        var now = await users.FindAsync(record.PrimaryId, budget);
        var since = held.Records.Where(other => other.Id != record.Id && other.EndedAt >= record.StartedAt).ToList();
        var late = record.Secondaries.Where(secondary => !secondary.IsJoined && now?.HasIdentity(secondary.Id) == true && !IsJoinedBy(since, secondary.Id)).ToList();
        if (now is null || late.Count == 0)
        {
            await journal.CloseAsync(record.Id, budget.Writing);
            return SecondLook.AsItWas;
        }

        // It has a record of its own: what stands on the account by now is what undoing it must come back to.
        var found = LinkRecords.Late(held.Holder, record, now, late, ssn, held.TimeOfNext(clock.GetUtcNow()));
        held.Remember();
        await journal.StartAsync(found, budget.Reading);
        await SettleAsync(found, held, ssn, budget);
        await journal.CloseAsync(record.Id, budget.Writing);
        return late.Exists(secondary => AreSeparated(since, now, secondary.Id)) ? SecondLook.Rejoined(found.Id) : SecondLook.Joined;
    }

    private bool MayBeJoinedYet(LinkRecord ended) =>
        ended.Secondaries.Any(secondary => !secondary.IsJoined) && LinkJournal.BegunAt(ended.Id) > clock.GetUtcNow() - MaxDelay;

    private static bool IsJoinedBy(IEnumerable<LinkRecord> records, UserId id) =>
        records.Any(record => record.State == LinkState.Linked && record.Secondaries.Any(secondary => secondary.IsJoined && secondary.Id == id));

    private static bool AreSeparated(IEnumerable<LinkRecord> records, Auth0User holder, UserId absorbed) => records.Any(record =>
        record is { State: LinkState.Unlinked, MayBeRelinked: false } && record.AccountIds.Contains(absorbed) && record.AccountIds.Any(id => id != absorbed && holder.HasIdentity(id)));

    private static partial class Log
    {
        [LoggerMessage(EventIds.RecordSettled, LogLevel.Warning, "A link that was begun and never ended is settled: {State}.")]
        public static partial void Settled(ILogger logger, LinkState state);
    }
}

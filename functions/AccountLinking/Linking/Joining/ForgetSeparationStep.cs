using AccountLinking.Auth0;
using AccountLinking.Journal;

namespace AccountLinking.Linking.Joining;

/// <summary>The person has proven both accounts: that they were separated once keeps nobody from joining them any more, should they be separated again.</summary>
internal sealed partial class ForgetSeparationStep(LinkJournal journal, ILogger<ForgetSeparationStep> logger)
{
    /// <summary>After the link, which stands whether or not this succeeds: what is not forgotten keeps rules from joining them, and no proof.</summary>
    /// <param name="records">What the journal knew of the accounts before.</param>
    /// <param name="done">What has been carried out.</param>
    public async Task ForgetAsync(IReadOnlyCollection<LinkRecord> records, JoinPlan done, RequestBudget budget)
    {
        try
        {
            foreach (var record in Forgotten(records, done)) await journal.ChangeAsync(record, budget.Writing);
        }
        catch (Exception trouble) when (trouble is JournalException or OperationCanceledException)
        {
            Log.NotForgotten(logger, trouble.Message);
        }
    }

    /// <summary>Those whose accounts are one again, all of them, and were not before; as they are from now on.</summary>
    private static IEnumerable<LinkRecord> Forgotten(IReadOnlyCollection<LinkRecord> records, JoinPlan done)
    {
        foreach (var record in records.Where(record => record.JoinedIds.All(done.Joined.HasIdentity) && !done.Accounts.Any(account => record.JoinedIds.All(account.HasIdentity))))
        {
            if (record.IsSeparation) yield return record with { MayBeRelinked = true };
            // One that broke off must not be finished any more: what it had detached was brought together again elsewhere, and has come back.
            else if (record.IsBeingUndone) yield return record with { UndoneSince = null, MissingSince = null };
        }
    }

    private static partial class Log
    {
        [LoggerMessage(EventIds.SeparationNotForgotten, LogLevel.Warning, "Accounts were joined by proof that had been separated, and the journal could not be told: {Advice}", EventName = nameof(EventIds.SeparationNotForgotten))]
        public static partial void NotForgotten(ILogger logger, string advice);
    }
}

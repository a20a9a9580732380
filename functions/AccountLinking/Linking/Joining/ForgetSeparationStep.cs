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
            foreach (var record in Forgotten(records, done)) await journal.ChangeAsync(record with { MayBeRelinked = true }, budget.Writing);
        }
        catch (Exception trouble) when (trouble is JournalException or OperationCanceledException)
        {
            Log.NotForgotten(logger, trouble.Message);
        }
    }

    /// <summary>Those whose accounts are one again, all of them, and were not before.</summary>
    private static IEnumerable<LinkRecord> Forgotten(IEnumerable<LinkRecord> records, JoinPlan done) => records.Where(record =>
        record.IsSeparation && record.JoinedIds.All(done.Joined.HasIdentity) && !done.Accounts.Any(account => record.JoinedIds.All(account.HasIdentity)));

    private static partial class Log
    {
        [LoggerMessage(EventIds.SeparationNotForgotten, LogLevel.Warning, "Accounts were joined by proof that had been separated, and the journal could not be told: {Advice}", EventName = nameof(EventIds.SeparationNotForgotten))]
        public static partial void NotForgotten(ILogger logger, string advice);
    }
}

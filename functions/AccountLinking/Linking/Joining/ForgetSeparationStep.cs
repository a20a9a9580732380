using AccountLinking.Auth0;
using AccountLinking.Journal;

namespace AccountLinking.Linking.Joining;

/// <summary>The person has proven both accounts: that they were separated once keeps nobody from joining them any more, should they be separated again.</summary>
internal sealed partial class ForgetSeparationStep(LinkJournal journal, ILogger<ForgetSeparationStep> logger)
{
    /// <summary>After the link, which stands whether or not this succeeds: what is not forgotten keeps rules from joining them, and no proof.</summary>
    /// <param name="separations">Records of links that were undone for good, all of whose accounts are one again.</param>
    public async Task ForgetAsync(IEnumerable<LinkRecord> separations, RequestBudget budget)
    {
        try
        {
            foreach (var record in separations) await journal.ChangeAsync(record with { MayBeRelinked = true }, budget.Writing);
        }
        catch (Exception trouble) when (trouble is JournalException or OperationCanceledException)
        {
            Log.NotForgotten(logger, trouble.Message);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(EventIds.SeparationNotForgotten, LogLevel.Warning, "Accounts were joined by proof that had been separated, and the journal could not be told: {Advice}", EventName = nameof(EventIds.SeparationNotForgotten))]
        public static partial void NotForgotten(ILogger logger, string advice);
    }
}

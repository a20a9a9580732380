using AccountLinking.Auth0;
using AccountLinking.Journal;

namespace AccountLinking.Linking.Joining;

/// <summary>
/// Finds the account that an identity hangs under now, when it has no account of its own any more: the journal knows at once whom this
/// service has joined, and Auth0's index knows all others, a little later.
/// </summary>
internal sealed partial class SurvivorSearch(IAuth0Users users, LinkJournal journal, ILogger<SurvivorSearch> logger)
{
    /// <summary>Each holder may have been absorbed itself since.</summary>
    private const int MaxSteps = 5;

    /// <summary>Null: nobody holds it, or nobody knows yet who does.</summary>
    public async Task<Auth0User?> FindAsync(UserId absorbed, RequestBudget budget) =>
        await FindRecordedAsync(absorbed, budget) ?? await FollowAsync(absorbed, id => users.SearchAsync(UserQuery.Identity(id), budget), budget);

    /// <summary>As far as the journal knows.</summary>
    public Task<Auth0User?> FindRecordedAsync(UserId absorbed, RequestBudget budget) => FollowAsync(absorbed, id => RecordedHoldersAsync(id, budget), budget);

    /// <param name="holdersAsync">Who might hold an identity.</param>
    private async Task<Auth0User?> FollowAsync(UserId absorbed, Func<UserId, Task<IReadOnlyList<UserId>>> holdersAsync, RequestBudget budget)
    {
        HashSet<UserId> asked = [absorbed];
        Queue<UserId> next = new(asked);
        for (var step = 0; step < MaxSteps && next.TryDequeue(out var current); step++)
        {
            foreach (var hit in await holdersAsync(current))
            {
                // Whoever said so, only the account itself is believed.
                var holder = await users.FindAsync(hit, budget);
                if (holder?.HasIdentity(absorbed) == true) return holder;
                if (holder is null && asked.Add(hit)) next.Enqueue(hit);
            }
        }

        return null;
    }

    /// <summary>Whatever became of the link: it may have taken effect unseen.</summary>
    private async Task<IReadOnlyList<UserId>> RecordedHoldersAsync(UserId absorbed, RequestBudget budget)
    {
        try
        {
            var records = await journal.FindByAccountAsync(absorbed, budget.Reading);
            return [.. records.Where(record => record.Secondaries.Any(secondary => secondary.Id == absorbed)).Select(record => record.PrimaryId).Distinct()];
        }
        catch (JournalException trouble)
        {
            Log.NotAsked(logger, trouble.Message);
            return [];
        }
    }

    private static partial class Log
    {
        [LoggerMessage(EventIds.JournalNotAsked, LogLevel.Warning, "The journal could not be asked who absorbed an account; the index is: {Advice}", EventName = nameof(EventIds.JournalNotAsked))]
        public static partial void NotAsked(ILogger logger, string advice);
    }
}

using AccountLinking.Auth0;
using AccountLinking.Journal.Stores;

namespace AccountLinking.Journal.Leases;

/// <summary>
/// At most one request at a time works on an account, across all processes. A lease ends by itself some time after any request must
/// have ended, so that a process that dies keeps nobody out. Those of one process wait in line, so that only the first asks the store.
/// </summary>
internal sealed partial class AccountLeases(IJournalStore store, AccountNames names, TimeProvider clock, ILogger<AccountLeases> logger)
{
    /// <summary>Longer than any request's budget and the writes after it, by more than clocks of two machines may differ.</summary>
    public static readonly TimeSpan Duration = TimeSpan.FromSeconds(40);

    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(50);

    private readonly KeyedTurns _turns = new();

    /// <summary>Waits for whoever is at work on one of the accounts, as long as there is room to write afterwards.</summary>
    /// <param name="holder">Of a link that is to be made, its id.</param>
    /// <exception cref="Auth0Exception">The time was used up.</exception>
    /// <exception cref="JournalException">The store does not do its part.</exception>
    public async Task<HeldAccounts> AcquireAsync(string holder, IEnumerable<UserId> accounts, RequestBudget budget)
    {
        var held = new HeldAccounts(store, holder);
        try
        {
            // In one order for all: two who want the same ones never wait for each other.
            foreach (var name in accounts.Distinct().Select(names.Of).Order(StringComparer.Ordinal)) await AcquireAsync(held, name, budget);
            return held;
        }
        catch
        {
            await GiveBackAsync(held, budget);
            throw;
        }
    }

    /// <summary>Whether it succeeds or not, the work is done; a lease that is not given back ends by itself.</summary>
    public async Task GiveBackAsync(HeldAccounts held, RequestBudget budget)
    {
        try
        {
            await held.ReleaseAsync(budget.Writing);
        }
        catch (Exception trouble) when (trouble is JournalException or OperationCanceledException)
        {
            Log.NotReleased(logger, trouble.Message);
        }
    }

    private async Task AcquireAsync(HeldAccounts held, string name, RequestBudget budget)
    {
        var turn = await TakeTurnAsync(name, budget);
        try
        {
            var (entry, version) = await AcquireFromStoreAsync(held.Holder, name, budget);
            held.Add(name, entry, version, turn);
        }
        catch
        {
            turn.Dispose();
            throw;
        }
    }

    private async Task<IDisposable> TakeTurnAsync(string name, RequestBudget budget)
    {
        budget.EnsureRoomToWrite();
        using var room = budget.Part(budget.Remaining - RequestBudget.WriteTime);
        try
        {
            return await _turns.TakeAsync(name, room.Reading);
        }
        catch (OperationCanceledException) when (!budget.Reading.IsCancellationRequested)
        {
            throw Auth0Exception.BudgetExceeded();
        }
    }

    private async Task<(AccountEntry Entry, string Version)> AcquireFromStoreAsync(string holder, string name, RequestBudget budget)
    {
        while (true)
        {
            budget.EnsureRoomToWrite();
            var document = await store.ReadAsync(name, budget.Reading);
            var entry = document is null ? AccountEntry.Empty : AccountEntry.Read(name, document);
            var now = clock.GetUtcNow();
            if (!entry.IsHeld(now))
            {
                // Seen through, so that nobody hangs up in the middle and leaves a lease that he does not know of.
                var mine = new AccountEntry(holder, now + Duration, [.. entry.PossibleLinks], entry.Vain);
                if (await store.WriteAsync(name, mine.Write(), document?.Version, budget.Writing) is { } version) return (mine, version);
            }

            await Task.Delay(Pause, clock, budget.Reading);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(EventIds.LeaseNotReleased, LogLevel.Warning, "A lease could not be given back, and ends by itself: {Advice}", EventName = nameof(EventIds.LeaseNotReleased))]
        public static partial void NotReleased(ILogger logger, string advice);
    }
}

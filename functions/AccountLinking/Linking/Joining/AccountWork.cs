using AccountLinking.Auth0;
using AccountLinking.Configuration;
using AccountLinking.Journal;
using AccountLinking.Journal.Leases;

namespace AccountLinking.Linking.Joining;

/// <summary>
/// Takes accounts for work on them: nobody else works on them meanwhile, and whatever was begun on them before and never ended is
/// settled first.
/// </summary>
internal sealed partial class AccountWork(AccountLeases leases, LinkJournal journal, LinkIds ids, SettleStep settle, TimeProvider clock, ILogger<AccountWork> logger)
{
    /// <summary>Of a chain of records that were all left open, no more are followed at once.</summary>
    private const int MaxRounds = 5;

    /// <summary>What a login can spare for somebody else's work.</summary>
    private static readonly TimeSpan SettlingTime = RequestBudget.WriteTime + TimeSpan.FromMilliseconds(500);

    /// <summary>How long a login waits to hear whether there is any: most have none, and need no journal.</summary>
    private static readonly TimeSpan AskingTime = TimeSpan.FromMilliseconds(500);

    /// <param name="holder">Of a link that is to be made, its id.</param>
    /// <exception cref="Auth0Exception">Somebody else was at work for too long, or what was left could not be settled.</exception>
    /// <exception cref="JournalException">The journal does not do its part: nothing was changed.</exception>
    public async Task<HeldAccounts> TakeAsync(string holder, IEnumerable<UserId> accounts, SsnOptions ssn, RequestBudget budget)
    {
        HashSet<UserId> wanted = [.. accounts];
        for (var round = 1; ; round++)
        {
            var held = await leases.AcquireAsync(holder, wanted, budget);
            try
            {
                held.Records = await FindAsync(held, budget);
                var open = held.Records.Where(record => record.State == LinkState.Started).ToList();
                // A record is settled only under the leases of all whom it is about.
                List<UserId> others = [.. open.SelectMany(record => record.AccountIds).Except(wanted)];
                if (others.Count > 0 && round == MaxRounds) throw Auth0Exception.BudgetExceeded();
                if (others.Count == 0)
                {
                    foreach (var record in open) await settle.SettleAsync(record, held, ssn, budget);
                    var isAnew = open.Count > 0;
                    foreach (var record in LinkRecords.HalfSplit(held.Records, ssn).ToList())
                    {
                        await journal.ChangeAsync(record, budget.Writing);
                        isAnew = true;
                    }

                    if (isAnew) held.Records = await FindAsync(held, budget);
                    return held;
                }

                wanted.UnionWith(others);
            }
            catch
            {
                await GiveBackAsync(held, budget);
                throw;
            }

            await GiveBackAsync(held, budget);
        }
    }

    /// <summary>
    /// Settles what is open of an account, unless somebody is at work on it: then he may. Nothing depends on it now, and the next one finds it
    /// as well, or the sweep.
    /// </summary>
    /// <returns>Whether there was something.</returns>
    public async Task<bool> TrySettleAsync(UserId account, SsnOptions ssn, RequestBudget whole)
    {
        using var asking = whole.Part(AskingTime);
        try
        {
            if (!await journal.IsLeftOpenAsync(account, clock.GetUtcNow(), asking.Reading)) return false;
            using var budget = whole.Part(SettlingTime);
            await GiveBackAsync(await TakeAsync(ids.Next(), [account], ssn, budget), budget);
            return true;
        }
        catch (Exception trouble) when (trouble is Auth0Exception or JournalException or OperationCanceledException)
        {
            Log.NotSettled(logger, trouble.Message);
            return false;
        }
    }

    /// <summary>Whether it succeeds or not, the work is done.</summary>
    public Task GiveBackAsync(HeldAccounts held, RequestBudget budget) => leases.GiveBackAsync(held, budget);

    private async Task<IReadOnlyList<LinkRecord>> FindAsync(HeldAccounts held, RequestBudget budget)
    {
        var found = await journal.FindAllAsync(held.Links, budget.Reading);
        foreach (var absent in held.Links.Except(found.Select(record => record.Id), StringComparer.Ordinal)) held.Forget(absent);
        return found;
    }

    private static partial class Log
    {
        [LoggerMessage(EventIds.RecordNotSettled, LogLevel.Information, "A link that was begun and never ended is not settled yet: {Advice}", EventName = nameof(EventIds.RecordNotSettled))]
        public static partial void NotSettled(ILogger logger, string advice);
    }
}

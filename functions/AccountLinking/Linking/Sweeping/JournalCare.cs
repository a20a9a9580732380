using AccountLinking.Auth0;
using AccountLinking.Configuration;
using AccountLinking.Journal;
using AccountLinking.Journal.Leases;
using AccountLinking.Linking.Joining;
using AccountLinking.Linking.Unlinking;
using Microsoft.Extensions.Options;

namespace AccountLinking.Linking.Sweeping;

/// <summary>What nobody comes back to: links that were begun and never ended are settled, and records that are too old are erased.</summary>
internal sealed partial class JournalCare(
    IAuth0Users users,
    SurvivorSearch survivors,
    LinkJournal journal,
    LinkIds ids,
    JournalDesk desk,
    AccountWork work,
    SettleStep settle,
    Unlinker unlinker,
    IOptionsMonitor<LinkingOptions> linking,
    IOptionsMonitor<JournalOptions> options,
    TimeProvider clock,
    ILogger<JournalCare> logger)
{
    private static readonly TimeSpan Budget = TimeSpan.FromSeconds(18);

    /// <summary>Whoever began it is at work no more.</summary>
    private static readonly TimeSpan Patience = AccountLeases.Duration;

    /// <summary>One that is as old and cannot be looked after has been in vain for some rounds: somebody must see to it.</summary>
    private static readonly TimeSpan PatienceWithTrouble = TimeSpan.FromMinutes(15);

    /// <summary>One that cannot be settled now stays open until the next time.</summary>
    /// <returns>How many were settled, and how many cannot be for long.</returns>
    public async Task<(int Settled, int Stuck)> SettleAsync(CancellationToken cancellation)
    {
        var (settled, stuck) = (0, 0);
        if (linking.CurrentValue.DryRun) return (settled, stuck);
        await foreach (var id in journal.ListOpenAsync(cancellation))
        {
            // In the order in which they were begun.
            if (LinkJournal.BegunAt(id) > clock.GetUtcNow() - Patience) break;
            var isSettled = await TryAsync(id, budget => SettleAsync(id, budget), cancellation);
            if (isSettled == true) settled++;
            if (isSettled is null && await OpenSinceAsync(id, cancellation) < clock.GetUtcNow() - PatienceWithTrouble) stuck++;
        }

        return (settled, stuck);
    }

    /// <summary>A link may be separated long after it was made.</summary>
    private async Task<DateTimeOffset> OpenSinceAsync(string id, CancellationToken cancellation)
    {
        try
        {
            return await journal.FindAsync(id, cancellation) is { UndoneSince: { } undone } ? undone : LinkJournal.BegunAt(id);
        }
        catch (JournalException)
        {
            return LinkJournal.BegunAt(id);
        }
    }

    /// <returns>How many were erased.</returns>
    public async Task<int> EraseOldAsync(CancellationToken cancellation)
    {
        var erased = 0;
        await foreach (var id in journal.ListAsync(cancellation))
        {
            if (LinkJournal.BegunAt(id) > clock.GetUtcNow() - options.CurrentValue.Retention) break;
            if (await TryAsync(id, budget => EraseOldAsync(id, budget), cancellation) == true) erased++;
        }

        return erased;
    }

    private async Task<bool> EraseOldAsync(string id, RequestBudget budget) => !await IsYoungAsync(id, budget) && await desk.EraseAsync(id, budget.Reading);

    /// <summary>It may have been undone much later than it was made.</summary>
    private async Task<bool> IsYoungAsync(string id, RequestBudget budget)
    {
        try
        {
            return await journal.FindAsync(id, budget.Reading) is { EndedAt: { } ended } && ended > clock.GetUtcNow() - options.CurrentValue.Retention;
        }
        catch (JournalException damage) when (damage.IsDamage)
        {
            return false;
        }
    }

    private async Task<bool> SettleAsync(string id, RequestBudget budget)
    {
        if (await journal.FindAsync(id, budget.Reading) is not { } record)
        {
            // It was never begun, or is erased, and only its place among the open ones is left.
            await journal.CloseAsync(id, budget.Reading);
            return true;
        }

        if (record.IsBeingUndone)
        {
            await unlinker.UnlinkAsync(id, mayBeRelinked: false, linking.CurrentValue, budget, UnlinkReach.Begun);
            // Else it has closed itself, unless it is to be looked at again.
            if (await journal.FindAsync(id, budget.Reading) is not { IsBeingUndone: true }) return true;
            // What has become part of somebody else's account is theirs; whose it is the index may not know yet.
            if (record.UndoneSince > clock.GetUtcNow() - SettleStep.IndexPatience) return false;
            await journal.CloseAsync(id, budget.Writing);
            return true;
        }

        var look = await LookAgainAsync(record, budget);
        if (look.LinkToUndo is { } link)
        {
            Log.SeparatedAgain(logger, link);
            await unlinker.UnlinkAsync(link, mayBeRelinked: false, linking.CurrentValue, budget);
        }

        // Last: until then all of it is done again. One that was settled just now has closed itself, unless it is to be looked at again.
        if (look.IsDone) await journal.CloseAsync(id, budget.Writing);
        return look.IsDone || record.State == LinkState.Started;
    }

    private async Task<SecondLook> LookAgainAsync(LinkRecord record, RequestBudget budget)
    {
        var ssn = linking.CurrentValue.Ssn;
        var holder = (await users.FindAsync(record.PrimaryId, budget) ?? await survivors.FindAsync(record.PrimaryId, budget))?.Id;
        // What the accounts know of that is still started is settled with that.
        var held = await work.TakeAsync(ids.Next(), holder is { } id ? record.AccountIds.Append(id) : record.AccountIds, ssn, budget);
        try
        {
            switch (await journal.FindAsync(record.Id, budget.Reading))
            {
                case { State: LinkState.Started } forgotten:
                    held.Recall(record.Id);
                    await settle.SettleAsync(forgotten, held, ssn, budget);
                    return SecondLook.TooEarly;
                case { IsBeingUndone: true }:
                    return SecondLook.TooEarly;
                case { } ended when record.State != LinkState.Started:
                    return await settle.LookAgainAsync(ended, holder, held, ssn, budget);
                default:
                    return SecondLook.TooEarly;
            }
        }
        finally
        {
            await work.GiveBackAsync(held, budget);
        }
    }

    /// <returns>Null: there was trouble.</returns>
    private async Task<bool?> TryAsync(string id, Func<RequestBudget, Task<bool>> workAsync, CancellationToken cancellation)
    {
        using var budget = new RequestBudget(Budget, clock, cancellation);
        try
        {
            return await workAsync(budget);
        }
        catch (Auth0Exception trouble)
        {
            Log.Left(logger, id, trouble.Code, trouble.Message);
        }
        catch (JournalException trouble)
        {
            Log.Left(logger, id, JournalException.Code, trouble.Message);
        }
        catch (OperationCanceledException late) when (!cancellation.IsCancellationRequested)
        {
            Log.Left(logger, id, TroubleCode.BudgetExceeded, late.Message);
        }
        catch (Exception failure) when (failure is not OperationCanceledException)
        {
            // One record must not keep the others from being looked after.
            Log.Failed(logger, id, failure.GetType().Name, failure.StackTrace);
        }

        return null;
    }

    private static partial class Log
    {
        [LoggerMessage(EventIds.SweepFailed, LogLevel.Error, "Looking after the record {LinkId} failed: {Exception}\n{StackTrace}", EventName = nameof(EventIds.SweepFailed))]
        public static partial void Failed(ILogger logger, string linkId, string exception, string? stackTrace);

        [LoggerMessage(EventIds.SeparatedAgain, LogLevel.Error, "Auth0 has carried out, late, a link of accounts that were separated meanwhile; it is undone as the link {LinkId}.", EventName = nameof(EventIds.SeparatedAgain))]
        public static partial void SeparatedAgain(ILogger logger, string linkId);

        [LoggerMessage(EventIds.RecordLeft, LogLevel.Warning, "The record {LinkId} could not be looked after, and is again later ({Code}): {Advice}", EventName = nameof(EventIds.RecordLeft))]
        public static partial void Left(ILogger logger, string linkId, string code, string advice);
    }
}

using AccountLinking.Auth0;
using AccountLinking.Configuration;
using AccountLinking.Journal;
using AccountLinking.Journal.Leases;

namespace AccountLinking.Linking.Joining;

/// <summary>
/// Writes the metadata of all onto the primary account, hangs the others under it, and knows afterwards whether they do. In this
/// order, because Auth0 discards the metadata of what is absorbed: at every moment it is on one of the accounts, and in the journal.
/// </summary>
internal sealed partial class JoinStep(IAuth0Users users, LinkStep links, TakeBackStep takeBack, LinkJournal journal, TimeProvider clock, ILogger<JoinStep> logger)
{
    /// <param name="record">Of the plan, as it is started.</param>
    /// <param name="held">The accounts of the plan.</param>
    /// <exception cref="Auth0Exception">
    /// Auth0 did not do its part. If it is certain that it did not link, what was written is taken back. If it is not, the record stays open, and
    /// whoever comes next finds out.
    /// </exception>
    /// <exception cref="JournalException">The record could not be written: nothing was changed.</exception>
    public async Task<JoinEnd> JoinAsync(JoinPlan plan, LinkRecord record, HeldAccounts held, SsnOptions ssn, RequestBudget budget)
    {
        held.Remember();
        await journal.StartAsync(record, budget.Reading);
        if (!await WriteAsync(plan, record, held, ssn, budget)) return JoinEnd.Refused;
        JoinEnd? first = null;
        foreach (var secondary in plan.InOrderOfLinking)
        {
            var link = await links.LinkAsync(plan.Primary, secondary, budget);
            if (!link.IsThere) return await BreakOffAsync(record, link, isPart: first is not null, held, ssn, budget);
            first ??= link.WasThere ? JoinEnd.WasJoined : JoinEnd.Joined;
        }

        await EndAsync(LinkRecords.End(record, _ => true, clock.GetUtcNow()), held, budget);
        return first ?? throw new ArgumentException("Nobody to join.", nameof(plan));
    }

    /// <returns>False: there is nobody to write onto any more.</returns>
    private async Task<bool> WriteAsync(JoinPlan plan, LinkRecord record, HeldAccounts held, SsnOptions ssn, RequestBudget budget)
    {
        var patch = record.Patch.ToPatch();
        var isBegun = false;
        try
        {
            budget.PassPointOfNoReturn();
            isBegun = !patch.IsEmpty;
            if (patch.IsEmpty || await users.PatchMetadataAsync(plan.Primary.Id, patch, PatchPurpose.Merge, budget)) return true;
        }
        catch (Exception trouble) when (trouble is Auth0Exception or OperationCanceledException)
        {
            // It was sent several times, and one of them may have taken effect: only a look tells.
            if (!isBegun) await EndAsync(LinkRecords.End(record, _ => false, clock.GetUtcNow()), held, budget);
            else if (await TakeBackAsync(record, ssn, budget) is { } ended) await EndAsync(ended, held, budget);
            throw;
        }

        await EndAsync(LinkRecords.End(record, _ => false, clock.GetUtcNow()), held, budget);
        return false;
    }

    private async Task<JoinEnd> BreakOffAsync(LinkRecord record, LinkEnd link, bool isPart, HeldAccounts held, SsnOptions ssn, RequestBudget budget)
    {
        if (link.IsCertain && await TakeBackAsync(record, ssn, budget) is { } ended) await EndAsync(ended, held, budget);
        if (isPart)
        {
            // Whoever signs in is joined already, and must continue as the primary account.
            Log.InPart(logger, link.Trouble?.Code);
            return JoinEnd.JoinedInPart;
        }

        return link.Trouble is { } trouble ? throw trouble : JoinEnd.Refused;
    }

    /// <returns>Null: it could not be done, and is done by whoever comes next.</returns>
    private async Task<LinkRecord?> TakeBackAsync(LinkRecord record, SsnOptions ssn, RequestBudget budget)
    {
        try
        {
            return await takeBack.TakeBackAsync(record, ssn, budget);
        }
        catch (Auth0Exception trouble)
        {
            Log.NotTakenBack(logger, trouble.Code);
            return null;
        }
    }

    /// <summary>What is done at Auth0 stands, whether or not this succeeds: the record stays open then, and is settled later.</summary>
    private async Task EndAsync(LinkRecord record, HeldAccounts held, RequestBudget budget)
    {
        try
        {
            await journal.ChangeAsync(record, budget.Writing);
            if (record.State == LinkState.Abandoned) held.Retire(record.Id);
        }
        catch (Exception trouble) when (trouble is JournalException or OperationCanceledException)
        {
            Log.NotEnded(logger, trouble.Message);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(EventIds.LinkedInPart, LogLevel.Warning, "Not all accounts could be linked ({Code}): the next login goes on with the rest.", EventName = nameof(EventIds.LinkedInPart))]
        public static partial void InPart(ILogger logger, string? code);

        [LoggerMessage(EventIds.PatchNotTakenBack, LogLevel.Error, "A link was not made, and the metadata that was merged for it could not be taken back ({Code}): the primary account has it until the record is settled.", EventName = nameof(EventIds.PatchNotTakenBack))]
        public static partial void NotTakenBack(ILogger logger, string code);

        [LoggerMessage(EventIds.RecordNotEnded, LogLevel.Warning, "The end of a link could not be recorded, and is found out later: {Advice}", EventName = nameof(EventIds.RecordNotEnded))]
        public static partial void NotEnded(ILogger logger, string advice);
    }
}

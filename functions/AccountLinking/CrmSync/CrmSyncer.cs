using AccountLinking.Auth0;
using AccountLinking.Auth0.Profiles;
using AccountLinking.Configuration;
using AccountLinking.CrmSync.Customers;
using AccountLinking.Journal;
using AccountLinking.Journal.Leases;

namespace AccountLinking.CrmSync;

/// <summary>
/// Looks an account up in the CRM by its phone number, once a day, and keeps what the CRM says on the account. The CRM takes its time, so the account is read
/// again before anything is written, and nobody links or separates it meanwhile.
/// </summary>
internal sealed partial class CrmSyncer(IAuth0Users users, ICustomers customers, AccountLeases leases, LinkIds ids, TimeProvider clock, ILogger<CrmSyncer> logger)
{
    /// <summary>How long a person waits to be logged in until somebody else is done with the account, or is found to be gone.</summary>
    private static readonly TimeSpan LeaseTime = TimeSpan.FromSeconds(1);

    /// <summary>An account whose number changes while it is looked up is looked at once more.</summary>
    private const int MaxRounds = 2;

    /// <returns>Null: there is no such account.</returns>
    /// <exception cref="Auth0Exception">Auth0 did not do its part; the next attempt does all of it again.</exception>
    /// <exception cref="JournalException">Likewise the journal.</exception>
    public async Task<CrmOutcome?> SyncAsync(UserId id, CrmOptions options, RequestBudget budget)
    {
        var outcome = await TrySeveralTimesAsync(id, options, budget);
        budget.EnsureNotOver();
        return outcome;
    }

    private async Task<CrmOutcome?> TrySeveralTimesAsync(UserId id, CrmOptions options, RequestBudget budget)
    {
        for (var round = 1; round <= MaxRounds; round++)
        {
            if (await FindAsync(id, budget) is not { } user) return null;
            if (await TrySyncAsync(user, options, budget) is { } end) return end.Outcome;
        }

        return new CrmOutcome.Unavailable();
    }

    private async Task<Auth0User?> FindAsync(UserId id, RequestBudget budget) => await users.FindAsync(id, budget) is { } user && user.Id == id ? user : null;

    /// <returns>Null: the account has another number by now.</returns>
    private async Task<End?> TrySyncAsync(Auth0User user, CrmOptions options, RequestBudget budget) => PhoneProof.Of(user, options.PhoneConnections) switch
    {
        PhoneProof.Proven { Number: var number } => await TrySyncAsync(user, number, options, budget),
        PhoneProof.None { Why: var why } => await ForgetAsync(user, new CrmOutcome.NoPhone(why), options, budget),
        _ => await ForgetAsync(user, new CrmOutcome.AmbiguousPhone(), options, budget),
    };

    private async Task<End?> TrySyncAsync(Auth0User user, PhoneNumber number, CrmOptions options, RequestBudget budget)
    {
        var record = CrmRecord.Of(user);
        if (record is not null && IsOfToday(record, user, number, options)) return new End(Remembered(record));
        var answer = await customers.FindAsync(number, budget);
        if (answer is CrmAnswer.Failed) return new End(MayServe(record, number, options) ? new CrmOutcome.Stale(record!) : new CrmOutcome.Unavailable());
        var fields = answer is CrmAnswer.Found { Fields: var said } ? CrmFields.Of(said, options.ForbiddenKeys) : null;
        try
        {
            return await AloneAsync(user.Id, now => WriteAsync(now, number, fields, options, budget), budget);
        }
        catch (Exception trouble) when (trouble is Auth0Exception or JournalException && MayServe(record, number, options) && IsStillSo(record!, fields, options))
        {
            Log.NotWritten(logger, trouble.Message);
            return new End(new CrmOutcome.Stale(record!));
        }
    }

    private bool IsOfToday(CrmRecord record, Auth0User user, PhoneNumber number, CrmOptions options) =>
        TodayOf(options).Has(record, number) && record.NumbersHash == ShownNumbers.HashOf(user) && CopyInMetadata.IsIntact(user, record, options);

    private bool MayServe(CrmRecord? record, PhoneNumber number, CrmOptions options) => record is not null && TodayOf(options).MayServe(record, number, options.MaxStale);

    /// <summary>Nobody is told an id of which the CRM has just said that it is another one, or none.</summary>
    private static bool IsStillSo(CrmRecord record, CrmFields? fields, CrmOptions options) => fields is not null && CopyInMetadata.ExternalIdOf(fields.Values, options) == record.ExternalUserId;

    private static CrmOutcome Remembered(CrmRecord record) => record.IsFound ? new CrmOutcome.Cached(record) : new CrmOutcome.NotFound(record);

    /// <summary>What the CRM said of a number that is not the account's any more goes.</summary>
    private async Task<End?> ForgetAsync(Auth0User user, CrmOutcome outcome, CrmOptions options, RequestBudget budget)
    {
        if (CopyInMetadata.Forget(user).IsEmpty) return new End(outcome);
        try
        {
            return await AloneAsync(user.Id, now => ForgetAloneAsync(now, outcome, options, budget), budget);
        }
        catch (Exception trouble) when (trouble is Auth0Exception or JournalException)
        {
            // The answer is the same, and the next one tries again.
            Log.NotWritten(logger, trouble.Message);
            return new End(outcome);
        }
    }

    private async Task<End?> ForgetAloneAsync(Auth0User now, CrmOutcome outcome, CrmOptions options, RequestBudget budget)
    {
        if (PhoneProof.Of(now, options.PhoneConnections) is PhoneProof.Proven) return null;
        var patch = CopyInMetadata.Forget(now);
        return patch.IsEmpty || await users.PatchMetadataAsync(now.Id, patch, PatchPurpose.Merge, budget) ? new End(outcome) : End.Gone;
    }

    /// <summary>Nobody else works on the account meanwhile, so it is read now and stays what it is.</summary>
    private async Task<End?> AloneAsync(UserId id, Func<Auth0User, Task<End?>> workAsync, RequestBudget budget)
    {
        var held = await AcquireAsync(id, budget);
        try
        {
            return await FindAsync(id, budget) is { } now ? await workAsync(now) : End.Gone;
        }
        finally
        {
            await leases.GiveBackAsync(held, budget);
        }
    }

    private async Task<HeldAccounts> AcquireAsync(UserId id, RequestBudget budget)
    {
        using var waiting = budget.Part(RequestBudget.WriteTime + LeaseTime);
        try
        {
            return await leases.AcquireAsync(ids.Next(), [id], waiting);
        }
        catch (OperationCanceledException) when (!budget.Reading.IsCancellationRequested || budget.IsSpent)
        {
            throw Auth0Exception.BudgetExceeded();
        }
    }

    /// <summary>Record and copy in one patch: both are there, or neither is.</summary>
    private async Task<End?> WriteAsync(Auth0User now, PhoneNumber number, CrmFields? fields, CrmOptions options, RequestBudget budget)
    {
        if (PhoneProof.Of(now, options.PhoneConnections) is not PhoneProof.Proven { Number: var current } || current != number) return null;
        var before = CrmRecord.Of(now);
        var laid = CopyInMetadata.Lay(now, before, fields?.Values, number, TodayOf(options), options);
        Tell(now, before, fields, laid);
        if (!await users.PatchMetadataAsync(now.Id, laid.Patch, PatchPurpose.Merge, budget)) return End.Gone;
        return new End(laid.Record.IsFound ? new CrmOutcome.Synced(laid.Record) : new CrmOutcome.NotFound(laid.Record));
    }

    private Today TodayOf(CrmOptions options) =>
        new(clock.GetUtcNow(), options.Zone ?? throw new InvalidOperationException("Crm:TimeZone was not checked."));

    private void Tell(Auth0User user, CrmRecord? before, CrmFields? fields, Laid laid)
    {
        if (fields is not null && laid.Record.ExternalUserId is null) Log.NoExternalId(logger);
        if (before?.ExternalUserId is { } known && known != laid.Record.ExternalUserId)
            Log.ExternalIdChanged(logger, laid.Record.ExternalUserId is null ? "is gone" : "is another one", before.PhoneHash == laid.Record.PhoneHash ? "the same" : "another");
        if (fields is { Renamed: > 0 } or { LeftOut: > 0 } || laid.Kept + laid.Replaced > 0) Log.NotCopiedAsItIs(logger, fields?.Renamed ?? 0, fields?.LeftOut ?? 0, laid.Kept, laid.Replaced);
        var app = AccountMetadata.Apply(AccountMetadata.AppOf(user), laid.Patch.AppMetadata);
        var after = AccountMetadata.With(user, laid.UserMetadata, app);
        if (ProfileSize.IsTooLarge(after)) Log.TooLarge(logger, ProfileSize.Of(after), ProfileSize.Limit);
    }

    /// <param name="Outcome">Null: the account is gone.</param>
    private sealed record End(CrmOutcome? Outcome)
    {
        public static readonly End Gone = new((CrmOutcome?)null);
    }

    private static partial class Log
    {
        [LoggerMessage(EventIds.CrmExternalIdChanged, LogLevel.Warning, "The external id of an account {Change} since the last sync; its phone number is {PhoneNumber}. If many are gone, check Crm:Url.", EventName = nameof(EventIds.CrmExternalIdChanged))]
        public static partial void ExternalIdChanged(ILogger logger, string change, string phoneNumber);

        [LoggerMessage(EventIds.CrmNoExternalId, LogLevel.Warning, "The CRM's answer has no external id: check Crm:ExternalIdField.", EventName = nameof(EventIds.CrmNoExternalId))]
        public static partial void NoExternalId(ILogger logger);

        [LoggerMessage(EventIds.CrmFieldsNotCopied, LogLevel.Warning, "Not all of the CRM's fields are copied as they are: {Renamed} keys are renamed and {LeftOut} left out, because of their names, and {Kept} stay as the person has set them; {Replaced} that are the service's had another value.", EventName = nameof(EventIds.CrmFieldsNotCopied))]
        public static partial void NotCopiedAsItIs(ILogger logger, int renamed, int leftOut, int kept, int replaced);

        [LoggerMessage(EventIds.CrmProfileTooLarge, LogLevel.Warning, "With the CRM's data a profile has {Bytes} bytes, more than the {Limit} that Auth0 allows.", EventName = nameof(EventIds.CrmProfileTooLarge))]
        public static partial void TooLarge(ILogger logger, int bytes, int limit);

        [LoggerMessage(EventIds.CrmNotWritten, LogLevel.Error, "What is known of the CRM could not be written; the login has what was written before, or nothing: {Advice}", EventName = nameof(EventIds.CrmNotWritten))]
        public static partial void NotWritten(ILogger logger, string advice);
    }
}

using AccountLinking.Auth0;
using AccountLinking.Auth0.Profiles;
using AccountLinking.Configuration;
using AccountLinking.CrmSync.Customers;

namespace AccountLinking.CrmSync;

/// <summary>Looks an account up in the CRM by its phone number, once a day, and keeps what the CRM says on the account.</summary>
internal sealed partial class CrmSyncer(IAuth0Users users, ICustomers customers, TimeProvider clock, ILogger<CrmSyncer> logger)
{
    /// <returns>Null: there is no such account.</returns>
    /// <exception cref="Auth0Exception">Auth0 did not do its part; the next attempt does all of it again.</exception>
    public async Task<CrmOutcome?> SyncAsync(UserId id, CrmOptions options, RequestBudget budget)
    {
        if (await users.FindAsync(id, budget) is not { } user || user.Id != id) return null;
        return PhoneProof.Of(user, options.PhoneConnections) switch
        {
            PhoneProof.Proven { Number: var number } => await SyncAsync(user, number, options, budget),
            PhoneProof.None { Why: var why } => new CrmOutcome.NoPhone(why),
            _ => new CrmOutcome.AmbiguousPhone(),
        };
    }

    private async Task<CrmOutcome?> SyncAsync(Auth0User user, PhoneNumber number, CrmOptions options, RequestBudget budget)
    {
        var record = CrmRecord.Of(user);
        if (record is not null && TodayOf(options).Has(record, number) && CopyInMetadata.IsIntact(user, record, options)) return Remembered(record);
        return await customers.FindAsync(number, budget) switch
        {
            CrmAnswer.Found { Fields: var fields } => await WriteAsync(user, record, CrmFields.Of(fields, options.ForbiddenKeys), number, options, budget),
            CrmAnswer.NotFound => await WriteAsync(user, record, fields: null, number, options, budget),
            _ => record is not null && TodayOf(options).MayServe(record, number, options.MaxStale) ? new CrmOutcome.Stale(record) : new CrmOutcome.Unavailable(),
        };
    }

    private static CrmOutcome Remembered(CrmRecord record) => record.IsFound ? new CrmOutcome.Cached(record) : new CrmOutcome.NotFound(record);

    /// <summary>Record and copy in one patch: both are there, or neither is.</summary>
    private async Task<CrmOutcome?> WriteAsync(Auth0User user, CrmRecord? before, CrmFields? fields, PhoneNumber number, CrmOptions options, RequestBudget budget)
    {
        var laid = CopyInMetadata.Lay(user, before, fields?.Values, number, TodayOf(options), options);
        Tell(user, before, fields, laid);
        if (!await users.PatchMetadataAsync(user.Id, laid.Patch, PatchPurpose.Merge, budget)) return null;
        return laid.Record.IsFound ? new CrmOutcome.Synced(laid.Record) : new CrmOutcome.NotFound(laid.Record);
    }

    private Today TodayOf(CrmOptions options) =>
        new(clock.GetUtcNow(), options.Zone ?? throw new InvalidOperationException("Crm:TimeZone was not checked."));

    private void Tell(Auth0User user, CrmRecord? before, CrmFields? fields, Laid laid)
    {
        if (fields is not null && laid.Record.ExternalUserId is null) Log.NoExternalId(logger);
        if (before?.ExternalUserId is { } known && known != laid.Record.ExternalUserId) Log.ExternalIdChanged(logger, laid.Record.ExternalUserId is null ? "is gone" : "is another one", before.PhoneHash == laid.Record.PhoneHash ? "the same" : "another");
        if (fields is { Renamed: > 0 } or { LeftOut: > 0 } || laid.Kept > 0) Log.NotCopiedAsItIs(logger, fields?.Renamed ?? 0, fields?.LeftOut ?? 0, laid.Kept);
        var app = AccountMetadata.Apply(AccountMetadata.AppOf(user), laid.Patch.AppMetadata);
        var after = AccountMetadata.With(user, laid.UserMetadata, app);
        if (ProfileSize.IsTooLarge(after)) Log.TooLarge(logger, ProfileSize.Of(after), ProfileSize.Limit);
    }

    private static partial class Log
    {
        [LoggerMessage(EventIds.CrmExternalIdChanged, LogLevel.Warning, "The external id of an account {Change} since the last sync; its phone number is {PhoneNumber}.")]
        public static partial void ExternalIdChanged(ILogger logger, string change, string phoneNumber);

        [LoggerMessage(EventIds.CrmNoExternalId, LogLevel.Warning, "The CRM's answer has no external id: check Crm:ExternalIdField.")]
        public static partial void NoExternalId(ILogger logger);

        [LoggerMessage(EventIds.CrmFieldsNotCopied, LogLevel.Warning, "Not all of the CRM's fields are copied as they are: {Renamed} keys are renamed and {LeftOut} left out, because of their names, and {Kept} stay as the person has set them.")]
        public static partial void NotCopiedAsItIs(ILogger logger, int renamed, int leftOut, int kept);

        [LoggerMessage(EventIds.CrmProfileTooLarge, LogLevel.Warning, "With the CRM's data a profile has {Bytes} bytes, more than the {Limit} that Auth0 allows.")]
        public static partial void TooLarge(ILogger logger, int bytes, int limit);
    }
}

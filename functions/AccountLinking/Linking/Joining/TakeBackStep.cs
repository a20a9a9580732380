using System.Text.Json.Nodes;
using AccountLinking.Auth0;
using AccountLinking.Auth0.Profiles;
using AccountLinking.Configuration;
using AccountLinking.Journal;
using AccountLinking.Linking.Merging;

namespace AccountLinking.Linking.Joining;

/// <summary>Finds out who of a record is joined, and takes from the primary account what was written for the others.</summary>
internal sealed partial class TakeBackStep(IAuth0Users users, TimeProvider clock, ILogger<TakeBackStep> logger)
{
    /// <returns>The record as it ended.</returns>
    /// <exception cref="Auth0Exception">Auth0 did not do its part, and nothing is certain yet.</exception>
    public async Task<LinkRecord> TakeBackAsync(LinkRecord record, SsnOptions ssn, RequestBudget budget)
    {
        var now = await users.FindAsync(record.PrimaryId, budget);
        if (now is null) return await EndWithoutPrimaryAsync(record, budget);
        var ended = LinkRecords.End(record, now.HasIdentity, clock.GetUtcNow());
        var should = LinkRecords.MetadataWith(record, now.HasIdentity, ssn);
        await WriteMissingAsync(record, should.Patch, now, ssn, budget);
        if (!ended.Secondaries.All(secondary => secondary.IsJoined))
        {
            var back = TakeBack.Of(record.Patch.ToPatch(), should.UserMetadata, should.AppMetadata, now);
            if (!back.IsEmpty && await TryPatchAsync(record, back, PatchPurpose.TakeBack, budget)) Log.TakenBack(logger);
        }

        // Whoever undoes it must know what of it stood in the end.
        return ended is { State: LinkState.Linked } && ended.Secondaries.Any(secondary => !secondary.IsJoined)
            ? ended with { Patch = new RecordedPatch(should.Patch.UserMetadata, should.Patch.AppMetadata) }
            : ended;
    }

    /// <summary>What those who are joined should have brought, and did not. Whom they were separated from goes along in any case.</summary>
    /// <param name="patch">What should have been written for them.</param>
    private async Task WriteMissingAsync(LinkRecord record, MetadataPatch patch, Auth0User now, SsnOptions ssn, RequestBudget budget)
    {
        var merged = MetadataMerge.Of(now, record.Secondaries.Where(secondary => now.HasIdentity(secondary.Id)).Select(secondary => secondary.Account), ssn).Patch;
        var separations = new MetadataPatch(userMetadata: null, merged.AppMetadata?[AccountNote.Key] is { } marker ? new JsonObject { [AccountNote.Key] = marker.DeepClone() } : null);
        var isWritten = IsMissing(patch, now) && !merged.IsEmpty && await TryPatchAsync(record, merged, PatchPurpose.Merge, budget);
        if (isWritten) Log.Written(logger);
        else if (!separations.IsEmpty) await TryPatchAsync(record, separations, PatchPurpose.Merge, budget);
    }

    /// <summary>
    /// Metadata is written before the link, at once or not at all. Where somebody is joined and nothing stands there as it was to be written, he was
    /// linked by another hand before that, or after it was taken back; and Auth0 has discarded his own. What any login notes tells nothing of that.
    /// </summary>
    private static bool IsMissing(MetadataPatch patch, Auth0User now)
    {
        List<bool> areThere =
        [
            .. (patch.UserMetadata ?? []).Select(change => JsonNode.DeepEquals(change.Value, AccountMetadata.UserOf(now)[change.Key])),
            .. (patch.AppMetadata ?? []).Where(change => !OwnKeys.InAppMetadata.Contains(change.Key)).Select(change => JsonNode.DeepEquals(change.Value, AccountMetadata.AppOf(now)[change.Key])),
        ];
        return areThere.Count > 0 && !areThere.Contains(true);
    }

    /// <summary>What Auth0 refuses today it refuses tomorrow: the record must not stay open for that, and holds what was to be written.</summary>
    private async Task<bool> TryPatchAsync(LinkRecord record, MetadataPatch patch, PatchPurpose purpose, RequestBudget budget)
    {
        try
        {
            return await users.PatchMetadataAsync(record.PrimaryId, patch, purpose, budget);
        }
        catch (Auth0Exception refused) when (refused.Code == TroubleCode.Rejected)
        {
            Log.Refused(logger, record.Id, refused.Status);
            return false;
        }
    }

    /// <summary>It was absorbed itself, and took along whoever hung under it by then; or it was deleted with them.</summary>
    private async Task<LinkRecord> EndWithoutPrimaryAsync(LinkRecord record, RequestBudget budget)
    {
        HashSet<UserId> alone = [];
        foreach (var secondary in record.Secondaries)
        {
            if (await users.FindAsync(secondary.Id, budget) is not null) alone.Add(secondary.Id);
        }

        return LinkRecords.End(record, id => !alone.Contains(id), clock.GetUtcNow());
    }

    private static partial class Log
    {
        [LoggerMessage(EventIds.MetadataWrittenLate, LogLevel.Warning, "A link took effect before the metadata for it was written: it is written to the primary account now.", EventName = nameof(EventIds.MetadataWrittenLate))]
        public static partial void Written(ILogger logger);

        [LoggerMessage(EventIds.SettlingRefused, LogLevel.Error, "Auth0 refuses the metadata with which the link {LinkId} is settled (status {Status}); the record has it, and the account stays as it is.", EventName = nameof(EventIds.SettlingRefused))]
        public static partial void Refused(ILogger logger, string linkId, int? status);

        [LoggerMessage(EventIds.PatchTakenBack, LogLevel.Warning, "A link was not made; the metadata that was merged for it is taken back from the primary account.", EventName = nameof(EventIds.PatchTakenBack))]
        public static partial void TakenBack(ILogger logger);
    }
}

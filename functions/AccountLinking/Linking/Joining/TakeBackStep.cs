using AccountLinking.Auth0;
using AccountLinking.Configuration;
using AccountLinking.Journal;

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
        if (!record.Secondaries.All(secondary => now.HasIdentity(secondary.Id)))
        {
            var should = LinkRecords.MetadataWith(record, now.HasIdentity, ssn);
            var back = TakeBack.Of(record.Patch.ToPatch(), should.UserMetadata, should.AppMetadata, now);
            if (!back.IsEmpty)
            {
                await users.PatchMetadataAsync(record.PrimaryId, back, PatchPurpose.TakeBack, budget);
                Log.TakenBack(logger);
            }

            // Whoever undoes it must know what of it stood in the end.
            if (ended.State == LinkState.Linked) ended = ended with { Patch = new RecordedPatch(should.Patch.UserMetadata, should.Patch.AppMetadata) };
        }

        return ended;
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
        [LoggerMessage(EventIds.PatchTakenBack, LogLevel.Warning, "A link was not made; the metadata that was merged for it is taken back from the primary account.")]
        public static partial void TakenBack(ILogger logger);
    }
}

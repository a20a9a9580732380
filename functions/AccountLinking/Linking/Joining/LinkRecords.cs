using System.Text.Json;
using System.Text.Json.Nodes;
using AccountLinking.Auth0;
using AccountLinking.Auth0.Profiles;
using AccountLinking.Configuration;
using AccountLinking.Journal;
using AccountLinking.Linking.Merging;

namespace AccountLinking.Linking.Joining;

/// <summary>Plans as the journal keeps them, and back. Pure.</summary>
internal static class LinkRecords
{
    /// <summary>Of the account that survives: who it is, and what metadata it had.</summary>
    private static readonly string[] Kept = ["user_id", "created_at", "identities", "user_metadata", "app_metadata"];

    public static LinkRecord Start(string id, string rule, JoinPlan plan, MetadataPatch patch, DateTimeOffset now) => new(
        id,
        LinkState.Started,
        rule,
        now,
        EndedAt: null,
        Only(plan.Primary.Document, Kept),
        [.. plan.Secondaries.Select(secondary => new AbsorbedAccount(secondary.Account.Document, secondary.ConnectionId, IsJoined: false))],
        new RecordedPatch(patch.UserMetadata, patch.AppMetadata));

    /// <param name="joined">Whoever hangs under the primary account.</param>
    public static LinkRecord End(LinkRecord record, Func<UserId, bool> joined, DateTimeOffset now)
    {
        AbsorbedAccount[] secondaries = [.. record.Secondaries.Select(secondary => secondary with { IsJoined = joined(secondary.Id) })];
        return record with { State = secondaries.Any(secondary => secondary.IsJoined) ? LinkState.Linked : LinkState.Abandoned, EndedAt = now, Secondaries = secondaries };
    }

    /// <summary>Of a link that took effect after it had been given up.</summary>
    /// <param name="now">The account that survives, as it is.</param>
    /// <param name="late">Whoever hangs under it unexpectedly.</param>
    public static LinkRecord Late(string id, LinkRecord givenUp, Auth0User now, IReadOnlyList<AbsorbedAccount> late, SsnOptions ssn, DateTimeOffset time)
    {
        var patch = MetadataMerge.Of(now, late.Select(secondary => secondary.Account), ssn).Patch;
        return new LinkRecord(id, LinkState.Started, givenUp.Rule, time, EndedAt: null, Only(now.Document, Kept), late, new RecordedPatch(patch.UserMetadata, patch.AppMetadata));
    }

    /// <summary>The primary's metadata with that of those who are joined, and of nobody else.</summary>
    public static MergedMetadata MetadataWith(LinkRecord record, Func<UserId, bool> joined, SsnOptions ssn) =>
        MetadataMerge.Of(record.PrimaryAccount, record.Secondaries.Where(secondary => joined(secondary.Id)).Select(secondary => secondary.Account), ssn);

    private static JsonElement Only(JsonElement document, string[] names)
    {
        JsonObject kept = [];
        foreach (var (name, value) in Json.ToObject(document))
        {
            if (names.Contains(name)) kept[name] = value?.DeepClone();
        }

        return JsonSerializer.SerializeToElement(kept, ProfilesJsonContext.Default.JsonObject);
    }
}

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

    /// <summary>The <see cref="LinkRecord.Rule"/> of a link that the journal did not know.</summary>
    private const string UnrecordedRule = "unrecorded";

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

    /// <summary>
    /// One that joined several, as two: as if the others had been joined first, and this one after them. What each of the two can give back is then
    /// told apart as it is with links that were made one after the other. What is left of the first may be split again.
    /// </summary>
    /// <param name="id">Of the second.</param>
    public static (LinkRecord Others, LinkRecord Alone) Split(LinkRecord record, AbsorbedAccount alone, string id, SsnOptions ssn)
    {
        AbsorbedAccount[] others = [.. record.Secondaries.Where(secondary => secondary != alone)];
        var absorbed = others.Where(secondary => secondary.IsJoined).Select(secondary => secondary.Account).ToList();
        var merged = MetadataMerge.Of(record.PrimaryAccount, absorbed, ssn);
        var (between, after) = (JoinedAccount.Of(record.PrimaryAccount, absorbed, merged), After(record));
        var rest = new RecordedPatch(
            AccountMetadata.Changes(AccountMetadata.UserOf(between), AccountMetadata.UserOf(after)), AccountMetadata.Changes(AccountMetadata.AppOf(between), AccountMetadata.AppOf(after)));
        return (
            record with { StartedAt = record.StartedAt.AddTicks(-1), Secondaries = others, Patch = new RecordedPatch(merged.Patch.UserMetadata, merged.Patch.AppMetadata) },
            record with { Id = id, MadeOf = record.Id, Primary = Only(between.Document, Kept), Secondaries = [alone], Patch = rest });
    }

    /// <summary>Records of which whoever split something off did not get as far as to say so.</summary>
    public static IEnumerable<LinkRecord> HalfSplit(IReadOnlyCollection<LinkRecord> records, SsnOptions ssn)
    {
        foreach (var part in records.Where(record => record is { MadeOf: not null, State: LinkState.Linked or LinkState.Unlinked }))
        {
            var whole = records.FirstOrDefault(record => record.Id == part.MadeOf && record.State == LinkState.Linked);
            if (whole?.Secondaries.FirstOrDefault(secondary => secondary.IsJoined && secondary.Id == part.Secondaries[0].Id) is { } still) yield return Split(whole, still, part.Id, ssn).Others;
        }
    }

    /// <summary>Of an identity that another hand than ours has linked, or whose record is erased: nothing is known of what it brought.</summary>
    /// <param name="now">The account that has it, as it is.</param>
    public static LinkRecord Unrecorded(string id, Auth0User now, UserIdentity identity, DateTimeOffset time)
    {
        var document = Json.ToObject(now.Document);
        var main = document["identities"]!.AsArray()[0]!.DeepClone();
        JsonObject primary = new() { ["user_id"] = now.Id.ToString(), ["created_at"] = document["created_at"]?.DeepClone(), ["identities"] = new JsonArray(main) };
        JsonObject own = new() { ["provider"] = identity.Provider, ["user_id"] = identity.Id, ["connection"] = identity.Connection };
        JsonObject absorbed = new() { ["user_id"] = identity.FullId, ["identities"] = new JsonArray(own) };
        return new LinkRecord(id, LinkState.Linked, UnrecordedRule, time, time, ToElement(primary), [new AbsorbedAccount(ToElement(absorbed), ConnectionId: null, IsJoined: true)], new RecordedPatch(null, null))
        {
            // Whose is what cannot be told any more.
            IsTakenBack = true,
        };
    }

    /// <summary>The survivor as it was when the link was made.</summary>
    public static Auth0User After(LinkRecord record)
    {
        var before = record.PrimaryAccount;
        return AccountMetadata.With(
            before, AccountMetadata.Apply(AccountMetadata.UserOf(before), record.Patch.UserMetadata), AccountMetadata.Apply(AccountMetadata.AppOf(before), record.Patch.AppMetadata));
    }

    /// <summary>Of a link that took effect after it had been given up.</summary>
    /// <param name="now">The account that survives, as it is.</param>
    /// <param name="late">Whoever hangs under it unexpectedly.</param>
    public static LinkRecord Late(string id, LinkRecord givenUp, Auth0User now, IReadOnlyList<AbsorbedAccount> late, SsnOptions ssn, DateTimeOffset time)
    {
        var patch = MetadataMerge.Of(now, late.Select(secondary => secondary.Account), ssn).Patch;
        return new LinkRecord(id, LinkState.Started, givenUp.Rule, time, EndedAt: null, Only(now.Document, Kept), late, new RecordedPatch(patch.UserMetadata, patch.AppMetadata)) { MadeOf = givenUp.Id };
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

        return ToElement(kept);
    }

    private static JsonElement ToElement(JsonObject document) => JsonSerializer.SerializeToElement(document, ProfilesJsonContext.Default.JsonObject);
}

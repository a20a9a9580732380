using System.Text.Json;
using System.Text.Json.Nodes;
using AccountLinking.Auth0;
using AccountLinking.Journal;
using AccountLinking.Linking.Joining;
using AccountLinking.Linking.Merging;
using AccountLinking.Linking.NationalIds;

namespace AccountLinking.Linking.Unlinking;

/// <summary>What two accounts have to become so that they are what they were, as far as nobody has changed them since. Pure.</summary>
internal static class Restoration
{
    /// <summary>
    /// Of the account that survived. If another one has absorbed it since, what is its own and what came with the link cannot be told
    /// apart, and stays.
    /// </summary>
    /// <param name="others">Whom it must not be joined with again, or may be.</param>
    public static MetadataPatch OfHolder(LinkRecord record, Auth0User now, IReadOnlyCollection<UserId> others, bool mayBeRelinked)
    {
        var before = record.PrimaryAccount;
        var back = now.Id == record.PrimaryId && !record.IsTakenBack ? TakeBack.Of(record.Patch.ToPatch(), ObjectOf(before.UserMetadata), ObjectOf(before.AppMetadata), now) : MetadataPatch.Empty;
        var app = ObjectOf(now.AppMetadata);
        foreach (var (key, value) in back.AppMetadata ?? [])
        {
            if (value is null) app.Remove(key);
            else app[key] = value.DeepClone();
        }

        // A login after the link may have noted whose number it is; whoever is right about that notes it again.
        if (now.Id != record.PrimaryId || Fingerprint.Of(before) != Fingerprint.Of(now)) app.Remove(Fingerprint.Key);
        Note(app, others, mayBeRelinked);
        return new MetadataPatch(back.UserMetadata, Changes(ObjectOf(now.AppMetadata), app));
    }

    /// <summary>Of an account that was absorbed and is one of its own again: what it had, and what it has got since.</summary>
    /// <param name="others">Likewise.</param>
    public static MetadataPatch OfAbsorbed(AbsorbedAccount absorbed, Auth0User now, IReadOnlyCollection<UserId> others, bool mayBeRelinked)
    {
        var before = absorbed.Account;
        var (user, app) = (ObjectOf(now.UserMetadata), ObjectOf(now.AppMetadata));
        var leftovers = new Leftovers();
        var restored = JsonMerge.OfObjects(app, leftovers.StripReserved(ObjectOf(before.AppMetadata)));
        Note(restored, others, mayBeRelinked);
        return new MetadataPatch(Changes(user, JsonMerge.OfObjects(user, leftovers.Strip(ObjectOf(before.UserMetadata)))), Changes(app, restored));
    }

    private static void Note(JsonObject appMetadata, IReadOnlyCollection<UserId> others, bool mayBeRelinked)
    {
        if (mayBeRelinked) Separations.Remove(appMetadata, others);
        else Separations.Add(appMetadata, others);
    }

    /// <summary>Of either account, when a separation that was for good is so no more.</summary>
    public static MetadataPatch Reunitable(Auth0User now, IReadOnlyCollection<UserId> others)
    {
        var app = ObjectOf(now.AppMetadata);
        Separations.Remove(app, others);
        return new MetadataPatch(userMetadata: null, Changes(ObjectOf(now.AppMetadata), app));
    }

    private static JsonObject ObjectOf(JsonElement? metadata) => metadata is { ValueKind: JsonValueKind.Object } map ? Json.ToObject(map) : [];

    private static JsonObject Changes(JsonObject before, JsonObject after)
    {
        JsonObject changes = [];
        foreach (var key in before.Select(property => property.Key).Union(after.Select(property => property.Key), StringComparer.Ordinal))
        {
            if (!JsonNode.DeepEquals(before[key], after[key])) changes[key] = after[key]?.DeepClone();
        }

        return changes;
    }
}

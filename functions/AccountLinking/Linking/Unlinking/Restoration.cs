using System.Text.Json;
using System.Text.Json.Nodes;
using AccountLinking.Auth0;
using AccountLinking.Journal;
using AccountLinking.Linking.Joining;
using AccountLinking.Linking.Merging;

namespace AccountLinking.Linking.Unlinking;

/// <summary>What two accounts have to become so that they are what they were, as far as nobody has changed them since. Pure.</summary>
internal static class Restoration
{
    /// <summary>Of the account that survived, or of whichever holds the identities now.</summary>
    /// <param name="apart">Whom it must not be joined with again; nobody, if it may.</param>
    public static MetadataPatch OfHolder(LinkRecord record, Auth0User now, IReadOnlyCollection<UserId> apart)
    {
        var before = LinkRecords.AccountOf(record.Primary);
        var back = TakeBack.Of(record.Patch.ToPatch(), ObjectOf(before.UserMetadata), ObjectOf(before.AppMetadata), now);
        var app = ObjectOf(now.AppMetadata);
        foreach (var (key, value) in back.AppMetadata ?? [])
        {
            if (value is null) app.Remove(key);
            else app[key] = value.DeepClone();
        }

        Separations.Add(app, apart);
        return new MetadataPatch(back.UserMetadata, Changes(ObjectOf(now.AppMetadata), app));
    }

    /// <summary>Of an account that was absorbed and is one of its own again: what it had, and what it has got since.</summary>
    /// <param name="apart">Likewise.</param>
    public static MetadataPatch OfAbsorbed(AbsorbedAccount absorbed, Auth0User now, IReadOnlyCollection<UserId> apart)
    {
        var before = LinkRecords.AccountOf(absorbed.Profile);
        var (user, app) = (ObjectOf(now.UserMetadata), ObjectOf(now.AppMetadata));
        var leftovers = new Leftovers();
        var restored = JsonMerge.OfObjects(app, leftovers.StripReserved(ObjectOf(before.AppMetadata)));
        Separations.Add(restored, apart);
        return new MetadataPatch(Changes(user, JsonMerge.OfObjects(user, leftovers.Strip(ObjectOf(before.UserMetadata)))), Changes(app, restored));
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

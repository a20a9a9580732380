using System.Text.Json;
using System.Text.Json.Nodes;
using AccountLinking.Auth0;

namespace AccountLinking.Auth0.Profiles;

/// <summary>An account's two metadata objects, as copies to change, and back. Pure.</summary>
internal static class AccountMetadata
{
    public static JsonObject UserOf(Auth0User account) => ObjectOf(account.UserMetadata);

    public static JsonObject AppOf(Auth0User account) => ObjectOf(account.AppMetadata);

    /// <summary>The account as it is with other metadata.</summary>
    public static Auth0User With(Auth0User account, JsonObject userMetadata, JsonObject appMetadata)
    {
        var document = Json.ToObject(account.Document);
        Set(document, "user_metadata", userMetadata);
        Set(document, "app_metadata", appMetadata);
        return Auth0User.TryRead(JsonSerializer.SerializeToElement(document, ProfilesJsonContext.Default.JsonObject))
            ?? throw new InvalidOperationException("An account with other metadata is no account.");
    }

    /// <summary>What a patch of these first-level keys makes of it: null removes one.</summary>
    public static JsonObject Apply(JsonObject metadata, JsonObject? patch)
    {
        foreach (var (key, value) in patch ?? [])
        {
            if (value is null) metadata.Remove(key);
            else metadata[key] = value.DeepClone();
        }

        return metadata;
    }

    /// <summary>The patch that makes the one of the other.</summary>
    public static JsonObject Changes(JsonObject before, JsonObject after)
    {
        JsonObject changes = [];
        foreach (var key in before.Select(property => property.Key).Union(after.Select(property => property.Key), StringComparer.Ordinal))
        {
            if (!JsonNode.DeepEquals(before[key], after[key])) changes[key] = after[key]?.DeepClone();
        }

        return changes;
    }

    private static void Set(JsonObject document, string name, JsonObject metadata)
    {
        if (metadata.Count > 0) document[name] = metadata.DeepClone();
        else document.Remove(name);
    }

    private static JsonObject ObjectOf(JsonElement? metadata) => metadata is { ValueKind: JsonValueKind.Object } map ? Json.ToObject(map) : [];
}

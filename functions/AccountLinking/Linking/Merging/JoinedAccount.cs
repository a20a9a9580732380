using System.Text.Json;
using System.Text.Json.Nodes;
using AccountLinking.Auth0;
using AccountLinking.Auth0.Profiles;

namespace AccountLinking.Linking.Merging;

/// <summary>What an account looks like once others were linked to it, as far as it can be told before.</summary>
internal static class JoinedAccount
{
    /// <summary>Of the account, and not of the person: these do not become an identity's <c>profileData</c>.</summary>
    private static readonly HashSet<string> NotProfile = new(StringComparer.Ordinal)
    {
        "user_id", "identities", "user_metadata", "app_metadata", "created_at", "updated_at", "last_login", "last_ip", "logins_count", "last_password_reset",
        "blocked", "multifactor", "multifactor_last_modified",
    };

    public static Auth0User Of(Auth0User primary, IEnumerable<Auth0User> secondaries, MergedMetadata metadata)
    {
        var joined = Json.ToObject(primary.Document);
        Set(joined, "user_metadata", metadata.UserMetadata);
        Set(joined, "app_metadata", metadata.AppMetadata);
        var identities = joined["identities"]!.AsArray();
        foreach (var identity in secondaries.SelectMany(IdentitiesOf)) identities.Add(identity);
        return Auth0User.TryRead(JsonSerializer.SerializeToElement(joined, ProfilesJsonContext.Default.JsonObject))
            ?? throw new InvalidOperationException("Two users make no user.");
    }

    /// <summary>The main identity takes along what stood at the root; the others have it already.</summary>
    private static IEnumerable<JsonNode> IdentitiesOf(Auth0User secondary)
    {
        var identities = Json.ToObject(secondary.Document)["identities"]!.AsArray();
        identities[0]!["profileData"] = ProfileOf(secondary);
        return identities.Select(identity => identity!.DeepClone());
    }

    private static JsonObject ProfileOf(Auth0User secondary)
    {
        JsonObject profile = [];
        foreach (var (key, value) in Json.ToObject(secondary.Document))
        {
            if (!NotProfile.Contains(key)) profile[key] = value?.DeepClone();
        }

        return profile;
    }

    private static void Set(JsonObject document, string name, JsonObject metadata)
    {
        if (metadata.Count > 0) document[name] = metadata.DeepClone();
        else document.Remove(name);
    }
}

using System.Text.Json;
using AccountLinking.Auth0;

namespace AccountLinking.Health.Checkups;

/// <summary>The connections that some accounts are of.</summary>
internal static class SeenConnections
{
    /// <param name="users">With their identities, and whatever else.</param>
    /// <returns>And the provider of each.</returns>
    public static IReadOnlyDictionary<string, string> In(JsonElement users)
    {
        Dictionary<string, string> found = new(StringComparer.Ordinal);
        foreach (var identity in users.EnumerateArray().SelectMany(user => Json.Property(user, "identities") is { ValueKind: JsonValueKind.Array } list ? [.. list.EnumerateArray()] : Array.Empty<JsonElement>()))
        {
            if (Json.Text(identity, "connection") is { } name) found[name] = Json.Text(identity, "provider") ?? string.Empty;
        }

        return found;
    }
}

using System.Text.Json;
using System.Text.Json.Nodes;
using AccountLinking.Auth0;

namespace AccountLinking.Linking;

/// <summary>
/// <c>app_metadata.account_linking.never</c>: a list of user ids. An account is not joined by a rule with one of these, nor with
/// the account that has one of them absorbed, until the person proves both.
/// </summary>
internal static class Separations
{
    private const string Never = "never";

    /// <summary>Whether one of them was separated from another. A note on either side is enough, and one that nobody can read is of everybody.</summary>
    public static bool AreAmong(IReadOnlyCollection<Auth0User> accounts) => accounts.Any(account =>
        Of(account) is not { } never || accounts.Any(other => other.Id != account.Id && other.Identities.Any(identity => never.Contains(identity.FullId))));

    /// <summary>Who is joined stays separated from whom each of them was separated from.</summary>
    /// <param name="marker">The survivor's <c>account_linking</c>, whatever it is.</param>
    /// <returns>The same with their separations; null where there is nothing to add.</returns>
    public static JsonObject? Join(JsonNode? marker, Auth0User primary, IEnumerable<Auth0User> secondaries)
    {
        List<string> own = Of(primary) ?? [];
        var added = secondaries.SelectMany(secondary => Of(secondary) ?? []).Distinct(StringComparer.Ordinal).Except(own, StringComparer.Ordinal).ToList();
        if (added.Count == 0) return null;
        var joined = marker is JsonObject existing ? existing.DeepClone().AsObject() : [];
        joined[Never] = new JsonArray([.. own.Concat(added).Select(id => JsonValue.Create(id))]);
        return joined;
    }

    /// <summary>Null: something stands there, and it is no list of user ids.</summary>
    private static List<string>? Of(Auth0User account)
    {
        var note = account.AppMetadata is { } metadata && Json.Property(metadata, AccountNote.Key) is { } marker ? Json.Property(marker, Never) : null;
        if (note is null or { ValueKind: JsonValueKind.Null }) return [];
        if (note is not { ValueKind: JsonValueKind.Array } list) return null;
        var ids = list.EnumerateArray().Select(id => id.ValueKind == JsonValueKind.String && Json.TryText(id, out var text) ? text : null).ToList();
        return ids.Contains(null) ? null : [.. ids.OfType<string>().Distinct(StringComparer.Ordinal)];
    }
}

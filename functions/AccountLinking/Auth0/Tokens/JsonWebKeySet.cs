using System.Text.Json;

namespace AccountLinking.Auth0.Tokens;

/// <summary>The tenant's keys that sign tokens (RFC 7517, section 5): the one in use, the next one, and such as were in use before.</summary>
internal sealed class JsonWebKeySet
{
    private readonly Dictionary<string, JsonWebKey> _keys;

    private JsonWebKeySet(Dictionary<string, JsonWebKey> keys) => _keys = keys;

    public int Count => _keys.Count;

    /// <summary>Keys of other kinds are passed over, and so is a set that has none for us: it is null.</summary>
    /// <remarks>Two different keys of one name are passed over as well: which of them is meant nobody says, and the one that was put there first need not be the good one.</remarks>
    public static JsonWebKeySet? TryRead(JsonElement json)
    {
        if (Json.Property(json, "keys") is not { ValueKind: JsonValueKind.Array } list) return null;
        var keys = list.EnumerateArray().Select(JsonWebKey.TryRead).OfType<JsonWebKey>().GroupBy(key => key.Id, StringComparer.Ordinal)
            .Where(sameName => sameName.All(sameName.First().IsSameAs))
            .ToDictionary(sameName => sameName.Key, sameName => sameName.First(), StringComparer.Ordinal);
        return keys.Count == 0 ? null : new JsonWebKeySet(keys);
    }

    public JsonWebKey? Find(string id) => _keys.GetValueOrDefault(id);

    public bool HasOneOf(JsonWebKeySet others) => _keys.Values.Any(key => others.Find(key.Id)?.IsSameAs(key) == true);
}

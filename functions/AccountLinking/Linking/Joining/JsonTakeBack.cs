using System.Text.Json.Nodes;
using AccountLinking.Linking.Merging;

namespace AccountLinking.Linking.Joining;

/// <summary>
/// Undoes a change of a JSON value, as far as nobody has changed it since: objects key by key; of arrays the elements that were
/// added; of anything else the value, if it is still the one that was written. Pure.
/// </summary>
internal static class JsonTakeBack
{
    /// <param name="should">What should stand there instead.</param>
    /// <param name="sent">What was written.</param>
    /// <param name="now">What stands there.</param>
    public static JsonNode? Of(JsonNode? should, JsonNode? sent, JsonNode? now)
    {
        if (JsonNode.DeepEquals(sent, now)) return should?.DeepClone();
        return (sent, now) switch
        {
            (JsonObject written, JsonObject current) => OrElse(should, OfObjects(should as JsonObject, written, current)),
            (JsonArray written, JsonArray current) => OrElse(should, OfArrays(should as JsonArray, written, current)),
            _ => now?.DeepClone(),
        };
    }

    private static JsonObject OfObjects(JsonObject? should, JsonObject sent, JsonObject now)
    {
        var back = now.DeepClone().AsObject();
        foreach (var (key, value) in sent)
        {
            if (!now.ContainsKey(key) || IsSame(should, key, value)) continue;
            var rest = Of(should?[key], value, now[key]);
            if (rest is null && should?.ContainsKey(key) != true) back.Remove(key);
            else back[key] = rest;
        }

        return back;
    }

    /// <summary>Another change wrote it, not this one.</summary>
    private static bool IsSame(JsonObject? should, string key, JsonNode? sent) => should?.ContainsKey(key) == true && JsonNode.DeepEquals(should[key], sent);

    private static JsonArray OfArrays(JsonArray? should, JsonArray sent, JsonArray now)
    {
        var added = sent.ToHashSet(JsonNodeEquality.Comparer);
        added.ExceptWith(should ?? []);
        return [.. now.Where(element => !added.Contains(element)).Select(element => element?.DeepClone())];
    }

    /// <summary>What was not there before is not left as an empty shell.</summary>
    private static JsonNode? OrElse(JsonNode? should, JsonNode rest) => (should, rest) switch
    {
        (not JsonObject, JsonObject { Count: 0 }) or (not JsonArray, JsonArray { Count: 0 }) => should?.DeepClone(),
        _ => rest,
    };
}

using System.Text.Json.Nodes;

namespace AccountLinking.Linking.Merging;

/// <summary>
/// Two JSON values in one: objects key by key; of arrays the first one's elements, then those of the second that are not there
/// yet; of anything else the first. A <c>null</c> is no value, on either side. Merging the same again changes nothing, and
/// merging one after another is merging all at once.
/// </summary>
internal static class JsonMerge
{
    public static JsonNode? Of(JsonNode? first, JsonNode? second) => (first, second) switch
    {
        (null, _) => second?.DeepClone(),
        (JsonObject ours, JsonObject theirs) => OfObjects(ours, theirs),
        (JsonArray ours, JsonArray theirs) => OfArrays(ours, theirs),
        _ => first.DeepClone(),
    };

    public static JsonObject OfObjects(JsonObject first, JsonObject second)
    {
        var merged = first.DeepClone().AsObject();
        foreach (var (key, value) in second) merged[key] = Of(first[key], value);
        return merged;
    }

    private static JsonArray OfArrays(JsonArray first, JsonArray second)
    {
        var merged = first.DeepClone().AsArray();
        var there = first.ToHashSet(JsonNodeEquality.Comparer);
        foreach (var element in second)
        {
            if (there.Add(element)) merged.Add(element?.DeepClone());
        }

        return merged;
    }
}

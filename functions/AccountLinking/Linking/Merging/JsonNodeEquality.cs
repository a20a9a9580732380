using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace AccountLinking.Linking.Merging;

/// <summary>Numbers are equal when their values are, and objects whatever the order of their keys.</summary>
internal sealed class JsonNodeEquality : IEqualityComparer<JsonNode?>
{
    public static JsonNodeEquality Comparer { get; } = new();

    public bool Equals(JsonNode? x, JsonNode? y) => JsonNode.DeepEquals(x, y);

    /// <summary>Of the whole value: people write their own <c>user_metadata</c>, and might make all its elements look alike.</summary>
    public int GetHashCode(JsonNode? node)
    {
        switch (node)
        {
            case JsonObject map:
                return map.Aggregate(map.Count, (hash, property) => hash ^ HashCode.Combine(property.Key, GetHashCode(property.Value)));
            case JsonArray list:
                return list.Aggregate(list.Count, (hash, element) => HashCode.Combine(hash, GetHashCode(element)));
            case JsonValue value when value.GetValueKind() == JsonValueKind.Number:
                return double.Parse(value.ToJsonString(), NumberStyles.Float, CultureInfo.InvariantCulture).GetHashCode();
            default:
                return node is null ? 0 : node.ToString().GetHashCode(StringComparison.Ordinal);
        }
    }
}

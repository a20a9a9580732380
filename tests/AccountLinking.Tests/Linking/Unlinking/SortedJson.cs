using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace AccountLinking.Tests.Linking.Unlinking;

/// <summary>Neither the order of keys or elements, nor an element twice, nor a key that holds nothing is anybody's.</summary>
internal static class SortedJson
{
    public static string Of(JsonNode? value) => value switch
    {
        JsonObject map => $"{{{string.Join(',', map.Where(property => property.Value is not null).OrderBy(property => property.Key, StringComparer.Ordinal).Select(property => $"{property.Key}:{Of(property.Value)}"))}}}",
        JsonArray list => $"[{string.Join(',', list.Select(Of).Distinct().Order(StringComparer.Ordinal))}]",
        JsonValue number when number.GetValueKind() == JsonValueKind.Number => decimal.TryParse(number.ToJsonString(), NumberStyles.Float, CultureInfo.InvariantCulture, out var digits) ? $"{digits:G29}" : number.ToJsonString(),
        _ => value?.ToJsonString() ?? "null",
    };
}

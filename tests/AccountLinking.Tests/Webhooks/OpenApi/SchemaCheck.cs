using System.Text.Json;
using System.Text.RegularExpressions;

namespace AccountLinking.Tests.Webhooks.OpenApi;

/// <summary>
/// What is wrong with a value by a schema of the document. Only what the document uses of JSON Schema is known here; anything else is an error, so that nothing
/// is passed over. An object has no other properties than those that are listed, where any are: answers are to be described to the last one.
/// </summary>
internal static class SchemaCheck
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    public static IEnumerable<string> Errors(JsonElement schema, JsonElement value, string path = "$") =>
        schema.EnumerateObject().SelectMany(keyword => Errors(schema, keyword.Name, keyword.Value, value).Select(error => $"{path}: {error}"));

    private static IEnumerable<string> Errors(JsonElement schema, string keyword, JsonElement rule, JsonElement value) => keyword switch
    {
        "description" => [],
        "$ref" => Errors(ApiDocument.Resolve(rule.GetString()!), value),
        "allOf" => rule.EnumerateArray().SelectMany(part => Errors(part, value)),
        "type" => Unless(Types(rule).Any(type => IsOf(type, value)), $"{value.GetRawText()} is not of type {rule.GetRawText()}"),
        "enum" => Unless(rule.EnumerateArray().Any(allowed => JsonElement.DeepEquals(allowed, value)), $"{value.GetRawText()} is not one of {rule.GetRawText()}"),
        "required" => rule.EnumerateArray().Where(name => !value.TryGetProperty(name.GetString()!, out _)).Select(name => $"{name} is missing"),
        "properties" => Properties(schema, rule, value),
        "items" => value.EnumerateArray().SelectMany((item, index) => Errors(rule, item, $"[{index}]")),
        "pattern" => Unless(value.ValueKind != JsonValueKind.String || Regex.IsMatch(value.GetString()!, rule.GetString()!, RegexOptions.ExplicitCapture, Patience), $"{value.GetRawText()} does not match {rule}"),
        "minLength" => Unless(value.ValueKind != JsonValueKind.String || value.GetString()!.Length >= rule.GetInt32(), "it is too short"),
        "maxLength" => Unless(value.ValueKind != JsonValueKind.String || value.GetString()!.Length <= rule.GetInt32(), "it is too long"),
        "minimum" => Unless(value.GetDecimal() >= rule.GetDecimal(), "it is too small"),
        _ => throw new InvalidOperationException($"These tests do not know the keyword '{keyword}'."),
    };

    private static IEnumerable<string> Properties(JsonElement schema, JsonElement properties, JsonElement value)
    {
        foreach (var property in value.EnumerateObject())
        {
            if (properties.TryGetProperty(property.Name, out var rule))
            {
                foreach (var error in Errors(rule, property.Value, property.Name)) yield return error;
            }
            else if (schema.TryGetProperty("type", out _))
            {
                yield return $"'{property.Name}' is not described";
            }
        }
    }

    public static IEnumerable<string> Types(JsonElement rule) => rule.ValueKind == JsonValueKind.Array ? rule.EnumerateArray().Select(type => type.GetString()!) : [rule.GetString()!];

    private static bool IsOf(string type, JsonElement value) => type switch
    {
        "object" => value.ValueKind == JsonValueKind.Object,
        "array" => value.ValueKind == JsonValueKind.Array,
        "string" => value.ValueKind == JsonValueKind.String,
        "integer" => value.ValueKind == JsonValueKind.Number && value.TryGetInt64(out _),
        "boolean" => value.ValueKind is JsonValueKind.True or JsonValueKind.False,
        "null" => value.ValueKind == JsonValueKind.Null,
        _ => throw new InvalidOperationException($"These tests do not know the type '{type}'."),
    };

    private static IEnumerable<string> Unless(bool isRight, string error) => isRight ? [] : [error];
}

using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace AccountLinking.Auth0;

/// <summary>Reading JSON that others wrote: whatever is not what was expected is null.</summary>
internal static class Json
{
    public static string? Text(JsonElement parent, string name) =>
        Property(parent, name) is { ValueKind: JsonValueKind.String } value && TryText(value, out var text) ? text : null;

    /// <summary>A number in its own digits, so that none is lost.</summary>
    public static string? TextOrNumber(JsonElement parent, string name) =>
        Property(parent, name) is { ValueKind: JsonValueKind.Number } number ? number.GetRawText() : Text(parent, name);

    public static JsonElement? Property(JsonElement parent, string name) =>
        parent.ValueKind == JsonValueKind.Object && parent.TryGetProperty(name, out var value) ? value : null;

    /// <summary>A copy to change. Of a key that stands there twice the last one counts, as it does in <see cref="Property"/>.</summary>
    public static JsonObject ToObject(JsonElement map)
    {
        JsonObject copy = [];
        foreach (var property in map.EnumerateObject()) copy[property.Name] = ToNode(property.Value);
        return copy;
    }

    public static JsonNode? ToNode(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Null => null,
        JsonValueKind.Object => ToObject(value),
        JsonValueKind.Array => new JsonArray([.. value.EnumerateArray().Select(ToNode)]),
        _ => JsonValue.Create(value),
    };

    /// <summary>Half a surrogate pair can be written in JSON, but is no text.</summary>
    public static bool TryText(JsonElement value, [NotNullWhen(true)] out string? text)
    {
        try
        {
            text = value.GetString();
            return text is not null;
        }
        catch (InvalidOperationException)
        {
            text = null;
            return false;
        }
    }
}

using System.Text.Json;

namespace AccountLinking.Sandbox.Json;

/// <summary>
/// Reads the fields of a JSON object one by one and remembers which were asked for, so that a mistyped name is an error
/// (<see cref="RefuseUnknown"/>) and not a setting that silently does nothing.
/// </summary>
public sealed class JsonFields(JsonMap map, string path = "")
{
    private readonly HashSet<string> _known = new(StringComparer.Ordinal);

    public JsonMap Map => map;

    public string RequiredText(string name) =>
        OptionalText(name) is { Length: > 0 } text ? text : throw new FieldException($"'{Path(name)}' is required: a non-empty string.");

    public string? OptionalText(string name) =>
        Find(name) is not { } value ? null
        : value.ValueKind == JsonValueKind.String ? value.GetString()
        : throw Mistyped(name, "a string", value);

    public int? OptionalInt(string name, int min, int max)
    {
        if (Find(name) is not { } value) return null;
        if (value.ValueKind != JsonValueKind.Number) throw Mistyped(name, "a whole number", value);
        return value.TryGetInt32(out var number) && number >= min && number <= max
            ? number
            : throw new FieldException($"'{Path(name)}' must be a whole number between {min} and {max}.");
    }

    public double? OptionalNumber(string name, double min, double max)
    {
        if (Find(name) is not { } value) return null;
        if (value.ValueKind != JsonValueKind.Number) throw Mistyped(name, "a number", value);
        var number = value.GetDouble();
        return number >= min && number <= max
            ? number
            : throw new FieldException($"'{Path(name)}' must be between {min} and {max}.");
    }

    public bool OptionalBool(string name) => Find(name) switch
    {
        null => false,
        { ValueKind: JsonValueKind.True } => true,
        { ValueKind: JsonValueKind.False } => false,
        { } other => throw Mistyped(name, "true or false", other),
    };

    public JsonMap? OptionalObject(string name) =>
        Find(name) is not { } value ? null
        : value.ValueKind == JsonValueKind.Object ? JsonMap.From(value)
        : throw Mistyped(name, "an object", value);

    public JsonFields RequiredFields(string name) => new(RequiredObject(name), Path(name));

    public JsonMap RequiredObject(string name) =>
        OptionalObject(name) ?? throw new FieldException($"'{Path(name)}' is required: an object.");

    public JsonFields? OptionalFields(string name) =>
        OptionalObject(name) is { } value ? new JsonFields(value, Path(name)) : null;

    public JsonElement? OptionalAny(string name) => Find(name);

    public IReadOnlyList<JsonFields> OptionalList(string name)
    {
        if (Find(name) is not { } value) return [];
        if (value.ValueKind != JsonValueKind.Array) throw Mistyped(name, "an array", value);
        return [.. value.EnumerateArray().Select((item, index) => item.ValueKind == JsonValueKind.Object
            ? new JsonFields(JsonMap.From(item), $"{Path(name)}[{index}]")
            : throw new FieldException($"'{Path(name)}[{index}]' must be an object, not {JsonValue.Kind(item)}."))];
    }

    public IReadOnlyList<string> OptionalTexts(string name)
    {
        if (Find(name) is not { } value) return [];
        if (value.ValueKind != JsonValueKind.Array || value.EnumerateArray().Any(item => item.ValueKind != JsonValueKind.String))
            throw Mistyped(name, "an array of strings", value);
        return [.. value.EnumerateArray().Select(item => item.GetString()!)];
    }

    public void RefuseUnknown()
    {
        if (map.Keys.FirstOrDefault(key => !_known.Contains(key)) is { } unknown)
            throw new FieldException($"'{Path(unknown)}' is not a known field; known here: {string.Join(", ", _known)}.");
    }

    /// <summary>The field as messages name it: from the outermost object down.</summary>
    public string Path(string name) => path.Length == 0 ? name : $"{path}.{name}";

    private JsonElement? Find(string name)
    {
        _known.Add(name);
        return map.TryGetValue(name, out var value) && value.ValueKind != JsonValueKind.Null ? value : null;
    }

    private FieldException Mistyped(string name, string expected, JsonElement found) =>
        new($"'{Path(name)}' must be {expected}, not {JsonValue.Kind(found)}.");
}

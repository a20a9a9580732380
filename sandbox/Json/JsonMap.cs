using System.Collections;
using System.Diagnostics.CodeAnalysis;
using System.Text.Json;

namespace AccountLinking.Sandbox.Json;

/// <summary>
/// An immutable JSON object that keeps the order of its properties and the exact text of its numbers.
/// <see cref="System.Text.Json.Nodes.JsonObject"/> is neither immutable nor safe to read from two threads.
/// </summary>
public sealed class JsonMap : IReadOnlyDictionary<string, JsonElement>
{
    /// <summary>
    /// What comes from outside may be this deep; the answers that hold it add some levels and stay under the 64 that .NET and
    /// most clients read.
    /// </summary>
    public static readonly JsonDocumentOptions ParseOptions = new() { MaxDepth = 40 };

    public static readonly JsonMap Empty = new([]);

    private readonly OrderedDictionary<string, JsonElement> _properties;

    private JsonMap(OrderedDictionary<string, JsonElement> properties) => _properties = properties;

    public int Count => _properties.Count;

    public IEnumerable<string> Keys => _properties.Keys;

    public IEnumerable<JsonElement> Values => _properties.Values;

    public JsonElement this[string key] => _properties[key];

    /// <exception cref="JsonException">Not an object, or a text in it is not Unicode: half of a surrogate pair, or bytes that are not UTF-8.</exception>
    public static JsonMap From(JsonElement element)
    {
        if (element.ValueKind != JsonValueKind.Object) throw new JsonException($"It is {JsonValue.Kind(element)}.");
        RefuseBrokenText(element);
        OrderedDictionary<string, JsonElement> properties = [];
        // A repeated name: the last one wins, as in JavaScript, which Auth0 is written in.
        foreach (var property in element.EnumerateObject()) properties[property.Name] = property.Value.Clone();
        return new JsonMap(properties);
    }

    public static JsonMap Parse([StringSyntax(StringSyntaxAttribute.Json)] string json)
    {
        using var document = JsonDocument.Parse(json, ParseOptions);
        return From(document.RootElement);
    }

    public JsonMap With(string key, JsonElement value)
    {
        var properties = Copy();
        properties[key] = value.Clone();
        return new JsonMap(properties);
    }

    public JsonMap With(string key, string value) => With(key, JsonValue.Of(value));

    public JsonMap With(string key, bool value) => With(key, JsonValue.Of(value));

    public JsonMap With(string key, long value) => With(key, JsonValue.Of(value));

    public JsonMap With(IEnumerable<KeyValuePair<string, JsonElement>> changes)
    {
        var properties = Copy();
        foreach (var (key, value) in changes) properties[key] = value.Clone();
        return new JsonMap(properties);
    }

    public JsonMap Without(string key)
    {
        if (!ContainsKey(key)) return this;
        var properties = Copy();
        properties.Remove(key);
        return new JsonMap(properties);
    }

    public JsonMap Where(Func<string, bool> keep) =>
        new(new OrderedDictionary<string, JsonElement>(_properties.Where(property => keep(property.Key))));

    public string? Text(string key) =>
        TryGetValue(key, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    /// <summary>Whether the property is this text; without making a string of it, since look-ups compare every account.</summary>
    public bool IsText(string key, string text) =>
        TryGetValue(key, out var value) && value.ValueKind == JsonValueKind.String && value.ValueEquals(text);

    public bool IsTrue(string key) => TryGetValue(key, out var value) && value.ValueKind == JsonValueKind.True;

    public bool ContainsKey(string key) => _properties.ContainsKey(key);

    public bool TryGetValue(string key, out JsonElement value) => _properties.TryGetValue(key, out value);

    public IEnumerator<KeyValuePair<string, JsonElement>> GetEnumerator() => _properties.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    public void WriteTo(Utf8JsonWriter writer)
    {
        writer.WriteStartObject();
        foreach (var (key, value) in _properties)
        {
            writer.WritePropertyName(key);
            value.WriteTo(writer);
        }

        writer.WriteEndObject();
    }

    public JsonElement ToElement() => JsonValue.Write(WriteTo);

    public override string ToString() => ToElement().GetRawText();

    /// <summary>The parser lets broken text through and throws only when it is read, which would be in the middle of a call.</summary>
    private static void RefuseBrokenText(JsonElement element)
    {
        try
        {
            ReadTexts(element);
        }
        catch (InvalidOperationException broken)
        {
            throw new JsonException("A text is not valid Unicode.", broken);
        }
    }

    private static void ReadTexts(JsonElement element)
    {
        if (element.ValueKind == JsonValueKind.String) element.GetString();
        if (element.ValueKind == JsonValueKind.Array)
        {
            foreach (var item in element.EnumerateArray()) ReadTexts(item);
        }

        if (element.ValueKind != JsonValueKind.Object) return;
        foreach (var property in element.EnumerateObject())
        {
            _ = property.Name;
            ReadTexts(property.Value);
        }
    }

    private OrderedDictionary<string, JsonElement> Copy() => new(_properties);
}

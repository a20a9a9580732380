using System.Text.Json;
using AccountLinking.Auth0;

namespace AccountLinking.Webhooks;

/// <summary>The fields of a request's body. What is missing or mistyped is refused with its name; what is unknown is passed over.</summary>
internal readonly struct JsonBody
{
    private const int MaxDepth = 16;

    /// <summary>Two values for one name could be read as one here and as the other elsewhere.</summary>
    private static readonly JsonDocumentOptions Strict = new() { MaxDepth = MaxDepth, AllowDuplicateProperties = false };

    private readonly JsonElement _object;
    private readonly string _path;

    private JsonBody(JsonElement json, string path) => (_object, _path) = (json, path);

    /// <exception cref="RefusedException">It is not a JSON object.</exception>
    public static JsonBody Parse(byte[] utf8)
    {
        try
        {
            using var document = JsonDocument.Parse(utf8, Strict);
            return document.RootElement.ValueKind == JsonValueKind.Object ? new JsonBody(document.RootElement.Clone(), string.Empty) : throw RefusedException.MalformedJson();
        }
        catch (Exception malformed) when (malformed is JsonException or InvalidOperationException)
        {
            // A key that spells half a character cannot be compared with the others.
            throw RefusedException.MalformedJson();
        }
    }

    public JsonBody RequiredObject(string name) =>
        Property(name) is { ValueKind: JsonValueKind.Object } value ? new JsonBody(value, $"{_path}{name}.") : throw Wrong(name, "an object");

    public UserId RequiredUserId(string name) => UserId.TryParse(Text(name), out var id) ? id : throw Wrong(name, UserId.Rule);

    public string RequiredText(string name, int maxLength) =>
        Text(name) is { } text && IsPlain(text, maxLength) ? text : throw Wrong(name, Rule(maxLength));

    /// <summary>Null counts as left out.</summary>
    public string? OptionalText(string name, int maxLength) =>
        Property(name) is null or { ValueKind: JsonValueKind.Null } ? null : RequiredText(name, maxLength);

    /// <summary>Null is a value here, and must be given: leaving it out may be a slip.</summary>
    public string? RequiredTextOrNull(string name, int maxLength) => Property(name) switch
    {
        { ValueKind: JsonValueKind.Null } => null,
        _ when Text(name) is { } text && IsPlain(text, maxLength) => text,
        _ => throw Wrong(name, $"{Rule(maxLength)}, or null"),
    };

    /// <summary>One of these, exactly.</summary>
    public string RequiredOneOf(string name, params string[] values) =>
        Text(name) is { } text && values.Contains(text, StringComparer.Ordinal) ? text : throw Wrong(name, string.Join(" or ", values.Select(value => $"\"{value}\"")));

    /// <summary>Null counts as left out, which is false.</summary>
    public bool OptionalFlag(string name) => Property(name) switch
    {
        null or { ValueKind: JsonValueKind.Null or JsonValueKind.False } => false,
        { ValueKind: JsonValueKind.True } => true,
        _ => throw Wrong(name, "true or false"),
    };

    private static bool IsPlain(string text, int maxLength) => text.Length > 0 && text.Length <= maxLength && !text.Any(char.IsControl);

    private static string Rule(int maxLength) => $"a text of 1 to {maxLength} characters, none of them a control character";

    private string? Text(string name) => Json.Text(_object, name);

    private JsonElement? Property(string name) => Json.Property(_object, name);

    private RefusedException Wrong(string name, string expected) => RefusedException.InvalidField(_path + name, expected);
}

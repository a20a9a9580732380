using System.Text.Json;
using AccountLinking.Sandbox.Hosting;

namespace AccountLinking.Sandbox.CommandLine;

/// <summary>Settings of the service in a file: as the Functions tools keep them (<c>Values</c>, with two underscores for a colon), or in .NET's way, section by section.</summary>
public static class SettingsFile
{
    private static readonly JsonDocumentOptions Lenient = new() { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true };

    /// <exception cref="StartException">The file is missing, or is no such file; the message says which.</exception>
    public static IReadOnlyDictionary<string, string?> Read(string file)
    {
        var document = Parse(file);
        if (PropertyOf(document, "IsEncrypted") is { ValueKind: JsonValueKind.True }) throw new StartException($"The settings file {file} is encrypted: decrypt it first, with 'func settings decrypt'.");
        if (PropertyOf(document, "Values") is not { } values) return Sections(document);
        if (values.ValueKind != JsonValueKind.Object) throw new StartException($"The settings file {file} is wrong: 'Values' must be an object.");
        Dictionary<string, string?> settings = new(StringComparer.OrdinalIgnoreCase);
        foreach (var value in values.EnumerateObject().Where(value => value.Value.ValueKind != JsonValueKind.Null)) settings[value.Name.Replace("__", ":", StringComparison.Ordinal)] = TextOf(value.Value);
        return settings;
    }

    private static JsonElement Parse(string file)
    {
        try
        {
            var document = JsonElement.Parse(File.ReadAllText(file), Lenient);
            return document.ValueKind == JsonValueKind.Object ? document : throw new StartException($"The settings file {file} is not a JSON object.");
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            throw new StartException($"The settings file {file} (--settings) cannot be read: {unreadable.Message}");
        }
        catch (JsonException broken)
        {
            // Without the message's quotations: what stands there may be a secret.
            throw new StartException($"The settings file {file} is not valid JSON, in line {broken.LineNumber + 1}.");
        }
    }

    private static Dictionary<string, string?> Sections(JsonElement document)
    {
        Dictionary<string, string?> settings = new(StringComparer.OrdinalIgnoreCase);
        Add(document, path: string.Empty);
        return settings;

        void Add(JsonElement value, string path)
        {
            var children = value.ValueKind switch
            {
                JsonValueKind.Object => value.EnumerateObject().Select(property => (property.Name, property.Value)),
                JsonValueKind.Array => value.EnumerateArray().Select((item, index) => ($"{index}", item)),
                _ => null,
            };
            foreach (var (name, child) in children ?? []) Add(child, path.Length == 0 ? name : $"{path}:{name}");
            // As if it were left out.
            if (children is null && value.ValueKind != JsonValueKind.Null) settings[path] = TextOf(value);
        }
    }

    private static JsonElement? PropertyOf(JsonElement document, string name) =>
        document.EnumerateObject().Where(property => property.Name.Equals(name, StringComparison.OrdinalIgnoreCase)).Select(property => (JsonElement?)property.Value).FirstOrDefault();

    private static string? TextOf(JsonElement value) => value.ValueKind == JsonValueKind.String ? value.GetString() : value.GetRawText();
}

using System.Text.Json;

namespace AccountLinking.Tests.Webhooks.OpenApi;

/// <summary>The document as whoever has nothing else reads it.</summary>
internal static class ApiDocument
{
    public const string Path = "docs/openapi.json";

    public static string Text { get; } = File.ReadAllText(System.IO.Path.Combine(Repository.Root, Path)).ReplaceLineEndings("\n");

    public static JsonElement Root { get; } = JsonElement.Parse(Text);

    public static IReadOnlyList<ApiOperation> Operations { get; } =
    [
        .. Root.GetProperty("paths").EnumerateObject().SelectMany(path => path.Value.EnumerateObject().Select(method => new ApiOperation(new HttpMethod(method.Name.ToUpperInvariant()), path.Name, method.Value))),
    ];

    public static ApiOperation Operation(string id) => Operations.Single(operation => operation.Id == id);

    /// <summary>What a <c>$ref</c> stands for.</summary>
    public static JsonElement Resolve(string reference) => reference.TrimStart('#', '/').Split('/').Aggregate(Root, (element, name) => element.GetProperty(name));

    /// <summary>A property, or nothing to go through.</summary>
    public static IEnumerable<JsonProperty> Each(this JsonElement element, params string[] path)
    {
        foreach (var name in path)
        {
            if (!element.TryGetProperty(name, out element)) return [];
        }

        return element.EnumerateObject();
    }
}

using System.Text.Json;

namespace AccountLinking.Tests.Webhooks.OpenApi;

/// <summary>A request of the document and the answer of the same name.</summary>
/// <param name="Request">The body as it is sent; null: the document has none, because it cannot show it.</param>
/// <param name="Answer">Null: the answer is empty.</param>
internal sealed record ApiExample(string Name, int Status, string? Request, JsonElement? Answer)
{
    /// <summary>What stands in the path, by the names of its parameters.</summary>
    public IReadOnlyDictionary<string, string> Parameters { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);

    public static ApiExample Join(IEnumerable<ApiExample> parts)
    {
        var all = parts.ToList();
        Assert.True(all.Count <= 2 && all.Select(part => part.Status).Distinct().Count() == 1, $"The name {all[0].Name} stands for several examples.");
        return new ApiExample(
            all[0].Name, all[0].Status, all.Select(part => part.Request).SingleOrDefault(request => request is not null), all.Select(part => part.Answer).SingleOrDefault(answer => answer is not null))
        {
            Parameters = all.Select(part => part.Parameters).SingleOrDefault(parameters => parameters.Count > 0) ?? all[0].Parameters,
        };
    }
}

using System.Text.Json;

namespace AccountLinking.Tests.Webhooks.OpenApi;

/// <summary>A request of the document and the answer of the same name.</summary>
/// <param name="Request">The body as it is sent; null: the document has none, because it cannot show it.</param>
/// <param name="Answer">Null: the answer is empty.</param>
internal sealed record ApiExample(string Name, int Status, string? Request, JsonElement? Answer)
{
    public static ApiExample Join(IEnumerable<ApiExample> parts)
    {
        var all = parts.ToList();
        Assert.True(all.Count <= 2 && all.Select(part => part.Status).Distinct().Count() == 1, $"The name {all[0].Name} stands for several examples.");
        return all[0] with { Request = all.Select(part => part.Request).SingleOrDefault(request => request is not null), Answer = all.Select(part => part.Answer).SingleOrDefault(answer => answer is not null) };
    }
}

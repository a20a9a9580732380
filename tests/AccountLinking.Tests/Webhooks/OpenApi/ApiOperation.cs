using System.Text.Json;

namespace AccountLinking.Tests.Webhooks.OpenApi;

/// <summary>A method of a path of the document.</summary>
internal sealed class ApiOperation(HttpMethod method, string path, JsonElement json)
{
    private const string Requests = "application/json";

    public HttpMethod Method => method;

    public string Path => path;

    public JsonElement Json => json;

    public string Id => json.GetProperty("operationId").GetString()!;

    public bool HasBody => json.TryGetProperty("requestBody", out _);

    public bool IsSigned => Security.Contains("webhookId");

    /// <summary>That a person's access token must have; null: none is sent.</summary>
    public string? Scope => Requirements.Where(scheme => scheme.Name == "bearer").Select(scheme => scheme.Value.EnumerateArray().Single().GetString()).SingleOrDefault();

    /// <summary>The names of the schemes that a request needs, all of them.</summary>
    public IReadOnlyList<string> Security => [.. Requirements.Select(scheme => scheme.Name)];

    public bool IsOfOperations => Security.Contains("operationsSignature");

    public JsonElement RequestSchema => json.GetProperty("requestBody").GetProperty("content").GetProperty(Requests).GetProperty("schema");

    public IReadOnlyList<ApiExample> Examples => [.. RequestExamples.Concat(PathExamples).Concat(AnswerExamples).GroupBy(example => example.Name).Select(ApiExample.Join)];

    public JsonElement AnswerOf(int status) => json.GetProperty("responses").GetProperty($"{status}");

    /// <summary>The schemas of an answer's content by media type; none where it is empty.</summary>
    public IReadOnlyDictionary<string, JsonElement> ContentOf(int status) =>
        AnswerOf(status).Each("content").ToDictionary(content => content.Name, content => content.Value.GetProperty("schema"), StringComparer.Ordinal);

    /// <summary>With what the example has in place of the parameters, percent-encoded.</summary>
    public string PathOf(ApiExample example) => example.Parameters.Aggregate(path, (text, parameter) => text.Replace($"{{{parameter.Key}}}", Uri.EscapeDataString(parameter.Value), StringComparison.Ordinal));

    private IEnumerable<JsonProperty> Requirements => json.GetProperty("security").EnumerateArray().SelectMany(all => all.EnumerateObject());

    private IEnumerable<ApiExample> RequestExamples => json.Each("requestBody", "content", Requests, "examples")
        .Select(example => new ApiExample(example.Name, example.Value.GetProperty("x-status").GetInt32(), example.Value.GetProperty("value").GetRawText(), Answer: null));

    private IEnumerable<ApiExample> PathExamples =>
        from parameter in json.TryGetProperty("parameters", out var parameters) ? parameters.EnumerateArray() : []
        from example in parameter.Each("examples")
        group (Name: parameter.GetProperty("name").GetString()!, example.Value) by example.Name into values
        select new ApiExample(values.Key, values.First().Value.GetProperty("x-status").GetInt32(), Request: null, Answer: null)
        {
            Parameters = values.ToDictionary(value => value.Name, value => value.Value.GetProperty("value").GetString()!, StringComparer.Ordinal),
        };

    private IEnumerable<ApiExample> AnswerExamples =>
        from answer in json.Each("responses")
        from content in answer.Value.Each("content")
        from example in content.Value.Each("examples")
        select new ApiExample(
            example.Name,
            int.Parse(answer.Name, null),
            example.Value.TryGetProperty("x-request", out var request) ? request.GetString() : null,
            example.Value.GetProperty("value"));
}

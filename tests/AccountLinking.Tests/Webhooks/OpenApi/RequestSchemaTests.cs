using System.Net;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using AccountLinking.Sandbox.Client;
using AccountLinking.Webhooks;

namespace AccountLinking.Tests.Webhooks.OpenApi;

/// <summary>What the document says of requests, property by property, the service holds them to.</summary>
public sealed class RequestSchemaTests(ExampleFixture fixture) : IClassFixture<ExampleFixture>
{
    public static TheoryData<string, string> Properties => [.. All.Select(property => (property.Operation, property.Path))];

    public static TheoryData<string, string> Texts => [.. All.Where(property => property.Schema.TryGetProperty("maxLength", out _)).Select(property => (property.Operation, property.Path))];

    public static TheoryData<string> Operations => [.. Described.Select(operation => operation.Id)];

    private static IEnumerable<(string Operation, string Path, JsonElement Schema)> All =>
        Described.SelectMany(operation => PathsOf(operation.RequestSchema, string.Empty).Select(property => (operation.Id, property.Path, property.Schema)));

    private static IEnumerable<ApiOperation> Described => ApiDocument.Operations.Where(operation => operation.HasBody);

    [Theory]
    [MemberData(nameof(Operations))]
    public void Every_example_of_a_request_is_one_and_the_first_has_every_property(string id)
    {
        var operation = ApiDocument.Operation(id);
        var examples = operation.Json.Each("requestBody", "content", "application/json", "examples").Select(example => example.Value.GetProperty("value")).ToList();

        Assert.All(examples, example => Assert.Empty(SchemaCheck.Errors(operation.RequestSchema, example)));
        Assert.All(PathsOf(operation.RequestSchema, string.Empty), property => Assert.NotNull(Find(Full(operation), property.Path).Parent[property.Path.Split('.')[^1]]));
    }

    [Theory]
    [MemberData(nameof(Properties))]
    public async Task Is_missed_where_it_is_required_and_only_there(string id, string path)
    {
        var operation = ApiDocument.Operation(id);
        var (without, with) = (Full(operation), Full(operation));
        var (parent, name) = Find(without, path);
        parent.Remove(name);

        var answer = await SendAsync(operation, without);

        AssertRefused(IsRequired(operation, path), answer, path);
        AssertRefused(isRefused: false, await SendAsync(operation, with), path);
    }

    [Theory]
    [MemberData(nameof(Properties))]
    public async Task Is_refused_with_a_type_that_is_not_its_own(string id, string path)
    {
        var operation = ApiDocument.Operation(id);
        var schema = SchemaOf(operation, path);
        var types = SchemaCheck.Types(schema.GetProperty("type")).ToList();
        foreach (var (type, value) in new (string, string)[] { ("string", "\"text|x\""), ("integer", "1"), ("boolean", "true"), ("array", "[]"), ("object", "{}"), ("null", "null") })
        {
            var body = Full(operation);
            var (parent, name) = Find(body, path);
            parent[name] = JsonNode.Parse(value);

            var answer = await SendAsync(operation, body);

            // An object of the right type still misses what it must have.
            if (type == "object" && types.Contains("object")) AssertRefused(isRefused: true, answer, $"{path}.name");
            else AssertRefused(!types.Contains(type) || SchemaCheck.Errors(schema, JsonElement.Parse(value)).Any(), answer, path);
        }
    }

    [Theory]
    [MemberData(nameof(Texts))]
    public async Task Is_refused_where_a_text_is_too_long_or_has_a_control_character(string id, string path)
    {
        var operation = ApiDocument.Operation(id);
        var schema = SchemaOf(operation, path);
        var limit = schema.GetProperty("maxLength").GetInt32();
        foreach (var (text, isGood) in new[] { (Text(limit), true), (Text(limit + 1), false), ("a|b\u0085", false), ("", false) })
        {
            var body = Full(operation);
            var (parent, name) = Find(body, path);
            parent[name] = text;

            Assert.Equal(isGood, !SchemaCheck.Errors(schema, JsonElement.Parse(JsonSerializer.Serialize(text))).Any());
            AssertRefused(!isGood, await SendAsync(operation, body), path);
        }
    }

    private static string Text(int length) => $"a|{new string('x', length - 2)}";

    private static void AssertRefused(bool isRefused, ApiAnswer answer, string field)
    {
        if (isRefused) Assert.Equal((HttpStatusCode.BadRequest, ProblemCode.InvalidField, field), (answer.Status, answer.Body.Text("code"), answer.Body.Text("field")));
        // Handles and tokens of the right form are still good for nothing.
        else Assert.True(answer.Status is HttpStatusCode.OK or HttpStatusCode.NotFound || answer.Body.Text("code") is ProblemCode.InvalidHandle or ProblemCode.InvalidIdToken, answer.Text);
    }

    /// <summary>The properties of an object, and those of its objects, by their paths.</summary>
    private static IEnumerable<(string Path, JsonElement Schema)> PathsOf(JsonElement schema, string above) => Resolved(schema).Each("properties").SelectMany(property =>
        PathsOf(property.Value, $"{above}{property.Name}.").Prepend((above + property.Name, Resolved(property.Value))));

    private static JsonElement SchemaOf(ApiOperation operation, string path) => PathsOf(operation.RequestSchema, string.Empty).Single(property => property.Path == path).Schema;

    private static JsonElement Resolved(JsonElement schema) => schema.TryGetProperty("$ref", out var reference) ? ApiDocument.Resolve(reference.GetString()!) : schema;

    private static bool IsRequired(ApiOperation operation, string path)
    {
        var dot = path.LastIndexOf('.');
        var parent = dot < 0 ? Resolved(operation.RequestSchema) : SchemaOf(operation, path[..dot]);
        return parent.GetProperty("required").EnumerateArray().Any(name => name.GetString() == path[(dot + 1)..]);
    }

    private static JsonObject Full(ApiOperation operation) => JsonNode.Parse(operation.Examples[0].Request!)!.AsObject();

    private static (JsonObject Parent, string Name) Find(JsonObject body, string path)
    {
        var names = path.Split('.');
        return (names[..^1].Aggregate(body, (parent, name) => parent[name]!.AsObject()), names[^1]);
    }

    private async Task<ApiAnswer> SendAsync(ApiOperation operation, JsonObject body)
    {
        await fixture.Scene.BeginAsync(operation, new ApiExample(operation.Id, 200, body.ToJsonString(), Answer: null));
        return await fixture.Scene.AskAsync();
    }
}

using System.Text.Json.Nodes;
using AccountLinking.Webhooks;
using AccountLinking.Webhooks.OpenApi;
using Microsoft.OpenApi;
using Microsoft.OpenApi.Reader;

namespace AccountLinking.Tests.Webhooks.OpenApi;

/// <summary>One route's part of the document.</summary>
internal sealed class OperationWriter(OpenApiOperation operation, OpenApiDocument document)
{
    private const string Json = "application/json";

    public void Write(ServiceRoute route, RouteDescription description)
    {
        (operation.OperationId, operation.Summary, operation.Description) = (route.Name, description.Summary, OneLine(description.Text));
        operation.Tags?.Clear();
        operation.Parameters = [.. description.Parameters.Select(parameter => ParameterOf(parameter, description.Answers))];
        operation.Security = Preamble.SecurityOf(route, description, document);
        operation.RequestBody = description.Request is { } schema ? RequestOf(schema, description.Answers) : null;
        operation.Responses = [];
        foreach (var answer in description.Answers) operation.Responses.Add($"{answer.Status}", AnswerOf(answer));
    }

    public static IOpenApiSchema Parse(string schema, OpenApiDocument document)
    {
        if (JsonNode.Parse(schema)!["$ref"] is { } reference) return new OpenApiSchemaReference(reference.GetValue<string>().Split('/')[^1], document);
        var parsed = OpenApiModelFactory.Parse<OpenApiSchema>(schema, OpenApiSpecVersion.OpenApi3_1, document, out var diagnostic, "json");
        return parsed is not null && diagnostic.Errors.Count == 0 ? parsed : throw new InvalidOperationException($"{schema} is no schema: {string.Join("; ", diagnostic.Errors)}");
    }

    private OpenApiRequestBody RequestOf(SchemaDescription schema, IReadOnlyList<AnswerDescription> answers)
    {
        var examples = new Dictionary<string, IOpenApiExample>(StringComparer.Ordinal);
        foreach (var answer in answers)
        {
            foreach (var example in answer.Examples.Where(example => !example.IsFaulty && example.Request is not null))
                examples.Add(example.Name, With(new OpenApiExample { Summary = example.Summary, Value = JsonNode.Parse(example.Request!) }, "x-status", answer.Status));
        }

        return new OpenApiRequestBody
        {
            Description = "At most 64 KiB.",
            Required = true,
            Content = new Dictionary<string, OpenApiMediaType> { [Json] = new OpenApiMediaType { Schema = new OpenApiSchemaReference(schema.Name, document), Examples = examples } },
        };
    }

    private OpenApiParameter ParameterOf(ParameterDescription parameter, IReadOnlyList<AnswerDescription> answers)
    {
        var examples = new Dictionary<string, IOpenApiExample>(StringComparer.Ordinal);
        foreach (var answer in answers)
        {
            foreach (var example in answer.Examples)
                examples.Add(example.Name, With(new OpenApiExample { Summary = example.Summary, Value = example.Parameters[parameter.Name] }, "x-status", answer.Status));
        }

        return new OpenApiParameter { Name = parameter.Name, In = ParameterLocation.Path, Required = true, Description = parameter.Text, Schema = Parse(parameter.Schema, document), Examples = examples };
    }

    private OpenApiResponse AnswerOf(AnswerDescription answer)
    {
        var response = new OpenApiResponse { Description = answer.Text };
        if (answer.Headers.Count > 0) response.Headers = answer.Headers.ToDictionary(header => header.Name, IOpenApiHeader (header) => HeaderOf(header));
        if (answer.Content is not { } type) return response;
        var content = new OpenApiMediaType { Schema = Parse(answer.Schema!, document) };
        if (answer.Examples.Count > 0) content.Examples = answer.Examples.ToDictionary(example => example.Name, IOpenApiExample (example) => AnswerOf(example));
        response.Content = new Dictionary<string, OpenApiMediaType> { [type] = content };
        if (answer.IsAlsoText) response.Content["text/plain"] = new OpenApiMediaType { Schema = Parse("""{"type": "string"}""", document) };
        return response;
    }

    private static OpenApiExample AnswerOf(Example example)
    {
        var shown = new OpenApiExample { Summary = example.Summary, Value = JsonNode.Parse(example.Answer!) };
        return example.IsFaulty ? With(shown, "x-request", example.Request!) : shown;
    }

    private OpenApiHeader HeaderOf(HeaderDescription header) => new() { Description = header.Text, Required = header.IsAlways, Schema = Parse(header.Schema, document) };

    private static OpenApiExample With(OpenApiExample example, string name, JsonNode value)
    {
        example.AddExtension(name, new JsonNodeExtension(value));
        return example;
    }

    /// <summary>Line ends are the source's, and no part of what it says.</summary>
    private static string OneLine(string text) => string.Join(' ', text.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries));
}

namespace AccountLinking.Webhooks.OpenApi;

/// <summary>A schema by its name.</summary>
/// <param name="Json">JSON Schema 2020-12.</param>
internal sealed record SchemaDescription(string Name, string Json)
{
    public string Reference => $$"""{"$ref": "#/components/schemas/{{Name}}"}""";

    public static string ProblemOf(IReadOnlyList<string> codes) =>
        $$"""{"allOf": [{{Schemas.Problem.Reference}}, {"properties": {"code": {"enum": ["{{string.Join("\", \"", codes)}}"]} } }]}""";
}

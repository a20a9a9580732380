namespace AccountLinking.Webhooks.OpenApi;

/// <summary>All that a route answers with one status.</summary>
/// <param name="Content">Its media type; null: the body is empty.</param>
/// <param name="Schema">JSON Schema 2020-12, of any content.</param>
internal sealed record AnswerDescription(int Status, string Text, string? Content, string? Schema, params IReadOnlyList<Example> Examples)
{
    public IReadOnlyList<HeaderDescription> Headers { get; init; } = [];

    /// <summary>Whoever prefers <c>text/plain</c> gets the same as lines.</summary>
    public bool IsAlsoText { get; init; }

    public static AnswerDescription Json(string text, SchemaDescription schema, params IReadOnlyList<Example> examples) =>
        new(200, text, "application/json", schema.Reference, examples);

    /// <param name="codes">All that there are with this status.</param>
    public static AnswerDescription Problem(int status, string text, IReadOnlyList<string> codes, params IReadOnlyList<Example> examples) =>
        new(status, text, Webhooks.Problem.ContentType, SchemaDescription.ProblemOf(codes), examples);

    public static AnswerDescription Empty(int status, string text, params IReadOnlyList<Example> examples) => new(status, text, Content: null, Schema: null, examples);
}

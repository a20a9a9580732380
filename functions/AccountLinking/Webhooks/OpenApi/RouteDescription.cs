namespace AccountLinking.Webhooks.OpenApi;

/// <summary>What the OpenAPI document says of a route. Only the tests that write the document ask for it.</summary>
/// <param name="Text">In Markdown.</param>
internal sealed record RouteDescription(string Summary, string Text, params IReadOnlyList<AnswerDescription> Answers)
{
    /// <summary>Who signs the requests; null where they are not signed.</summary>
    public WebhookCaller? Caller { get; init; }

    /// <summary>That a person's access token must have; null where none is sent.</summary>
    public string? Scope { get; init; }

    /// <summary>Those of the path.</summary>
    public IReadOnlyList<ParameterDescription> Parameters { get; init; } = [];

    /// <summary>Null: requests have no body.</summary>
    public SchemaDescription? Request { get; init; }
}

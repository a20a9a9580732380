namespace AccountLinking.Webhooks.OpenApi;

/// <summary>A request and its answer: a test sends the one and must get the other. In the document they are found by their common name.</summary>
/// <param name="Name">One for the route.</param>
/// <param name="Request">The body; null where there is none, and where it is not one that can be shown.</param>
/// <param name="Answer">JSON; null: an empty body, or one that is not worth showing.</param>
internal sealed record Example(string Name, string Summary, string? Request, string? Answer)
{
    /// <summary>What is sent is not what the schema of requests describes.</summary>
    public bool IsFaulty { get; init; }

    /// <summary>What stands in the path, by the names of its parameters, before it is encoded. Empty where it has none.</summary>
    public IReadOnlyDictionary<string, string> Parameters { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);
}

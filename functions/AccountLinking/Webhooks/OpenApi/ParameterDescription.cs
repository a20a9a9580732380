namespace AccountLinking.Webhooks.OpenApi;

/// <summary>A part of a route's path.</summary>
/// <param name="Schema">JSON Schema 2020-12, of what it is before it is encoded.</param>
internal sealed record ParameterDescription(string Name, string Text, string Schema);

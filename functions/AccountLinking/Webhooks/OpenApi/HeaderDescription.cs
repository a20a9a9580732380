namespace AccountLinking.Webhooks.OpenApi;

/// <summary>A header of an answer.</summary>
/// <param name="Schema">JSON Schema 2020-12.</param>
/// <param name="IsAlways">Every answer with the status has it.</param>
internal sealed record HeaderDescription(string Name, string Text, string Schema, bool IsAlways = true)
{
    public static HeaderDescription NoStore { get; } = new("Cache-Control", "Answers name accounts.", """{"type": "string", "enum": ["no-store"]}""");

    public static HeaderDescription RetryAfter { get; } =
        new("Retry-After", "In seconds; where Auth0 said when it is worth asking again.", """{"type": "string", "pattern": "^[0-9]+$"}""", IsAlways: false);
}

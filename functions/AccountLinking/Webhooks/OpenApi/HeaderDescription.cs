using System.Text.Json;

namespace AccountLinking.Webhooks.OpenApi;

/// <summary>A header of an answer.</summary>
/// <param name="Schema">JSON Schema 2020-12.</param>
/// <param name="IsAlways">Every answer with the status has it.</param>
internal sealed record HeaderDescription(string Name, string Text, string Schema, bool IsAlways = true)
{
    public static HeaderDescription NoStore { get; } = new("Cache-Control", "Answers name accounts.", """{"type": "string", "enum": ["no-store"]}""");

    public static HeaderDescription RetryAfter { get; } =
        new("Retry-After", "In seconds; where Auth0 said when it is worth asking again.", """{"type": "string", "pattern": "^[0-9]+$"}""", IsAlways: false);

    /// <summary>For browsers: https://fetch.spec.whatwg.org/#http-cors-protocol.</summary>
    public static IReadOnlyList<HeaderDescription> CrossOrigin { get; } =
    [
        new("Access-Control-Allow-Origin", "The `Origin` of the request, where it is one of `SelfService:Origins`: browsers let its scripts read the answer.", """{"type": "string"}""", IsAlways: false),
        new("Access-Control-Expose-Headers", "With it: the headers that scripts may read, too.", """{"type": "string", "enum": ["Retry-After,WWW-Authenticate"]}""", IsAlways: false),
        new("Vary", "With it, where there are several such origins.", """{"type": "string", "enum": ["Origin"]}""", IsAlways: false),
    ];

    /// <param name="challenges">All that there are.</param>
    public static HeaderDescription Authenticate(IReadOnlyList<string> challenges, bool isAlways) => new(
        "WWW-Authenticate",
        "As in RFC 6750: with `error` where a token was sent.",
        $$"""{"type": "string", "enum": [{{string.Join(", ", challenges.Select(challenge => JsonSerializer.Serialize(challenge)))}}]}""",
        isAlways);
}

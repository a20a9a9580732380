namespace AccountLinking.Webhooks.OpenApi;

/// <summary><c>GET /api/openapi.json</c>.</summary>
internal static class OpenApiDescription
{
    private static readonly HeaderDescription[] Headers =
    [
        new("Cache-Control", "It may be kept for five minutes.", """{"type": "string", "enum": ["public, max-age=300"]}"""),
        new("ETag", "Of this version.", """{"type": "string", "pattern": "^\"[0-9a-f]{64}\"$"}"""),
    ];

    public static RouteDescription Create() => new(
        "This document",
        "OpenAPI 3.1. It changes with the version of the service, and with nothing else.",
        new AnswerDescription(200, "The document.", "application/json", """{"type": "object"}""") { Headers = Headers },
        AnswerDescription.Empty(304, "Whoever asked has it, as `If-None-Match` says.") with { Headers = Headers });
}

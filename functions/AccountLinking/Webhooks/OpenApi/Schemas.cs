namespace AccountLinking.Webhooks.OpenApi;

/// <summary>What the schemas of several routes refer to.</summary>
internal static class Schemas
{
    public static SchemaDescription UserId { get; } = new("UserId", """
        {
          "type": "string", "maxLength": 128, "pattern": "^[^|\\p{Cc}]+\\|\\P{Cc}+$",
          "description": "An Auth0 user id, `provider|id`: without control characters, and without a path segment `.` or `..`."
        }
        """);

    public static SchemaDescription Text { get; } = new("Text", """
        {"type": "string", "minLength": 1, "maxLength": 128, "pattern": "^\\P{Cc}+$", "description": "A text without control characters."}
        """);

    public static SchemaDescription OptionalText { get; } = new("OptionalText", """
        {"type": ["string", "null"], "minLength": 1, "maxLength": 128, "pattern": "^\\P{Cc}+$", "description": "A text without control characters; null counts as left out."}
        """);

    public static SchemaDescription Sealed { get; } = new("Sealed", """
        {"type": "string", "maxLength": 256, "pattern": "^[A-Za-z0-9_-]+$", "description": "What it means is the service's own business. It is good for some minutes, for the person and the application that it was made for."}
        """);

    public static SchemaDescription Problem { get; } = new("Problem", """
        {
          "type": "object", "required": ["type", "title", "status", "code", "trace_id"],
          "description": "RFC 9457. It holds nothing of the request and nothing that Auth0 said, but for the name of a field.",
          "properties": {
            "type": {"type": "string", "enum": ["about:blank"]},
            "title": {"type": "string"},
            "status": {"type": "integer", "description": "As the answer's."},
            "code": {"type": "string", "description": "For programs."},
            "detail": {"type": "string", "description": "What to do about it, for whoever operates the service or develops the application."},
            "field": {"type": "string", "description": "The path of the field that is wrong."},
            "trace_id": {"type": "string", "pattern": "^([0-9a-f]{32}|[0-9A-Z]+:[0-9A-F]{8})$", "description": "By which the service's log tells more: the trace's id, or where nobody traces the connection's and the request's."}
          }
        }
        """);

    public static IReadOnlyList<SchemaDescription> All =>
    [
        LinkDescription.Request, LinkDescription.Answer, UnlinkDescription.Request, UnlinkDescription.Answer, SyncDescription.Request, SyncDescription.Answer,
        LinkCandidatesDescription.Answer, LinkChallengeDescription.Request, LinkChallengeDescription.Answer, LinkIdentityDescription.Request, LinkIdentityDescription.Answer, SeparateIdentityDescription.Answer,
        HealthLiveDescription.Answer, HealthReadyDescription.Answer, UserId, Text, OptionalText, Sealed, Problem,
    ];
}

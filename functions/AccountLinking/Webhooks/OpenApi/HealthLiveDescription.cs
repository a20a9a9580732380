namespace AccountLinking.Webhooks.OpenApi;

/// <summary><c>GET /api/health/live</c>.</summary>
internal static class HealthLiveDescription
{
    public static SchemaDescription Answer { get; } = new("Liveness", """
        {"type": "object", "required": ["status"], "properties": {"status": {"type": "string", "enum": ["live"]}}}
        """);

    public static RouteDescription Create() => new(
        "Says that the process serves",
        "For a platform's probe: it does not depend on Auth0 or the CRM.",
        AnswerDescription.Json("The process serves.", Answer, new Example("live", "The process serves", Request: null, """{"status": "live"}""")));
}

namespace AccountLinking.Webhooks.OpenApi;

/// <summary><c>GET /api/health/ready</c>.</summary>
internal static class HealthReadyDescription
{
    private static readonly HeaderDescription[] Headers =
    [
        HeaderDescription.NoStore,
        new("Vary", "It is JSON, or text for whoever prefers that.", """{"type": "string", "enum": ["Accept"]}"""),
    ];

    public static SchemaDescription Answer { get; } = new("Readiness", """
        {
          "type": "object", "required": ["status", "checked_at", "checks"],
          "properties": {
            "status": {"type": "string", "enum": ["ready", "not_ready"], "description": "`not_ready` where a check has failed."},
            "checked_at": {"type": "string", "pattern": "^\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\dZ$", "description": "In UTC. A report is told again for 30 seconds, one that is not good for ten, and there are at most twelve examinations in five minutes."},
            "checks": {
              "type": "array",
              "items": {
                "type": "object", "required": ["name", "status", "message"],
                "properties": {
                  "name": {"type": "string", "enum": ["settings", "key_vault", "tenant", "clock", "token", "scopes", "management_api", "connections", "self_service", "crm", "journal"], "description": "What was looked at; several checks may have the same."},
                  "status": {"type": "string", "enum": ["pass", "warn", "fail", "skip"], "description": "`warn`: it may be meant so. `skip`: there is nothing to look at, or what comes before it has failed."},
                  "message": {"type": "string", "description": "What was found, and what to do about it. No secret, and nothing personal."}
                }
              }
            }
          }
        }
        """);

    public static RouteDescription Create() => new(
        "Says whether the service can do all of its work, and what to do where it cannot",
        """
        For operations: it examines the settings, Key Vault, the tenant and its clock, the token and its scopes, the connections, what people's own tokens are verified
        with, the CRM and the journal. Of one cause one check fails. With `Accept: text/plain` the same as lines for a terminal.
        """,
        AnswerDescription.Json("Nothing has failed.", Answer, new Example("ready", "All is well", Request: null, Ready)) with { IsAlsoText = true, Headers = Headers },
        AnswerDescription.Empty(401, "In Azure: without a key of the function."),
        new AnswerDescription(503, "Something has failed.", "application/json", Answer.Reference, new Example("not_ready", "The CRM refuses the key", Request: null, NotReady)) { IsAlsoText = true, Headers = Headers });

    private const string Ready = $$"""
        {
          "status": "ready", "checked_at": "2026-11-20T08:15:30Z",
          "checks": [
            {{Before}}
            {"name": "crm", "status": "pass", "message": "The CRM answers: 404 for a number that nobody has, as it should. If it never finds anybody, check the path in Crm:Url, and Crm:ApiKey."},
            {"name": "journal", "status": "pass", "message": "The journal can be written."}
          ]
        }
        """;

    private const string NotReady = $$"""
        {
          "status": "not_ready", "checked_at": "2026-11-20T08:15:30Z",
          "checks": [
            {{Before}}
            {"name": "crm", "status": "fail", "message": "The CRM does not do its part: it refused the key (status 401): check Crm:ApiKey."},
            {"name": "journal", "status": "pass", "message": "The journal can be written."}
          ]
        }
        """;

    private const string Before = """
        {"name": "settings", "status": "pass", "message": "All settings are valid."},
        {"name": "key_vault", "status": "skip", "message": "KeyVault:Uri is not set: secrets come from the other settings."},
        {"name": "tenant", "status": "pass", "message": "A tenant answers at Auth0:Domain."},
        {"name": "clock", "status": "pass", "message": "The clock is within a minute of Auth0's."},
        {"name": "token", "status": "pass", "message": "Auth0 issues an access token for its Management API."},
        {"name": "scopes", "status": "pass", "message": "The application has exactly read:users update:users."},
        {"name": "management_api", "status": "pass", "message": "The Management API answers; 49 of 50 calls are left at this moment."},
        {"name": "connections", "status": "pass", "message": "There are accounts of every connection in the settings."},
        {"name": "self_service", "status": "pass", "message": "People's tokens can be verified: the tenant has keys for that, and the issuer is the one that is expected."},
        """;
}

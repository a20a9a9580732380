using AccountLinking.Auth0;

namespace AccountLinking.Webhooks.OpenApi;

/// <summary><c>POST /api/crm/sync</c>.</summary>
internal static class SyncDescription
{
    private const string Full = """{"user_id": "sms|63d17c4a8869daf88ed7db97"}""";
    private const string Customer = """{"externalUserId": "C-100605", "customerSince": "2019-02-11", "segment": "private", "name": "Doris Nilsson"}""";

    public static SchemaDescription Request { get; } = new("CrmSyncRequest", $$"""
        {
          "type": "object", "required": ["user_id"], "description": "The account that the login continues as. Other properties are passed over.",
          "properties": {"user_id": {{Schemas.UserId.Reference}}}
        }
        """);

    public static SchemaDescription Answer { get; } = new("CrmSyncAnswer", """
        {
          "type": "object", "required": ["outcome", "external_user_id", "last_update", "claims"],
          "properties": {
            "outcome": {
              "type": "string", "enum": ["cached", "synced", "stale", "not_found", "no_phone", "ambiguous_phone", "unavailable"],
              "description": "`cached`: synced today already. `synced`: fetched and written just now. `stale`: the CRM does not answer, and this is what it said last. `not_found`: the CRM does not know the number, as it said today. `no_phone`, `ambiguous_phone`: no proven number, or several. `unavailable`: the CRM does not answer, and nothing is known that may be told."
            },
            "external_user_id": {"type": ["string", "null"], "description": "Null: none is known."},
            "last_update": {
              "type": ["string", "null"], "pattern": "^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}Z$",
              "description": "When the CRM was asked for what is told here, in UTC; null where nothing is."
            },
            "claims": {"type": "object", "description": "Of the ID token, by their names."}
          }
        }
        """);

    public static RouteDescription Create() => new(
        "Says who the person is to the CRM",
        """
        The post-login Action asks this, after linking. The CRM is asked once a day for each account, by its proven phone number; what it says is kept on the account. A CRM that does not answer is an outcome, and not an error.
        """,
        SignedAnswers.With(
            Full,
            ("{}", "user_id", UserId.Rule),
            AnswerDescription.Json(
                "What is known.",
                Answer,
                Known("synced", "The first time of the day"),
                Known("cached", "Once more on the same day"),
                Known("stale", "The CRM is down on the next day"),
                Unknown("not_found", "The CRM does not know the number", Full, "\"2026-11-20T08:15:30Z\""),
                Unknown("no_phone", "The account has no phone number", """{"user_id": "auth0|5f7c8ec7c33c6c004bbafe82"}"""),
                Unknown("ambiguous_phone", "The account has two phone numbers", """{"user_id": "auth0|6730a1b2c3d4e5f60718293a"}"""),
                Unknown("unavailable", "The CRM is down, and has never been asked", Full)),
            AnswerDescription.Problem(
                404,
                "There is no such account, or the CRM is not asked at all.",
                [ProblemCode.UnknownUser, ProblemCode.CrmDisabled],
                new Example(
                    ProblemCode.UnknownUser,
                    "An account that is not there",
                    """{"user_id": "auth0|5f7c8ec7c33c6c004bbaffff"}""",
                    SharedAnswers.Problem(404, ProblemCode.UnknownUser, "There is no account of this id.", "It was deleted, or is a secondary identity of another account by now.")),
                new Example(
                    ProblemCode.CrmDisabled,
                    "Crm:Enabled is false",
                    Full,
                    SharedAnswers.Problem(404, ProblemCode.CrmDisabled, "The CRM sync is switched off.", "Set Crm:Enabled, or let the Action ask for links alone.")))))
    {
        Caller = WebhookCaller.Action,
        Request = Request,
    };

    private static Example Known(string outcome, string summary) => new(outcome, summary, Full, $$"""
        {"outcome": "{{outcome}}", "external_user_id": "C-100605", "last_update": "2026-11-20T08:15:30Z", "claims": {"https://crm.example.com/": {{Customer}}, "https://crm.example.com/name": "Doris Nilsson"} }
        """);

    private static Example Unknown(string outcome, string summary, string request, string lastUpdate = "null") =>
        new(outcome, summary, request, $$"""{"outcome": "{{outcome}}", "external_user_id": null, "last_update": {{lastUpdate}}, "claims": {} }""");
}

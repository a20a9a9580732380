namespace AccountLinking.Webhooks.OpenApi;

/// <summary><c>POST /api/accounts/unlink</c>.</summary>
internal static class UnlinkDescription
{
    private const string LinkId = "01a1f80660d07c3e8f5a1d2b4c6e8f90";
    private const string Full = $$"""{"link_id": "{{LinkId}}", "allow_relink": false}""";

    public static SchemaDescription Request { get; } = new("UnlinkRequest", $$"""
        {
          "type": "object", "required": ["link_id"], "description": "Which link is to be undone. Other properties are passed over.",
          "properties": {
            "link_id": {{Schemas.Text.Reference}},
            "allow_relink": {"type": ["boolean", "null"], "description": "A rule may join the accounts again, in the next login. Null counts as left out, which is false."}
          }
        }
        """);

    public static SchemaDescription Answer { get; } = new("UnlinkAnswer", $$"""
        {
          "type": "object", "required": ["outcome", "primary_user_id", "restored"],
          "properties": {
            "outcome": {
              "type": "string", "enum": ["unlinked", "already_unlinked"],
              "description": "`unlinked`: separated now. `already_unlinked`: they were separated before, or never joined."
            },
            "primary_user_id": {"$ref": "#/components/schemas/UserId", "description": "The account that survived the link."},
            "restored": {"type": "array", "items": {{Schemas.UserId.Reference}}, "description": "The accounts that there are again."}
          }
        }
        """);

    public static RouteDescription Create() => new(
        "Undoes a link",
        """
        Operations ask this, with a secret that the Action does not have. What the link had brought is taken back, the identities are detached, and each account has again what the journal
        holds of it. The same request may be sent again at any time: what was begun is finished.
        """,
        SignedAnswers.With(
            Full,
            ("""{"allow_relink": true}""", "link_id", "a text of 1 to 128 characters, none of them a control character"),
            AnswerDescription.Json(
                "How it ended.",
                Answer,
                new Example("unlinked", "Two accounts are separated, and no rule joins them again", Full, Of("unlinked")),
                new Example("relink_allowed", "Two accounts are separated, and the next login may join them", $$"""{"link_id": "{{LinkId}}", "allow_relink": true}""", Of("unlinked")),
                new Example("already_unlinked", "The same request once more", Full, Of("already_unlinked"))),
            AnswerDescription.Problem(
                404,
                "There is no such link.",
                [ProblemCode.UnknownLink],
                new Example(
                    ProblemCode.UnknownLink,
                    "A link that nobody made",
                    """{"link_id": "00000000000000000000000000000000"}""",
                    SharedAnswers.Problem(
                        404,
                        ProblemCode.UnknownLink,
                        "There is no link of this id.",
                        "Its record was never written to this journal, was erased, or is older than Journal:Retention.")))))
    {
        Caller = WebhookCaller.Operations,
        Request = Request,
    };

    private static string Of(string outcome) =>
        $$"""{"outcome": "{{outcome}}", "primary_user_id": "auth0|5f7c8ec7c33c6c004bbafe82", "restored": ["oidc|swedish-bankid|8c0f7a31"]}""";
}

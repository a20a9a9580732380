using AccountLinking.SelfService;

namespace AccountLinking.Webhooks.OpenApi;

/// <summary><c>DELETE /api/me/identities/{provider}/{user_id}</c>.</summary>
internal static class SeparateIdentityDescription
{
    private const string Mine = "auth0|5f7c8ec7c33c6c004bbafe82";

    private static readonly IReadOnlyDictionary<string, string> Google = PathOf("google-oauth2", "117204268033311374520");
    private static readonly IReadOnlyDictionary<string, string> BankId = PathOf("oidc", "swedish-bankid|8c0f7a31");
    private static readonly IReadOnlyDictionary<string, string> Main = PathOf("auth0", "5f7c8ec7c33c6c004bbafe82");

    public static SchemaDescription Answer { get; } = new("SeparateIdentityAnswer", $$"""
        {
          "type": "object", "required": ["outcome", "primary_user_id", "restored"],
          "properties": {
            "outcome": {"type": "string", "enum": ["unlinked"]},
            "primary_user_id": {"$ref": "#/components/schemas/UserId", "description": "The person's account, which goes on without it."},
            "restored": {"type": "array", "items": {{Schemas.UserId.Reference}}, "description": "The accounts that there are again."}
          }
        }
        """);

    public static RouteDescription Create() => new(
        "Makes one of the person's identities an account of its own again",
        """
        What the link had brought is taken back, and the account has again what the journal holds of it. No rule joins the two again, until the person proves both. The same request may be sent again after a 503: what was begun is finished.
        """,
        Addressed(BearerAnswers.With(
            AnswerDescription.Json(
                "How it ended.",
                Answer,
                new Example("unlinked", "An identity that the person had joined by a proof", Request: null, Of("google-oauth2|117204268033311374520")),
                new Example("linked_elsewhere", "One that another program had linked, and whose id holds a pipe: in the path it is swedish-bankid%7C8c0f7a31", Request: null, Of("oidc|swedish-bankid|8c0f7a31"))
                {
                    Parameters = BankId,
                }),
            Scopes.LinkIdentities,
            request: null,
            SharedAnswers.Trouble(request: null),
            Refusal.Of(Refusals.AccountBlocked(), "The person's account is blocked", request: null),
            Refusal.Of(Refusals.UnknownIdentity(), "Another person's identity", request: null),
            Refusal.Of(Refusals.AccountGone(), "The person's account was linked to another one meanwhile", request: null),
            Refusal.Of(Refusals.DryRun(), "Linking:DryRun is set", request: null),
            OfMain(Refusals.MainIdentity(), "The identity whose account it is"),
            OfMain(Refusals.LastIdentity(), "The account's only identity"))))
    {
        Scope = Scopes.LinkIdentities,
        Parameters =
        [
            new("provider", "As in the account's `identities`.", """{"type": "string", "minLength": 1}"""),
            new("user_id", "As in the account's `identities`, percent-encoded: it may hold anything, as a slash.", """{"type": "string", "minLength": 1}"""),
        ],
    };

    /// <summary>An identity stands in each path.</summary>
    private static IReadOnlyList<AnswerDescription> Addressed(IReadOnlyList<AnswerDescription> answers) =>
        [.. answers.Select(answer => answer with { Examples = [.. answer.Examples.Select(example => example.Parameters.Count > 0 ? example : example with { Parameters = Google })] })];

    private static Refusal OfMain(RefusedException refused, string summary)
    {
        var refusal = Refusal.Of(refused, summary, request: null);
        return refusal with { Example = refusal.Example with { Parameters = Main } };
    }

    private static string Of(string restored) => $$"""{"outcome": "unlinked", "primary_user_id": "{{Mine}}", "restored": ["{{restored}}"]}""";

    private static Dictionary<string, string> PathOf(string provider, string userId) => new(StringComparer.Ordinal) { ["provider"] = provider, ["user_id"] = userId };
}

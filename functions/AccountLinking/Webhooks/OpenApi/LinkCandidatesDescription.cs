using AccountLinking.Auth0;
using AccountLinking.Journal;
using AccountLinking.SelfService;

namespace AccountLinking.Webhooks.OpenApi;

/// <summary><c>GET /api/me/link-candidates</c>.</summary>
internal static class LinkCandidatesDescription
{
    public static SchemaDescription Answer { get; } = new("LinkCandidates", $$"""
        {
          "type": "object", "required": ["candidates", "expires_in"],
          "properties": {
            "candidates": {
              "type": "array",
              "items": {
                "type": "object", "required": ["handle", "provider", "connection", "name", "created_at"],
                "properties": {
                  "handle": {{Schemas.Sealed.Reference}},
                  "provider": {"type": "string", "description": "Of the account's main identity, as is the connection."},
                  "connection": {"type": "string"},
                  "name": {"type": "string", "description": "Masked: the first letter of each word, as far as Auth0 knows any."},
                  "created_at": {"type": ["string", "null"], "pattern": "^[0-9]{4}-[0-9]{2}-[0-9]{2}$", "description": "The day, in UTC; null where Auth0 does not say."}
                }
              }
            },
            "expires_in": {"type": "integer", "minimum": 1, "description": "For how long the handles are good, in seconds."}
          }
        }
        """);

    public static RouteDescription Create() => new(
        "Says which other accounts may be the person's own",
        """
        Those with the same verified e-mail address, and of each only what its owner needs to recognise it. A handle stands for one of them in a challenge, of the same person in the same application. Nobody is told whose
        own account is of a connection that `SelfService:Connections` does not list: another identity provider could find out who has an account here.
        """,
        BearerAnswers.With(
            AnswerDescription.Json(
                "What there is.",
                Answer,
                new Example("candidates", "The person has signed in with Google once", Request: null, $$"""
                    {
                      "candidates": [{"handle": "{{ShownTexts.Handle}}", "provider": "google-oauth2", "connection": "google-oauth2", "name": "A••• L•••", "created_at": "2026-01-01"}],
                      "expires_in": 600
                    }
                    """),
                new Example("no_candidates", "No other account has the address", Request: null, """{"candidates": [], "expires_in": 600}""")),
            Scopes.ReadCandidates,
            request: null,
            SharedAnswers.Trouble(request: null, except: [JournalException.Code]),
            Refusal.Of(Refusals.ConnectionNotListed(), "The person's own account is of BankID, which SelfService:Connections does not list", request: null),
            Refusal.Of(Refusals.AccountBlocked(), "The person's own account is blocked", request: null),
            Refusal.Of(Refusals.AccountGone(), "The person's own account was linked to another one meanwhile", request: null)))
    {
        Scope = Scopes.ReadCandidates,
    };
}

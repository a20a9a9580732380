using AccountLinking.Auth0;
using AccountLinking.Journal;
using AccountLinking.SelfService;

namespace AccountLinking.Webhooks.OpenApi;

/// <summary><c>POST /api/me/link-challenges</c>.</summary>
internal static class LinkChallengeDescription
{
    private const string Full = $$"""{"handle": "{{ShownTexts.Handle}}"}""";

    public static SchemaDescription Request { get; } = new("LinkChallengeRequest", $$"""
        {
          "type": "object", "required": ["handle"], "description": "Which account is to be proven. Other properties are passed over.",
          "properties": {
            "handle": {"type": ["string", "null"], "minLength": 1, "maxLength": 256, "pattern": "^\\P{Cc}+$", "description": "Of a candidate; null for any account. It must be given."}
          }
        }
        """);

    public static SchemaDescription Answer { get; } = new("LinkChallenge", $$"""
        {
          "type": "object", "required": ["nonce", "expires_in"],
          "properties": {
            "nonce": {{Schemas.Sealed.Reference}},
            "expires_in": {"type": "integer", "minimum": 1, "description": "In seconds."}
          }
        }
        """);

    public static RouteDescription Create() => new(
        "Gives a nonce for the sign-in to another account",
        """
        The person then signs in to the other account, at the same application, with this as the `nonce` of the request and `max_age=0`: the ID token proves that the account is theirs. The nonce is good
        once, for this person in this application, and where a candidate was chosen for that account alone.
        """,
        BearerAnswers.With(
            AnswerDescription.Json(
                "The nonce.",
                Answer,
                new Example("chosen", "For one of the candidates", Full, Of(ShownTexts.NonceOfChosen)),
                new Example("any", "For an account that the person knows of", """{"handle": null}""", Of(ShownTexts.Nonce))),
            Scopes.LinkIdentities,
            Full,
            // Of Auth0 it needs no more than the keys that have signed the access token.
            SharedAnswers.Trouble(
                Full, "GET /.well-known/jwks.json", [TroubleCode.Unauthorized, TroubleCode.Forbidden, TroubleCode.Rejected, TroubleCode.BudgetExceeded, JournalException.Code]),
            [
                .. BearerAnswers.OfBody("{}", RefusedException.InvalidField("handle", "a text of 1 to 256 characters, none of them a control character, or null")),
                Refusal.Of(Refusals.InvalidHandle(), "A handle that was given to somebody else", Full),
            ]))
    {
        Scope = Scopes.LinkIdentities,
        Request = Request,
    };

    private static string Of(string nonce) => $$"""{"nonce": "{{nonce}}", "expires_in": 600}""";
}

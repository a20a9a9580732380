using AccountLinking.Auth0.Tokens;
using AccountLinking.Linking;
using AccountLinking.SelfService;

namespace AccountLinking.Webhooks.OpenApi;

/// <summary><c>POST /api/me/identities</c>.</summary>
internal static class LinkIdentityDescription
{
    private const string Mine = "auth0|5f7c8ec7c33c6c004bbafe82";
    private const string Other = "google-oauth2|117204268033311374520";
    private const string LinkId = "01a1f80660d07c3e8f5a1d2b4c6e8f90";
    private const string Full = $$"""{"id_token": "{{ShownTexts.IdToken}}", "primary": "this"}""";
    private const string IntoOther = $$"""{"id_token": "{{ShownTexts.IdToken}}", "primary": "other"}""";

    public static SchemaDescription Request { get; } = new("LinkIdentityRequest", """
        {
          "type": "object", "required": ["id_token", "primary"], "description": "The proof, and which account is to survive. Other properties are passed over.",
          "properties": {
            "id_token": {
              "type": "string", "minLength": 1, "maxLength": 16384, "pattern": "^\\P{Cc}+$",
              "description": "Of a sign-in to the other account that ended less than ten minutes ago: at the same application, with the nonce of a challenge and with `max_age=0`."
            },
            "primary": {"type": "string", "enum": ["this", "other"], "description": "`this`: the account of the access token survives. `other`: that of the ID token."}
          }
        }
        """);

    public static SchemaDescription Answer { get; } = new("LinkIdentityAnswer", $$"""
        {
          "type": "object", "required": ["outcome", "primary_user_id", "link_id", "reason", "sign_in_again"],
          "properties": {
            "outcome": {
              "type": "string", "enum": ["linked", "already_linked", "refused"],
              "description": "`linked`: joined now. `already_linked`: they were one account already. `refused`: the proof is good, and joining would be unsafe."
            },
            "primary_user_id": {"$ref": "#/components/schemas/UserId", "description": "The account that the person has now."},
            "link_id": {"type": ["string", "null"], "pattern": "^[0-9a-f]{32}$", "description": "The journal's record of the link, by which operations can undo it; null where none was made."},
            "reason": {
              "type": ["string", "null"], "description": "Why the outcome is `refused`.",
              "enum": [
                "{{Reason.NationalIdConflict}}", "{{Reason.CandidateBlocked}}", "{{Reason.UserBlocked}}", "{{Reason.CandidateGone}}", "{{Reason.SeparatedBefore}}", "{{Reason.ConnectionUnknown}}", "{{Reason.ProfileTooLarge}}", null
              ]
            },
            "sign_in_again": {"type": "boolean", "description": "The access token's account is no account of its own any more: the person must sign in anew."}
          }
        }
        """);

    public static RouteDescription Create() => new(
        "Joins the person's account with another one that they have proven to be theirs",
        """
        The access token says which account is the one, the ID token which is the other. A nonce is good once. The same request may be sent again after a 503, also with the same nonce; where an answer was lost, a
        new proof says whether the accounts are joined.
        """,
        BearerAnswers.With(
            AnswerDescription.Json("What was decided, and done.", Answer, Outcomes),
            Scopes.LinkIdentities,
            Full,
            SharedAnswers.Trouble(Full),
            [
                .. BearerAnswers.OfBody($$"""{"id_token": "{{ShownTexts.IdToken}}"}""", RefusedException.InvalidField("primary", "\"this\" or \"other\"")),
                .. Proofs,
                .. Obstacles,
            ]))
    {
        Scope = Scopes.LinkIdentities,
        Request = Request,
    };

    private static IReadOnlyList<Example> Outcomes =>
    [
        new("linked", "The person goes on as the account that they are in", Full, Of("linked", Mine, LinkId)),
        new("linked_to_other", "The person goes on as the account that they have proven", IntoOther, Of("linked", Other, LinkId, signInAgain: true)),
        new("already_linked", "The same two once more, by a proof from before they were joined", Full, Of("already_linked", Mine)),
        Refused(Reason.NationalIdConflict, "Two different numbers"),
        Refused(Reason.CandidateBlocked, "The other account is blocked"),
        Refused(Reason.UserBlocked, "The person's own account is blocked"),
        Refused(Reason.CandidateGone, "The other account was deleted meanwhile"),
        Refused(Reason.SeparatedBefore, "The accounts were separated since one of the tokens was issued, or the person signed in"),
        Refused(Reason.ConnectionUnknown, "The account that would be absorbed is of a database that Linking:Connections does not list"),
        Refused(Reason.ProfileTooLarge, "Together they have more than Auth0 allows, and Linking:SizeLimit is Refuse"),
    ];

    private static IReadOnlyList<Refusal> Proofs =>
    [
        Refusal.Of(Refusals.IdToken(TokenFault.IsAccessToken), "The access token in place of the ID token", Full, "access_token"),
        Refusal.Of(Refusals.IdToken(TokenFault.NoAuthTime), "Of a sign-in without max_age", Full, "no_auth_time"),
        Refusal.Of(Refusals.IdToken(TokenFault.WrongClient), "Of a sign-in to another application", Full),
        Refusal.Of(Refusals.IdToken(TokenFault.SignInTooOld), "Of a sign-in twelve minutes ago", Full),
        Refusal.Of(Refusals.SignInBeforeChallenge(), "Of a sign-in before the challenge", Full, "sign_in_before_challenge"),
        Refusal.Of(Refusals.InvalidNonce(), "With a nonce that the application made up", Full),
    ];

    private static IReadOnlyList<Refusal> Obstacles =>
    [
        Refusal.Of(Refusals.SameAccount(), "The person signed in to the account that they are in", Full),
        Refusal.Of(Refusals.WrongAccount(), "The person chose a candidate, and signed in to another account", Full),
        Refusal.Of(Refusals.NonceSpent(), "The same request once more", Full),
        Refusal.Of(Refusals.AccountGone(), "The person's own account was linked to a third one meanwhile", Full),
        Refusal.Of(Refusals.DryRun(), "Linking:DryRun is set", Full),
    ];

    private static Example Refused(string reason, string summary) => new(reason, summary, Full, Of("refused", Mine, reason: reason));

    private static string Of(string outcome, string primary, string? linkId = null, string? reason = null, bool signInAgain = false) => $$"""
        {"outcome": "{{outcome}}", "primary_user_id": "{{primary}}", "link_id": {{Quoted(linkId)}}, "reason": {{Quoted(reason)}}, "sign_in_again": {{(signInAgain ? "true" : "false")}} }
        """;

    private static string Quoted(string? text) => text is null ? "null" : $"\"{text}\"";
}

using AccountLinking.Auth0;
using AccountLinking.Linking;
using AccountLinking.Linking.Rules;

namespace AccountLinking.Webhooks.OpenApi;

/// <summary><c>POST /api/accounts/link</c>.</summary>
internal static class LinkDescription
{
    private const string LinkId = "01a1f80660d07c3e8f5a1d2b4c6e8f90";
    private const string Old = "auth0|5f7c8ec7c33c6c004bbafe82";
    private const string New = "oidc|swedish-bankid|8c0f7a31";
    private const string Google = "google-oauth2|108204268033311374519";
    private const string Nobody = "auth0|5f7c8ec7c33c6c004bbaffff";
    private const string Young = "auth0|6730a1b2c3d4e5f60718293a";

    private const string Full = $$"""
        {"user_id": "{{New}}", "connection": {"name": "swedish-bankid", "id": "con_swedishbankid001", "strategy": "oidc"}, "transaction_id": "txn_6wN2kQpB8fR0"}
        """;

    public static SchemaDescription Request { get; } = new("LinkRequest", $$"""
        {
          "type": "object", "required": ["user_id", "connection"],
          "description": "Who signs in, and over what. Other properties are passed over.",
          "properties": {
            "user_id": {{Schemas.UserId.Reference}},
            "connection": {
              "type": "object", "required": ["name"], "description": "The connection of this sign-in: one of the account's own.",
              "properties": {"name": {{Schemas.Text.Reference}}, "id": {{Schemas.OptionalText.Reference}}, "strategy": {{Schemas.OptionalText.Reference}}}
            },
            "transaction_id": {{Schemas.OptionalText.Reference}}
          }
        }
        """);

    public static SchemaDescription Answer { get; } = new("LinkAnswer", $$"""
        {
          "type": "object", "required": ["outcome", "login", "primary_user_id", "rule", "link_id", "reason", "candidates"],
          "properties": {
            "outcome": {
              "type": "string", "enum": ["linked", "already_linked", "no_match", "suggested", "ambiguous", "not_eligible", "refused"],
              "description": "`linked`: joined now. `already_linked`: the identity hangs under `primary_user_id` by now. `no_match`: nobody to join with. `suggested`: there are accounts, and the rule joins none by itself. `ambiguous`: there are several, and nobody guesses. `not_eligible`: no rule applies. `refused`: there is a match, and joining would be unsafe."
            },
            "login": {"type": "string", "enum": ["continue", "deny"], "description": "What is to become of the login."},
            "primary_user_id": {"$ref": "#/components/schemas/UserId", "description": "The account that the login must continue as, also where nothing was linked."},
            "rule": {"type": ["string", "null"], "enum": [{{string.Join(", ", LinkRules.InOrder.Select(rule => Quoted(rule.Name)))}}, null], "description": "The rule that decided; null where none did."},
            "link_id": {"type": ["string", "null"], "pattern": "^[0-9a-f]{32}$", "description": "The journal's record of the link, with which it can be undone; null where none was made."},
            "reason": {
              "type": ["string", "null"], "description": "Why the outcome is `not_eligible` or `refused`.",
              "enum": [
                "{{Reason.NoRuleEnabled}}", "{{Reason.UntrustedConnection}}", "{{Reason.ConnectionMismatch}}", "{{Reason.SsnMissing}}", "{{Reason.SsnInvalid}}", "{{Reason.NoEmail}}",
                "{{Reason.EmailUnverified}}", "{{Reason.UserNotFound}}", "{{Reason.UserBlocked}}", "{{Reason.UserMfa}}", "{{Reason.NationalIdConflict}}", "{{Reason.CandidateBlocked}}",
                "{{Reason.CandidateConnectionUntrusted}}", "{{Reason.CandidateMfa}}", "{{Reason.CandidateUnverified}}", "{{Reason.SeparatedBefore}}", "{{Reason.ConnectionUnknown}}",
                "{{Reason.ProfileTooLarge}}", null
              ]
            },
            "candidates": {"type": "integer", "minimum": 0, "description": "How many accounts could be joined, where that is why none was."},
            "dry_run": {
              "type": "object", "required": ["login", "primary_user_id"], "description": "Only where `Linking:DryRun` is set, and nothing is done: what these would have been.",
              "properties": {"login": {"type": "string", "enum": ["continue", "deny"]}, "primary_user_id": {{Schemas.UserId.Reference}}}
            }
          }
        }
        """);

    public static RouteDescription Create() => new(
        "Joins the account of whoever signs in with their other ones",
        """
        The post-login Action asks this. The account is read from Auth0; nothing else that the request says of it is believed. The same request may be sent again at any time: what was done stays done.
        """,
        SignedAnswers.With(Full, ("""{"connection": {"name": "swedish-bankid"}}""", "user_id", UserId.Rule), AnswerDescription.Json("What was decided, and done.", Answer, Examples)))
    {
        Caller = WebhookCaller.Action,
        Request = Request,
    };

    private static IReadOnlyList<Example> Examples =>
    [
        new("linked", "Somebody with an account signs in with BankID for the first time", Full, Of("linked", Old, "ssn", linkId: LinkId)),
        new("already_linked", "The same request once more", Full, Of("already_linked", Old)),
        new("no_match", "Nobody else has the number", Full, Of("no_match", New, "ssn")),
        new("suggested", "Another account has the same verified e-mail address", From(Google, "google-oauth2"), Of("suggested", Google, "email", candidates: 1)),
        new("ambiguous", "Two other accounts have the number", Full, Of("ambiguous", New, "ssn", candidates: 2)),
        new("ambiguous_denied", "The same, where Linking:OnAmbiguous is Deny", Full, Of("ambiguous", New, "ssn", candidates: 2, login: "deny")),
        new("dry_run", "Somebody would be joined, were Linking:DryRun not set", Full, Of("linked", New, "ssn", more: $$""", "dry_run": {"login": "continue", "primary_user_id": "{{Old}}"}""")),
        NotEligible(Reason.NoRuleEnabled, "Every rule is switched off", New, "swedish-bankid"),
        NotEligible(Reason.UntrustedConnection, "The connection is trusted for no rule", "oidc|partner-portal|2207", "partner-portal"),
        NotEligible(Reason.ConnectionMismatch, "The connection is not one of the account's", New, "freja-eid"),
        NotEligible(Reason.SsnMissing, "The identity provider gave no number", New, "swedish-bankid"),
        NotEligible(Reason.SsnInvalid, "The number is none", New, "swedish-bankid"),
        NotEligible(Reason.NoEmail, "The account has no e-mail address", "google-oauth2|117209853310246608121", "google-oauth2"),
        NotEligible(Reason.EmailUnverified, "Nobody has verified the e-mail address", "google-oauth2|117209853310246608121", "google-oauth2"),
        NotEligible(Reason.UserNotFound, "There is no such account", Nobody, "Username-Password-Authentication"),
        Refused(Reason.UserBlocked, "The account is blocked", rule: null),
        Refused(Reason.UserMfa, "The account has a second factor, and the other one may not open it", "email", Google, "google-oauth2"),
        Refused(Reason.NationalIdConflict, "Two different numbers", "ssn"),
        Refused(Reason.CandidateBlocked, "The other account is blocked", "ssn"),
        Refused(Reason.CandidateConnectionUntrusted, "The other account has an identity whose number nobody vouches for", "ssn"),
        Refused(Reason.CandidateMfa, "The other account has a second factor", "email", Google, "google-oauth2"),
        Refused(Reason.CandidateUnverified, "Nobody has verified the other account's e-mail address", "email", Google, "google-oauth2"),
        Refused(Reason.SeparatedBefore, "The two were separated before", "ssn"),
        Refused(Reason.ConnectionUnknown, "The account that would be absorbed is of a database that Linking:Connections does not list", "ssn", Young, "swedish-bankid"),
        Refused(Reason.ProfileTooLarge, "Together they have more than Auth0 allows, and Linking:SizeLimit is Refuse", "ssn"),
    ];

    private static Example NotEligible(string reason, string summary, string userId, string connection) => new(reason, summary, From(userId, connection), Of("not_eligible", userId, reason: reason));

    private static Example Refused(string reason, string summary, string? rule, string userId = New, string connection = "swedish-bankid") =>
        new(reason, summary, From(userId, connection), Of("refused", userId, rule, reason: reason));

    private static string From(string userId, string connection) => $$"""{"user_id": "{{userId}}", "connection": {"name": "{{connection}}"} }""";

    private static string Of(string outcome, string primary, string? rule = null, string? linkId = null, string? reason = null, int candidates = 0, string login = "continue", string more = "") => $$"""
        {"outcome": "{{outcome}}", "login": "{{login}}", "primary_user_id": "{{primary}}", "rule": {{Quoted(rule)}}, "link_id": {{Quoted(linkId)}}, "reason": {{Quoted(reason)}}, "candidates": {{candidates}}{{more}} }
        """;

    private static string Quoted(string? text) => text is null ? "null" : $"\"{text}\"";
}

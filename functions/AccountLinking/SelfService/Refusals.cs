using AccountLinking.Auth0.Tokens;
using AccountLinking.Webhooks;
using Microsoft.AspNetCore.Http;

namespace AccountLinking.SelfService;

/// <summary>
/// What applications are told that ask for something that cannot be: a sentence for their developer each. Of another account than the caller's
/// they learn nothing before that is proven.
/// </summary>
internal static class Refusals
{
    public static RefusedException Disabled() => Because(StatusCodes.Status404NotFound, ProblemCode.SelfServiceDisabled, "People cannot link accounts themselves here.", "Set Auth0:ApiAudience to the identifier of the API whose access tokens people's applications send.");

    public static RefusedException NoToken() => new(new Problem(StatusCodes.Status401Unauthorized, ProblemCode.InvalidToken, "An access token is needed.")
    {
        Detail = "Send one in the header, as in 'Authorization: Bearer eyJ…': an access token for this API, which Auth0 issues to the application when a person signs in.",
        Challenge = "Bearer",
        Reason = "missing",
    });

    public static RefusedException Token(TokenFault fault) => new(new Problem(StatusCodes.Status401Unauthorized, ProblemCode.InvalidToken, "The access token is not accepted.")
    {
        Detail = fault.Sentence,
        Challenge = "Bearer error=\"invalid_token\"",
        Reason = fault.Code,
    });

    public static RefusedException Scope(string scope) => new(new Problem(StatusCodes.Status403Forbidden, ProblemCode.InsufficientScope, "The access token does not allow this.")
    {
        Detail = $"It needs the scope {scope}: add it to the API in Auth0, and ask for it when the person signs in.",
        Challenge = $"Bearer error=\"insufficient_scope\", scope=\"{scope}\"",
    });

    public static RefusedException TooManyRequests(TimeSpan wait) => new(new Problem(StatusCodes.Status429TooManyRequests, ProblemCode.TooManyRequests, "This person asks too often.")
    {
        Detail = "Wait as long as Retry-After says (SelfService:RequestsPerMinute).",
        RetryAfter = wait,
    });

    public static RefusedException ConnectionNotListed() => Because(
        StatusCodes.Status403Forbidden,
        ProblemCode.ConnectionNotListed,
        "People of this connection are not told of other accounts.",
        "The connection of the account's main identity is not in SelfService:Connections. The person can still prove an account that they know of: ask for a challenge with a handle of null.");

    public static RefusedException AccountGone() => Because(
        StatusCodes.Status409Conflict, ProblemCode.AccountGone, "The account of this access token does not stand alone any more.", "It was linked to another one or deleted: let the person sign in again.");

    public static RefusedException AccountBlocked() => Because(StatusCodes.Status403Forbidden, ProblemCode.AccountBlocked, "The account is blocked.", "Somebody has blocked it in Auth0.");

    public static RefusedException InvalidHandle() => Because(
        StatusCodes.Status400BadRequest, ProblemCode.InvalidHandle, "The handle is not one of this person's, or has expired.", "Read the candidates again and use a handle of that answer, within ten minutes, in the same application and for the same person.");

    public static RefusedException IdToken(TokenFault fault) => new(new Problem(StatusCodes.Status400BadRequest, CodeOf(fault), "The ID token does not prove an account.")
    {
        Detail = fault.Sentence,
        Field = "id_token",
        Reason = fault.Code,
    });

    public static RefusedException SignInBeforeChallenge() => new(new Problem(StatusCodes.Status400BadRequest, ProblemCode.SignInTooOld, "The ID token does not prove an account.")
    {
        Detail = "The person signed in to the other account before the challenge was made: ask for the challenge first, and sign in with its nonce and max_age=0.",
        Field = "id_token",
        Reason = "sign_in_before_challenge",
    });

    public static RefusedException SameAccount() => Because(
        StatusCodes.Status409Conflict, ProblemCode.SameAccount, "Both tokens are of the same account.", "The person signed in to the account that they are in already, perhaps because it is linked: let them choose the other one.");

    public static RefusedException InvalidNonce() => Because(
        StatusCodes.Status400BadRequest,
        ProblemCode.InvalidNonce,
        "The ID token's nonce is none that was given to this person, or has expired.",
        "Ask for a challenge, sign the person in to the other account with its nonce, and send that ID token within ten minutes, with the same person's access token of the same application.");

    public static RefusedException NonceSpent() => Because(
        StatusCodes.Status409Conflict, ProblemCode.NonceSpent, "The ID token's nonce was used already.", "Each proof needs a challenge of its own. If the answer to the first request was lost, begin anew: a new proof says whether the accounts are joined.");

    public static RefusedException WrongAccount() => Because(
        StatusCodes.Status409Conflict, ProblemCode.WrongAccount, "The person signed in to another account than the chosen one.", "Let them sign in to the account that they chose, or choose again.");

    public static RefusedException DryRun() => Because(StatusCodes.Status409Conflict, ProblemCode.DryRun, "The service only tries out what it would do.", "Nothing is linked or separated while Linking:DryRun is true.");

    public static RefusedException UnknownIdentity() => Because(StatusCodes.Status404NotFound, ProblemCode.UnknownIdentity, "This person's account has no such identity.", "It has perhaps been separated already. The path has the identity's provider and user_id as Auth0 shows them, each percent-encoded.");

    public static RefusedException MainIdentity() => Because(
        StatusCodes.Status409Conflict, ProblemCode.MainIdentity, "The main identity cannot be separated.", "The account is that identity's. Separate the others from it instead.");

    public static RefusedException LastIdentity() => Because(StatusCodes.Status409Conflict, ProblemCode.LastIdentity, "The account's only identity cannot be separated.", "There would be no way left to sign in.");

    private static string CodeOf(TokenFault fault) => fault.Code switch
    {
        "wrong_client" => ProblemCode.WrongClient,
        "sign_in_too_old" => ProblemCode.SignInTooOld,
        _ => ProblemCode.InvalidIdToken,
    };

    private static RefusedException Because(int status, string code, string title, string detail) => new(new Problem(status, code, title) { Detail = detail });
}

using AccountLinking.Sandbox.Actions;
using AccountLinking.Sandbox.Json;

namespace AccountLinking.Sandbox.Logins;

/// <summary>How a login ended: with an ID token, denied, or failed (neither).</summary>
/// <param name="UserId">The account that the login came in as, or continued as.</param>
/// <param name="Reason">What the person reads when there is no token.</param>
public sealed record LoginResult(string UserId, bool Denied, string? Reason, string? IdToken, JsonMap? Claims, ActionResult Action)
{
    public static LoginResult Deny(string userId, string reason, ActionResult action) => new(userId, Denied: true, reason, IdToken: null, Claims: null, action);

    /// <summary>The Action failed or broke a rule; its result says how.</summary>
    public static LoginResult Fail(string userId, ActionResult action) => new(userId, Denied: false, action.Error, IdToken: null, Claims: null, action);

    public JsonMap ToJson() => JsonMap.Empty
        .With("user_id", UserId)
        .With("denied", Denied)
        .With("reason", JsonValue.From(Reason))
        .With("id_token", JsonValue.From(IdToken))
        .With("claims", Claims?.ToElement() ?? JsonValue.From<object?>(null))
        .With("action", Action.ToJson());
}

using AccountLinking.Sandbox.Actions;
using AccountLinking.Sandbox.Json;
using AccountLinking.Sandbox.Tenant.Tokens;

namespace AccountLinking.Sandbox.Logins;

/// <summary>How a login ended: with a grant, denied, or failed (neither).</summary>
/// <param name="UserId">The account that the login came in as, or continued as.</param>
/// <param name="Reason">What the person reads when there is no token.</param>
public sealed record LoginResult(string UserId, bool Denied, string? Reason, LoginGrant? Grant, ActionResult Action)
{
    /// <summary>What the application is told when there is no token: the <c>error</c> of OAuth 2.0. Also for an Action that failed, Auth0's is access_denied.</summary>
    public string Error { get; private init; } = "access_denied";

    /// <summary>The tenant itself lets the person not in, before any Action.</summary>
    public bool IsBlocked { get; private init; }

    public static LoginResult Succeed(LoginGrant grant, ActionResult action) => new(grant.UserId, Denied: false, Reason: null, grant, action);

    public static LoginResult Deny(string userId, string reason, ActionResult action) => new(userId, Denied: true, reason, Grant: null, action);

    public static LoginResult Block(string userId) => Deny(userId, "user is blocked", new ActionResult()) with { Error = "unauthorized", IsBlocked = true };

    /// <summary>The Action failed or broke a rule; its result says how.</summary>
    public static LoginResult Fail(string userId, ActionResult action) => new(userId, Denied: false, action.Error, Grant: null, action);

    /// <param name="tokens">Those of the grant.</param>
    public JsonMap ToJson(UserTokens? tokens) => JsonMap.Empty
        .With("user_id", UserId)
        .With("denied", Denied)
        .With("reason", JsonValue.From(Reason))
        .With("id_token", JsonValue.From(tokens?.IdToken))
        .With("claims", tokens?.Claims?.ToElement() ?? JsonValue.From<object?>(null))
        .With("action", Action.ToJson());
}

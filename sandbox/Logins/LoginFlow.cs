using AccountLinking.Sandbox.Actions;
using AccountLinking.Sandbox.Control;
using AccountLinking.Sandbox.Json;
using AccountLinking.Sandbox.Tenant.Authorization;
using AccountLinking.Sandbox.Tenant.Users;

namespace AccountLinking.Sandbox.Logins;

/// <summary>A login from the identity provider's answer to the grant of tokens, with the post-login Action between.</summary>
public sealed class LoginFlow(SandboxState state, ActionRunner actions, Func<IReadOnlyDictionary<string, string>> secrets)
{
    private static readonly string[] ProfileClaims = ["name", "nickname", "given_name", "family_name", "picture", "updated_at"];
    private static readonly string[] EmailClaims = ["email", "email_verified"];

    /// <summary>A person has just shown who it is.</summary>
    public Task<LoginResult> SignInAsync(LoginRequest request, AuthorizationRequest asked) =>
        RunAsync(request, asked, LoginSession.Begin(request, state.Clock.GetUtcNow()));

    /// <param name="session">That of the browser: begun by this very login, or by one before.</param>
    public async Task<LoginResult> RunAsync(LoginRequest request, AuthorizationRequest asked, LoginSession session)
    {
        var user = state.Users.Use(accounts => AccountOfLogin.SignIn(accounts, request, state.Clock.GetUtcNow()));
        if (user.IsBlocked) return LoginResult.Block(user.UserId);

        var cache = state.ActionCache.Take();
        var action = await actions.RunAsync(new ActionRequest(EventDocument.Of(user, session, asked), secrets(), cache.Records));
        if (action.Cache is { } records) state.ActionCache.Merge(cache, records);
        return action.Error is null ? Finish(user, asked, session, action) : LoginResult.Fail(user.UserId, action);
    }

    private LoginResult Finish(TenantUser user, AuthorizationRequest asked, LoginSession session, ActionResult wanted)
    {
        var (survivor, action) = state.Users.Use(accounts => LoginEffects.Apply(accounts, user.UserId, session.IdentityId, wanted));
        if (action.Denied is { } reason) return LoginResult.Deny(user.UserId, reason, action with { Error = null });
        if (survivor is null) return LoginResult.Fail(user.UserId, action);
        var profile = Profile(survivor, asked.Scopes).With(action.IdTokenClaims);
        return LoginResult.Succeed(new LoginGrant(survivor.UserId, session, asked, profile, action.AccessTokenClaims), action);
    }

    private static JsonMap Profile(TenantUser user, IReadOnlyList<string> scopes) => user.Attributes.Where(name =>
        (ProfileClaims.Contains(name) && scopes.Contains("profile")) || (EmailClaims.Contains(name) && scopes.Contains("email")));
}

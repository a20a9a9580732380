using System.Security.Cryptography;
using AccountLinking.Sandbox.Actions;
using AccountLinking.Sandbox.Control;
using AccountLinking.Sandbox.Json;
using AccountLinking.Sandbox.Tenant.Tokens;
using AccountLinking.Sandbox.Tenant.Users;

namespace AccountLinking.Sandbox.Logins;

/// <summary>A login from the identity provider's answer to the ID token, with the post-login Action between.</summary>
public sealed class LoginFlow(SandboxState state, ActionRunner actions, Func<IReadOnlyDictionary<string, string>> secrets, IdTokens idTokens)
{
    private static readonly string[] ProfileClaims =
        ["name", "nickname", "given_name", "family_name", "picture", "updated_at", "email", "email_verified"];

    public async Task<LoginResult> RunAsync(LoginRequest request)
    {
        var now = state.Clock.GetUtcNow();
        var user = state.Users.Use(accounts => AccountOfLogin.SignIn(accounts, request, now));
        if (user.IsBlocked) return LoginResult.Deny(user.UserId, "user is blocked", new ActionResult());

        var sessionId = RandomNumberGenerator.GetHexString(32, lowercase: true);
        var cache = state.ActionCache.Take();
        var asked = await actions.RunAsync(new ActionRequest(EventDocument.Of(user, request.Connection, sessionId, now), secrets(), cache.Records));
        if (asked.Cache is { } records) state.ActionCache.Merge(cache, records);
        if (asked.Error is not null) return LoginResult.Fail(user.UserId, asked);
        return Finish(user, request.Connection.IdentityOf(request.Subject).FullId, sessionId, asked);
    }

    private LoginResult Finish(TenantUser user, string identityId, string sessionId, ActionResult asked)
    {
        var (survivor, action) = state.Users.Use(accounts => LoginEffects.Apply(accounts, user.UserId, identityId, asked));
        if (action.Denied is { } reason) return LoginResult.Deny(user.UserId, reason, action with { Error = null });
        if (survivor is null) return LoginResult.Fail(user.UserId, action);
        var (token, claims) = idTokens.Issue(survivor.UserId, SandboxApplication.ClientId, sessionId, Profile(survivor).With(action.IdTokenClaims));
        return new LoginResult(survivor.UserId, Denied: false, Reason: null, token, claims, action);
    }

    private static JsonMap Profile(TenantUser user) => user.Attributes.Where(name => ProfileClaims.Contains(name));
}

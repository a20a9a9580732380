using AccountLinking.Sandbox.Actions;
using AccountLinking.Sandbox.Json;
using AccountLinking.Sandbox.Logins;
using AccountLinking.Sandbox.Tenant.Authorization;
using AccountLinking.Sandbox.Tenant.Tokens;
using AccountLinking.Sandbox.Tests.Tenant;

namespace AccountLinking.Sandbox.Tests.Logins;

public sealed class LoginResultTests
{
    private static readonly ActionResult Action = new() { Ms = 1.5, Logs = ["l"], Warnings = ["w"], Error = "e" };

    [Fact]
    public void A_denied_login_has_a_reason_and_no_token() =>
        Assert.Equal(
            """{"user_id":"auth0|a","denied":true,"reason":"no","id_token":null,"claims":null,"action":{"ms":0,"logs":[],"warnings":[],"error":null}}""",
            LoginResult.Deny("auth0|a", "no", new ActionResult()).ToJson(tokens: null).ToString());

    [Fact]
    public void A_failed_login_is_not_denied_and_has_the_error_of_the_action() =>
        Assert.Equal(
            """{"user_id":"auth0|a","denied":false,"reason":"e","id_token":null,"claims":null,"action":{"ms":1.5,"logs":["l"],"warnings":["w"],"error":"e"}}""",
            LoginResult.Fail("auth0|a", Action).ToJson(tokens: null).ToString());

    [Fact]
    public void A_login_has_a_token_and_its_claims() =>
        Assert.Equal(
            """{"user_id":"auth0|a","denied":false,"reason":null,"id_token":"t","claims":{"sub":"auth0|a"},"action":{"ms":0,"logs":[],"warnings":[],"error":null}}""",
            LoginResult.Succeed(Grant, new ActionResult()).ToJson(new UserTokens("t", JsonMap.Empty.With("sub", "auth0|a"), "opaque", "openid", TimeSpan.FromHours(1))).ToString());

    [Fact]
    public void What_an_application_is_told_is_that_access_was_denied_but_for_a_blocked_user()
    {
        Assert.Equal("access_denied", LoginResult.Deny("auth0|a", "no", new ActionResult()).Error);
        Assert.Equal("access_denied", LoginResult.Fail("auth0|a", Action).Error);
        Assert.Equal(("unauthorized", "user is blocked"), (LoginResult.Block("auth0|a").Error, LoginResult.Block("auth0|a").Reason));
    }

    private static LoginGrant Grant => new(
        "auth0|a",
        new LoginSession("session", TestTenant.Connections.All[0], "a", TestTenant.Now),
        new AuthorizationRequest { Application = new PublicApplications([]).Default },
        JsonMap.Empty,
        JsonMap.Empty);
}

using AccountLinking.Sandbox.Actions;
using AccountLinking.Sandbox.Json;
using AccountLinking.Sandbox.Logins;

namespace AccountLinking.Sandbox.Tests.Logins;

public sealed class LoginResultTests
{
    private static readonly ActionResult Action = new() { Ms = 1.5, Logs = ["l"], Warnings = ["w"], Error = "e" };

    [Fact]
    public void A_denied_login_has_a_reason_and_no_token() =>
        Assert.Equal(
            """{"user_id":"auth0|a","denied":true,"reason":"no","id_token":null,"claims":null,"action":{"ms":0,"logs":[],"warnings":[],"error":null}}""",
            LoginResult.Deny("auth0|a", "no", new ActionResult()).ToJson().ToString());

    [Fact]
    public void A_failed_login_is_not_denied_and_has_the_error_of_the_action() =>
        Assert.Equal(
            """{"user_id":"auth0|a","denied":false,"reason":"e","id_token":null,"claims":null,"action":{"ms":1.5,"logs":["l"],"warnings":["w"],"error":"e"}}""",
            LoginResult.Fail("auth0|a", Action).ToJson().ToString());

    [Fact]
    public void A_login_has_a_token_and_its_claims() =>
        Assert.Equal(
            """{"user_id":"auth0|a","denied":false,"reason":null,"id_token":"t","claims":{"sub":"auth0|a"},"action":{"ms":0,"logs":[],"warnings":[],"error":null}}""",
            new LoginResult("auth0|a", Denied: false, Reason: null, "t", JsonMap.Empty.With("sub", "auth0|a"), new ActionResult()).ToJson().ToString());
}

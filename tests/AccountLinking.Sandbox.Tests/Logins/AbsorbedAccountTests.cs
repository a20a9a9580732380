using AccountLinking.Sandbox.Tests.Actions;

namespace AccountLinking.Sandbox.Tests.Logins;

/// <summary>The Action itself links the account that is signing in, as the service does on its behalf.</summary>
public sealed class AbsorbedAccountTests(ActionFixture action) : IClassFixture<ActionFixture>
{
    private const string Link = """
        const call = async (method, path, body, token) => {
          const answer = await fetch(event.secrets.TENANT + path, {
            method, headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` }, body: body && JSON.stringify(body),
          });
          if (!answer.ok) throw new Error(`${path} answered ${answer.status}`);
          return answer;
        };
        const { access_token } = await (await call('POST', 'oauth/token', {
          grant_type: 'client_credentials', client_id: 'sandbox-client', client_secret: event.secrets.CLIENT_SECRET, audience: `${event.secrets.TENANT}api/v2/`,
        })).json();
        const { provider, user_id } = event.user.identities[0];
        if (event.user.user_id !== 'auth0|anna') await call('POST', 'api/v2/users/auth0%7Canna/identities', { provider, user_id }, access_token);
        """;

    private const string Unlink = "await call('DELETE', 'api/v2/users/auth0%7Canna/identities/oidc/swedish-bankid%7Canna', undefined, access_token);";

    private const string NoLoginUser =
        "Unable to construct login user: during the login the account was linked to another one, or deleted, and the Action named no primary user.";

    [Fact]
    public async Task Fails_its_login_unless_the_Action_names_the_primary_and_the_next_login_is_right()
    {
        var sandbox = await DeployAsync(Link);

        var absorbed = await sandbox.LogInWithBankIdAsync("anna");
        var next = await sandbox.LogInWithBankIdAsync("anna");

        absorbed.AssertFailed(NoLoginUser);
        Assert.Equal("oidc|swedish-bankid|anna", absorbed.Text("user_id"));
        next.AssertSucceeded();
        Assert.Equal("auth0|anna", next.Claim("sub").GetString());
    }

    [Theory]
    [InlineData(Link + "api.authentication.setPrimaryUser('auth0|anna');")]
    [InlineData("api.authentication.setPrimaryUser('auth0|anna');" + Link)]
    public async Task Continues_as_the_survivor_that_the_Action_names(string handlerBody)
    {
        var sandbox = await DeployAsync(handlerBody);

        var login = await sandbox.Client.LogInAsync("swedish-bankid", """{"sub": "anna", "name": "ANNA EK", "email": "other@example.com", "ssn": "196802020575"}""");

        login.AssertSucceeded();
        Assert.Equal("auth0|anna", login.Text("user_id"));
        Assert.Equal("auth0|anna", login.Claim("sub").GetString());
        Assert.Equal("anna@example.com", login.Claim("email").GetString());
        Assert.Equal("Anna Ek", login.Claim("name").GetString());
        var user = await sandbox.Client.ReadUserAsync("auth0|anna");
        Assert.Equal(2, user["identities"].GetArrayLength());
        Assert.Equal("196802020575", user["identities"][1].GetProperty("profileData").GetProperty("ssn").GetString());
        Assert.Equal("""{"plan":"gold"}""", user["app_metadata"].GetRawText());
    }

    [Fact]
    public async Task Fails_its_login_when_the_named_primary_is_another_one()
    {
        var sandbox = await DeployAsync(Link + "api.authentication.setPrimaryUser('auth0|stranger');");
        await sandbox.Client.InsertUserAsync("""{"user_id": "auth0|stranger"}""");

        (await sandbox.LogInWithBankIdAsync("anna")).AssertFailed(
            "The identity used to authenticate the login is not among the secondary identities of the user given to setPrimaryUser.");
    }

    [Fact]
    public async Task Fails_the_login_of_an_identity_that_was_unlinked_meanwhile()
    {
        var sandbox = await DeployAsync(Link + Unlink);
        await sandbox.Client.InsertUserAsync("""{"user_id": "oidc|swedish-bankid|anna"}""");
        await sandbox.Client.ArrangeLinkAsync("auth0|anna", "oidc", "swedish-bankid|anna");

        (await sandbox.LogInWithBankIdAsync("anna")).AssertFailed(NoLoginUser);
    }

    private async Task<ActionSandbox> DeployAsync(string handlerBody)
    {
        var sandbox = await action.DeployAsync(handlerBody);
        await sandbox.Client.InsertUserAsync(
            """{"user_id": "auth0|anna", "email": "anna@example.com", "name": "Anna Ek", "app_metadata": {"plan": "gold"}}""");
        return sandbox;
    }
}

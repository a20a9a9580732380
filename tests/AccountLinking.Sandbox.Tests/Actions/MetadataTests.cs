
namespace AccountLinking.Sandbox.Tests.Actions;

public sealed class MetadataTests(ActionFixture action) : IClassFixture<ActionFixture>
{
    [Theory]
    [InlineData("api.user.setAppMetadata('email', 'x');", "Forbidden attribute in app_metadata: email")]
    [InlineData("api.user.setAppMetadata('user_id', 'x');", "Forbidden attribute in app_metadata: user_id")]
    [InlineData("api.user.setAppMetadata('blocked', true);", "Forbidden attribute in app_metadata: blocked")]
    [InlineData("api.user.setAppMetadata('a.b', 1);", "Fields with \".\" are not allowed, please remove all dotted fields. Example: \"a.b\"")]
    [InlineData("api.user.setUserMetadata('deep', [{ 'a.b': 1 }]);", "Fields with \".\" are not allowed, please remove all dotted fields. Example: \"a.b\"")]
    [InlineData("api.user.setUserMetadata('$set', 1);", "Fields with \"$\" are not allowed. Example: \"$set\"")]
    public async Task Fails_the_login_with_a_key_that_Auth0_forbids(string body, string error)
    {
        var sandbox = await action.DeployAsync($"api.user.setUserMetadata('language', 'sv'); {body}");

        (await sandbox.LogInAsync()).AssertFailed(error);

        var user = await sandbox.Client.ReadUserAsync("auth0|anna");
        Assert.False(user.ContainsKey("user_metadata"));
        Assert.False(user.ContainsKey("app_metadata"));
    }

    [Fact]
    public async Task Is_merged_at_the_first_level()
    {
        var sandbox = await DeployWithAnnaAsync("""
            api.user.setUserMetadata('address', { city: 'Lund' }).user.setUserMetadata('theme', 'dark');
            api.user.setAppMetadata('plan', { level: 'gold' });
            """);

        (await sandbox.LogInAsync()).AssertSucceeded();

        var user = await sandbox.Client.ReadUserAsync("auth0|anna");
        Assert.Equal("""{"language":"sv","address":{"city":"Lund"},"theme":"dark"}""", user["user_metadata"].GetRawText());
        Assert.Equal("""{"plan":{"level":"gold"},"roles":["admin"]}""", user["app_metadata"].GetRawText());
    }

    [Fact]
    public async Task Is_removed_by_null()
    {
        var sandbox = await DeployWithAnnaAsync("""
            api.user.setUserMetadata('language', null).user.setUserMetadata('unknown', null);
            api.user.setAppMetadata('plan', null).user.setAppMetadata('roles', undefined);
            """);

        (await sandbox.LogInAsync()).AssertSucceeded();

        var user = await sandbox.Client.ReadUserAsync("auth0|anna");
        Assert.Equal("""{"address":{"street":"Storgatan 1"}}""", user["user_metadata"].GetRawText());
        Assert.False(user.ContainsKey("app_metadata"));
    }

    [Fact]
    public async Task Reaches_the_event_only_at_the_next_login()
    {
        var sandbox = await DeployWithAnnaAsync(
            "api.user.setAppMetadata('plan', 'gold'); api.idToken.setCustomClaim('plan', event.user.app_metadata.plan);");

        var first = await sandbox.LogInAsync();
        var second = await sandbox.LogInAsync();

        Assert.Equal("""{"level":"silver","since":2021}""", first.Claim("plan").GetRawText());
        Assert.Equal("gold", second.Claim("plan").GetString());
    }

    [Fact]
    public async Task Keeps_what_was_written_through_the_Management_API_meanwhile()
    {
        var sandbox = await DeployWithAnnaAsync("""
            const call = async (method, path, body, token) => (await fetch(event.secrets.TENANT + path, {
              method, headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` }, body: JSON.stringify(body),
            })).json();
            const { access_token } = await call('POST', 'oauth/token', {
              grant_type: 'client_credentials', client_id: 'sandbox-client', client_secret: event.secrets.CLIENT_SECRET, audience: `${event.secrets.TENANT}api/v2/`,
            });
            await call('PATCH', 'api/v2/users/auth0%7Canna', { app_metadata: { link: 'l1', plan: 'bronze' } }, access_token);
            api.user.setAppMetadata('plan', 'gold');
            """);

        (await sandbox.LogInAsync()).AssertSucceeded();

        Assert.Equal(
            """{"plan":"gold","roles":["admin"],"link":"l1"}""", (await sandbox.Client.ReadUserAsync("auth0|anna"))["app_metadata"].GetRawText());
    }

    private async Task<ActionSandbox> DeployWithAnnaAsync(string handlerBody)
    {
        var sandbox = await action.DeployAsync(handlerBody);
        await sandbox.Client.InsertUserAsync("""
            {
              "user_id": "auth0|anna",
              "user_metadata": {"language": "sv", "address": {"street": "Storgatan 1"}},
              "app_metadata": {"plan": {"level": "silver", "since": 2021}, "roles": ["admin"]}
            }
            """);
        return sandbox;
    }
}

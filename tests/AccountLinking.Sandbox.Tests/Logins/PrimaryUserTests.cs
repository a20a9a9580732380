using AccountLinking.Sandbox.Tests.Actions;

namespace AccountLinking.Sandbox.Tests.Logins;

public sealed class PrimaryUserTests(ActionFixture action) : IClassFixture<ActionFixture>
{
    private const string NotASecondary =
        "The identity used to authenticate the login is not among the secondary identities of the user given to setPrimaryUser.";

    [Theory]
    [InlineData("''", "The provided primary_user_id must be a non-empty string")]
    [InlineData("undefined", "The provided primary_user_id must be a non-empty string")]
    [InlineData("null", "The provided primary_user_id must be a non-empty string")]
    [InlineData("5", "The provided primary_user_id must be a non-empty string")]
    [InlineData("{ user_id: 'auth0|anna' }", "The provided primary_user_id must be a non-empty string")]
    [InlineData("'auth0|' + 'a'.repeat(123)", "The provided primary_user_id exceeds the maximum length.")]
    [InlineData("'auth0|anna'); api.authentication.setPrimaryUser('auth0|anna'", "The primary user can only be altered once per transaction")]
    [InlineData("'auth0|anna'); api.authentication.setPrimaryUser(''", "The primary user can only be altered once per transaction")]
    public async Task Is_refused_at_the_call_with_the_words_of_Auth0(string argument, string error)
    {
        var sandbox = await DeployLinkedAsync($"api.authentication.setPrimaryUser({argument});");

        (await sandbox.LogInWithBankIdAsync("anna")).AssertFailed(error);
    }

    [Theory]
    [InlineData("auth0|stranger")]
    [InlineData("auth0|nobody")]
    [InlineData("oidc|swedish-bankid|anna")]
    [InlineData("anna")]
    public async Task Fails_the_login_of_an_identity_that_is_no_secondary_of_the_user(string primary)
    {
        var sandbox = await DeployLinkedAsync($"api.authentication.setPrimaryUser('{primary}'); api.user.setAppMetadata('plan', 'gold');");

        (await sandbox.LogInWithBankIdAsync("anna")).AssertFailed(NotASecondary);

        Assert.False((await sandbox.Client.ReadUserAsync("auth0|anna")).ContainsKey("app_metadata"));
        Assert.False((await sandbox.Client.ReadUserAsync("auth0|stranger")).ContainsKey("app_metadata"));
    }

    [Fact]
    public async Task Fails_the_login_of_the_main_identity_of_the_user()
    {
        var sandbox = await DeployLinkedAsync("api.authentication.setPrimaryUser(event.user.user_id);");

        (await sandbox.LogInAsync("anna")).AssertFailed(NotASecondary);
    }

    [Fact]
    public async Task Takes_the_account_that_holds_the_identity()
    {
        var sandbox = await DeployLinkedAsync("api.authentication.setPrimaryUser('auth0|anna');");

        var login = await sandbox.LogInWithBankIdAsync("anna");

        login.AssertSucceeded();
        Assert.Equal("auth0|anna", login.Text("user_id"));
        Assert.Equal("auth0|anna", login.Claim("sub").GetString());
    }

    [Fact]
    public async Task Takes_an_id_of_128_characters()
    {
        var primaryId = $"auth0|{new string('a', 122)}";
        var sandbox = await DeployLinkedAsync($"api.authentication.setPrimaryUser('{primaryId}');", primaryId);

        Assert.Equal(primaryId, (await sandbox.LogInWithBankIdAsync("anna")).Claim("sub").GetString());
    }

    [Theory]
    [InlineData("api.user.setUserMetadata('language', 'en');")]
    [InlineData("api.user.setAppMetadata('plan', 'gold');")]
    [InlineData("api.user.setAppMetadata('plan', 'gold'); api.access.deny('not today');")]
    public async Task Discards_metadata_set_beside_it_with_a_warning(string body)
    {
        var sandbox = await DeployLinkedAsync($"api.authentication.setPrimaryUser('auth0|anna'); {body}");

        var login = await sandbox.LogInWithBankIdAsync("anna");

        Assert.Equal(["Metadata set in the same Action as setPrimaryUser is discarded."], login.Warnings());
        Assert.Null(login.Error());
        var user = await sandbox.Client.ReadUserAsync("auth0|anna");
        Assert.False(user.ContainsKey("user_metadata"));
        Assert.False(user.ContainsKey("app_metadata"));
    }

    [Fact]
    public async Task Denies_rather_than_fails_when_the_Action_did_both()
    {
        var sandbox = await DeployLinkedAsync("api.access.deny('not today'); api.authentication.setPrimaryUser('auth0|stranger');");

        var login = await sandbox.LogInWithBankIdAsync("anna");

        login.AssertNoToken();
        Assert.True(login.IsTrue("denied"));
        Assert.Equal("not today", login.Text("reason"));
        Assert.Null(login.Error());
    }

    private async Task<ActionSandbox> DeployLinkedAsync(string handlerBody, string primaryId = "auth0|anna")
    {
        var sandbox = await action.DeployAsync(handlerBody);
        await sandbox.Client.InsertUserAsync("""{"user_id": "auth0|stranger"}""");
        await sandbox.Client.InsertUserAsync($$"""{"user_id": "{{primaryId}}"}""");
        await sandbox.Client.InsertUserAsync("""{"user_id": "oidc|swedish-bankid|anna"}""");
        await sandbox.Client.ArrangeLinkAsync(primaryId, "oidc", "swedish-bankid|anna");
        return sandbox;
    }
}

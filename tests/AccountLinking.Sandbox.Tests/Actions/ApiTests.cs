using System.Text.Json;

namespace AccountLinking.Sandbox.Tests.Actions;

public sealed class ApiTests(ActionFixture action) : IClassFixture<ActionFixture>
{
    [Theory]
    [InlineData("api.multifactor.enable('any');", "api.multifactor")]
    [InlineData("api.user.setName('Anna');", "api.user.setName")]
    [InlineData("api.session.revoke('stolen');", "api.session")]
    [InlineData("api.idToken.setCustomClaim('plan', 1).samlResponse.setAudience('x');", "api.samlResponse")]
    [InlineData("api.user.setAppMetadata('plan', 1).user.setPicture('x');", "api.user.setPicture")]
    public async Task Says_so_when_a_member_is_not_played(string body, string member)
    {
        var sandbox = await action.DeployAsync(body);

        (await sandbox.LogInAsync()).AssertFailed($"The sandbox does not play {member}.");
    }

    [Fact]
    public async Task Denies_the_login_after_the_rest_of_the_Action_has_run()
    {
        var sandbox = await action.DeployAsync("""
            api.access.deny('not today');
            console.log('still here');
            api.user.setAppMetadata('denied', true);
            api.idToken.setCustomClaim('plan', 'gold');
            """);

        var login = await sandbox.LogInAsync();

        login.AssertNoToken();
        Assert.True(login.IsTrue("denied"));
        Assert.Equal("not today", login.Text("reason"));
        Assert.Null(login.Error());
        Assert.Equal(["still here"], login.Logs());
        Assert.Equal("""{"denied":true}""", (await sandbox.Client.ReadUserAsync("auth0|anna"))["app_metadata"].GetRawText());
    }

    [Fact]
    public async Task Fails_a_login_that_was_denied_before_the_Action_threw()
    {
        var sandbox = await action.DeployAsync("api.access.deny('not today'); throw new Error('broken');");

        (await sandbox.LogInAsync()).AssertFailed("broken");
    }

    [Fact]
    public async Task Chains_the_calls_that_Auth0_chains()
    {
        var sandbox = await action.DeployAsync(
            "api.idToken.setCustomClaim('a', 1).accessToken.setCustomClaim('b', 2).user.setUserMetadata('c', 3).user.setAppMetadata('d', 4).idToken.setCustomClaim('e', 5);");

        var login = await sandbox.LogInAsync();

        login.AssertSucceeded();
        Assert.Equal(1, login.Claim("a").GetInt32());
        Assert.Equal(5, login.Claim("e").GetInt32());
        Assert.False(login["claims"].TryGetProperty("b", out _));
        var user = await sandbox.Client.ReadUserAsync("auth0|anna");
        Assert.Equal("""{"c":3}""", user["user_metadata"].GetRawText());
        Assert.Equal("""{"d":4}""", user["app_metadata"].GetRawText());
    }

    [Fact]
    public async Task Shows_metadata_of_the_transaction_at_once()
    {
        var sandbox = await action.DeployAsync("""
            api.transaction.setMetadata('step', 1);
            api.transaction.setMetadata('gone', 2);
            api.transaction.setMetadata('gone', null);
            api.idToken.setCustomClaim('metadata', event.transaction.metadata);
            """);

        Assert.Equal("""{"step":1}""", (await sandbox.LogInAsync()).Claim("metadata").GetRawText());
    }

    [Fact]
    public async Task Measures_how_long_the_Action_ran()
    {
        var sandbox = await action.DeployAsync("await new Promise((done) => setTimeout(done, 50));");

        var ms = (await sandbox.LogInAsync())["action"].GetProperty("ms");

        Assert.Equal(JsonValueKind.Number, ms.ValueKind);
        Assert.InRange(ms.GetDouble(), 45, double.MaxValue);
    }
}

using AccountLinking.Sandbox.Hosting;

namespace AccountLinking.Sandbox.Tests.Actions;

public sealed class PostLoginActionTests(SandboxFixture fixture) : SandboxTests(fixture)
{
    [Fact]
    public async Task Is_byte_for_byte_the_one_that_is_deployed()
    {
        var deployed = await File.ReadAllBytesAsync(Path.Combine(Repository.Root, "actions", "post-login.js"), TestContext.Current.CancellationToken);

        Assert.Equal(deployed, await File.ReadAllBytesAsync(new SandboxOptions().ActionFile, TestContext.Current.CancellationToken));
    }

    [Theory]
    [InlineData("Username-Password-Authentication")]
    [InlineData("google-oauth2")]
    [InlineData("swedish-bankid")]
    [InlineData("sms")]
    public async Task Leaves_a_login_alone_that_has_nothing_to_join(string connection)
    {
        var login = await Client.LogInAsync(connection, """{"sub": "anna"}""");

        login.AssertSucceeded();
        Assert.Empty(login.Logs());
        Assert.False(login.IsTrue("denied"));
        Assert.Equal(login.Text("user_id"), login.Claim("sub").GetString());
        var user = await Client.ReadUserAsync(login.Text("user_id")!);
        Assert.False(user.ContainsKey("user_metadata"));
        Assert.False(user.ContainsKey("app_metadata"));
    }
}

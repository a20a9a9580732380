using AccountLinking.Sandbox.Hosting;
using AccountLinking.Sandbox.Json;

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
        Assert.Equal(["account_linking"], JsonMap.From(user["app_metadata"]).Keys);
    }

    [Fact]
    public async Task Asks_once_and_then_not_before_the_account_is_to_be_looked_at_again()
    {
        await Client.LogInAsync("swedish-bankid", """{"sub": "anna", "ssn": "196802020575"}""");
        await Client.ControlAsync(HttpMethod.Delete, "calls");

        (await Client.LogInAsync("swedish-bankid", """{"sub": "anna", "ssn": "196802020575"}""")).AssertSucceeded();

        Assert.Equal(0, (await Client.ControlAsync(HttpMethod.Get, "calls")).Json.GetArrayLength());
    }
}


namespace AccountLinking.Sandbox.Tests.Actions;

public sealed class IsolationTests
{
    [Fact]
    public async Task No_state_passes_from_one_login_to_the_next()
    {
        await using var sandbox = await ActionSandbox.StartAsync("""
            const os = require('node:os');
            let calls = 0;
            exports.onExecutePostLogin = async (event, api) => {
              calls++;
              globalThis.calls = (globalThis.calls ?? 0) + 1;
              String.prototype.calls = (''.calls ?? 0) + 1;
              os.calls = (os.calls ?? 0) + 1;
              process.env.CALLS = Number(process.env.CALLS ?? 0) + 1;
              api.idToken.setCustomClaim('calls', [calls, globalThis.calls, ''.calls, os.calls, process.env.CALLS]);
            };
            """);

        List<string> calls = [(await sandbox.LogInAsync()).Claim("calls").GetRawText()];
        var many = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => sandbox.LogInAsync()));
        calls.AddRange(many.Select(login => login.Claim("calls").GetRawText()));

        Assert.All(calls, claim => Assert.Equal("""[1,1,1,1,"1"]""", claim));
    }

    [Fact]
    public async Task Simultaneous_logins_each_get_their_own_answer()
    {
        await using var sandbox = await ActionSandbox.StartWithHandlerAsync("""
            await new Promise((done) => setTimeout(done, Math.random() * 20));
            api.idToken.setCustomClaim('who', event.user.user_id);
            api.user.setAppMetadata('who', event.user.user_id);
            """);

        var logins = await Task.WhenAll(Enumerable.Range(0, 60).Select(i => sandbox.LogInAsync($"user{i}")));

        Assert.Equal(Enumerable.Range(0, 60).Select(i => $"auth0|user{i}"), logins.Select(login => login.Claim("who").GetString()));
        for (var i = 0; i < 60; i++)
            Assert.Equal($"auth0|user{i}", (await sandbox.Client.ReadUserAsync($"auth0|user{i}"))["app_metadata"].GetProperty("who").GetString());
    }

    [Fact]
    public async Task A_changed_event_changes_no_account()
    {
        await using var sandbox = await ActionSandbox.StartWithHandlerAsync("""
            event.user.email = 'other@example.com';
            event.user.app_metadata.plan = 'gold';
            event.user.user_id = 'auth0|bo';
            """);

        var login = await sandbox.LogInAsync();

        login.AssertSucceeded();
        Assert.Equal("auth0|anna", login.Claim("sub").GetString());
        Assert.Equal("anna@example.com", login.Claim("email").GetString());
        Assert.False((await sandbox.Client.ReadUserAsync("auth0|anna")).ContainsKey("app_metadata"));
    }

    [Fact]
    public async Task No_environment_variable_reaches_the_Action()
    {
        await using var sandbox = await ActionSandbox.StartWithHandlerAsync("api.idToken.setCustomClaim('environment', Object.keys(process.env));");

        Assert.Equal("[]", (await sandbox.LogInAsync()).Claim("environment").GetRawText());
    }
}

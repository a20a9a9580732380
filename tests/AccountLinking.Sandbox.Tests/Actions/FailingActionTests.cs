using System.Text.Json;

namespace AccountLinking.Sandbox.Tests.Actions;

public sealed class FailingActionTests(ActionFixture action) : IClassFixture<ActionFixture>
{
    private const string Effects = "api.user.setAppMetadata('plan', 'gold'); api.user.setUserMetadata('language', 'sv');";

    [Theory]
    [InlineData("throw new Error('at once');", "at once")]
    [InlineData("await null; throw new Error('later');", "later")]
    [InlineData("throw new RangeError('out of it');", "RangeError: out of it")]
    [InlineData("event.nothing.more;", "TypeError: Cannot read properties of undefined (reading 'more')")]
    [InlineData("throw new Error('');", "")]
    [InlineData("throw 'a text';", "The Action threw a text")]
    [InlineData("throw undefined;", "The Action threw undefined")]
    [InlineData("return Promise.reject({ code: 5 });", "The Action threw { code: 5 }")]
    [InlineData("throw Object.create(null);", "The Action threw [Object: null prototype] {}")]
    [InlineData("throw Object.assign(new Error(), { message: { code: 5 } });", "{ code: 5 }")]
    [InlineData("throw Object.assign(new Error('late'), { name: 7 });", "7: late")]
    [InlineData("Promise.reject(new Error('nobody waits')); await new Promise(() => {});", "nobody waits")]
    [InlineData("setImmediate(() => { throw new Error('in a callback'); }); await new Promise(() => {});", "in a callback")]
    [InlineData("process.exit(0);", "The Action ended its process before it had finished.")]
    [InlineData("process.exit(1);", "The Action ended its process before it had finished.")]
    [InlineData("api.user.setUserMetadata('n', 5n);", "A claim or metadata value is not JSON: Do not know how to serialize a BigInt")]
    public async Task Fails_its_login_without_any_effect_and_no_other_login(string body, string error)
    {
        var sandbox = await DeployAsync(body);

        var failed = await sandbox.LogInAsync("broken");
        var next = await sandbox.LogInAsync("anna");

        failed.AssertFailed(error);
        Assert.Equal(error, failed.Text("reason"));
        Assert.Equal("auth0|broken", failed.Text("user_id"));
        var user = await sandbox.Client.ReadUserAsync("auth0|broken");
        Assert.False(user.ContainsKey("app_metadata"));
        Assert.False(user.ContainsKey("user_metadata"));
        next.AssertSucceeded();
    }

    [Theory]
    [InlineData("throw new Error('at last');")]
    [InlineData("process.exit(1);")]
    [InlineData("for (;;) {}")]
    public async Task Still_shows_what_it_logged_before(string body)
    {
        await using var sandbox = await ActionSandbox.StartWithHandlerAsync(
            FailingOnly($"console.log('one'); await null; console.log('two'); {body}"), TimeSpan.FromSeconds(2));

        var failed = await sandbox.LogInAsync("broken");

        ApiAssert.JsonEqual("""["one", "two"]""", failed["action"].GetProperty("logs"));
    }

    [Theory]
    [InlineData("for (;;) {}")]
    [InlineData("await new Promise(() => {});")]
    [InlineData("setInterval(() => {}, 1000); await new Promise(() => {});")]
    [InlineData("for (;;) await null;")]
    public async Task Is_stopped_by_the_time_limit(string body)
    {
        await using var sandbox = await ActionSandbox.StartWithHandlerAsync(FailingOnly(body), TimeSpan.FromSeconds(2));

        var stopped = await sandbox.LogInAsync("broken");

        stopped.AssertFailed("The Action did not finish within 2 seconds.");
        (await sandbox.LogInAsync("anna")).AssertSucceeded();
    }

    [Theory]
    [InlineData("for (const hog = [];;) hog.push(new Array(100000).fill(1.5));")]
    [InlineData("for (let i = 0, hog = new Map();; i++) hog.set(i, { i });")]
    public async Task Fails_its_login_when_it_takes_all_memory(string body)
    {
        var sandbox = await DeployAsync(body);

        var failed = await sandbox.LogInAsync("broken");

        failed.AssertNoToken();
        Assert.NotNull(failed.Error());
        (await sandbox.LogInAsync("anna")).AssertSucceeded();
    }

    [Theory]
    [InlineData("throw new Error('no configuration');", "no configuration")]
    [InlineData("exports.onExecutePostLogin = async (event, api) => {", "SyntaxError: Unexpected end of input")]
    public async Task Fails_the_logins_after_a_change_that_broke_it(string source, string error)
    {
        var sandbox = await action.DeployAsync(string.Empty);
        sandbox.Deploy(source);

        (await sandbox.LogInAsync()).AssertFailed(error);

        sandbox.Deploy(ActionSandbox.Handler(string.Empty));
        (await sandbox.LogInAsync()).AssertSucceeded();
    }

    [Fact]
    public async Task Fails_with_a_value_nested_too_deeply_for_a_token()
    {
        var sandbox = await DeployAsync("let deep = 1; for (let i = 0; i < 100; i++) deep = [deep]; api.idToken.setCustomClaim('deep', deep);");

        var failed = await sandbox.LogInAsync("broken");

        failed.AssertNoToken();
        Assert.StartsWith("What the Action set cannot be read: ", failed.Error(), StringComparison.Ordinal);
        (await sandbox.LogInAsync("anna")).AssertSucceeded();
    }

    [Fact]
    public async Task Keeps_what_it_logged_before_it_failed()
    {
        var sandbox = await DeployAsync("console.log('before'); api.idToken.setCustomClaim('sub', 'x'); throw new Error('then');");

        var failed = await sandbox.LogInAsync("broken");

        Assert.Equal(["before"], failed.Logs());
        Assert.Equal(JsonValueKind.Number, failed["action"].GetProperty("ms").ValueKind);
    }

    private Task<ActionSandbox> DeployAsync(string body) => action.DeployAsync(FailingOnly(body));

    private static string FailingOnly(string body) => $"if (event.user.user_id === 'auth0|broken') {{ {Effects} {body} }}";
}

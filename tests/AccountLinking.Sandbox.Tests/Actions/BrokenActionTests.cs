using AccountLinking.Sandbox.Hosting;
using Microsoft.Extensions.Logging.Abstractions;

namespace AccountLinking.Sandbox.Tests.Actions;

public sealed class BrokenActionTests
{
    private const string WrongSignature = "Invalid function signature for the \"onExecutePostLogin\" handler. "
        + "Use \"exports.onExecutePostLogin = async function(event, api) { }\" as the signature.";

    [Theory]
    [InlineData("", WrongSignature)]
    [InlineData("exports.onExecuteCredentialsExchange = async (event, api) => {};", WrongSignature)]
    [InlineData("exports.onExecutePostLogin = (event, api) => {};", WrongSignature)]
    [InlineData("exports.onExecutePostLogin = 'async';", WrongSignature)]
    [InlineData("module.exports = null;", "The Action must export an object.")]
    [InlineData("module.exports = async (event, api) => {};", "The Action must export an object.")]
    [InlineData("export const onExecutePostLogin = async (event, api) => {};", "SyntaxError: Unexpected token 'export'")]
    [InlineData("exports.onExecutePostLogin = async (event, api) => { const = 1; };", "SyntaxError: Unexpected token '='")]
    [InlineData("throw new Error('no configuration');", "no configuration")]
    [InlineData("throw null;", "The Action threw null")]
    [InlineData("undefined.member;", "TypeError: Cannot read properties of undefined (reading 'member')")]
    [InlineData("process.exit(0);", "The Action ended its process before it had finished.")]
    public async Task Stops_the_sandbox_from_starting(string source, string why)
    {
        var refused = await Assert.ThrowsAsync<StartException>(() => ActionSandbox.StartAsync(source));

        Assert.StartsWith("The Action ", refused.Message, StringComparison.Ordinal);
        Assert.EndsWith($"action.js cannot be loaded: {why}", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Is_refused_above_100_kB()
    {
        var source = $"{ActionSandbox.Handler(string.Empty)}//{new string('x', 100 * 1024)}";

        var refused = await Assert.ThrowsAsync<StartException>(() => ActionSandbox.StartAsync(source));

        Assert.EndsWith("action.js cannot be loaded: The Action is larger than 100 kB.", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Is_refused_when_its_module_never_finishes()
    {
        var refused = await Assert.ThrowsAsync<StartException>(() => ActionSandbox.StartAsync("for (;;) {}", TimeSpan.FromMilliseconds(300)));

        Assert.EndsWith("action.js cannot be loaded: The Action did not finish within 0.3 seconds.", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Is_refused_when_its_file_is_missing()
    {
        var options = SandboxOptions.OnFreePorts with { ActionFile = "no-such-action.js" };

        var refused = await Assert.ThrowsAsync<StartException>(() => RunningSandbox.StartAsync(options, NullLoggerFactory.Instance));

        Assert.StartsWith(
            "The Action no-such-action.js cannot be loaded: ENOENT: no such file or directory", refused.Message, StringComparison.Ordinal);
    }
}

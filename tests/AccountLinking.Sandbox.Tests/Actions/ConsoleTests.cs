
namespace AccountLinking.Sandbox.Tests.Actions;

public sealed class ConsoleTests
{
    [Fact]
    public async Task Keeps_256_characters_of_a_line()
    {
        await using var sandbox = await ActionSandbox.StartWithHandlerAsync("console.log('x'.repeat(256)); console.log('y'.repeat(257));");

        var login = await sandbox.LogInAsync();

        Assert.Equal([new string('x', 256), new string('y', 256)], login.Logs());
    }

    [Fact]
    public async Task Cuts_a_line_inside_a_character()
    {
        await using var sandbox = await ActionSandbox.StartWithHandlerAsync(
            "console.log('x' + '😀'.repeat(128)); api.idToken.setCustomClaim('half', '\\\\ud83d \\ud83d'); api.idToken.setCustomClaim('\\udc00', 1);");

        var login = await sandbox.LogInAsync();

        login.AssertSucceeded();
        Assert.Equal([$"x{string.Concat(Enumerable.Repeat("😀", 127))}\ufffd"], login.Logs());
        Assert.Equal("\\ud83d \ufffd", login.Claim("half").GetString());
        Assert.Equal(1, login.Claim("\ufffd").GetInt32());
    }

    [Fact]
    public async Task Has_the_methods_of_Nodes_console()
    {
        await using var sandbox = await ActionSandbox.StartWithHandlerAsync(
            "console.group('g'); console.time('t'); console.assert(false); console.count(); console.table([1]); console.log('end');");

        var login = await sandbox.LogInAsync();

        login.AssertSucceeded();
        Assert.Equal("end", login.Logs()[^1]);
    }

    [Fact]
    public async Task Keeps_the_lines_of_every_level_in_order()
    {
        await using var sandbox = await ActionSandbox.StartWithHandlerAsync("""
            console.log('%s has %d', 'anna', 2, { plan: 'gold' });
            console.info('info'); console.warn('warn'); console.error('error'); console.debug('debug');
            """);

        var login = await sandbox.LogInAsync();

        Assert.Equal(["anna has 2 { plan: 'gold' }", "info", "warn", "error", "debug"], login.Logs());
    }

    [Fact]
    public async Task Keeps_a_hundred_lines()
    {
        await using var sandbox = await ActionSandbox.StartWithHandlerAsync("for (let i = 1; i <= 1000; i++) console.log(i);");

        var login = await sandbox.LogInAsync();

        Assert.Equal(100, login.Logs().Length);
        Assert.Equal("100", login.Logs()[^1]);
    }

    [Theory]
    [InlineData("process.stdout.write('{\"id\":\"1\"}\\n');")]
    [InlineData("process.stdout.write('no end of line');")]
    [InlineData("process.stderr.write('noise\\n');")]
    [InlineData("globalThis.console.log('noise');")]
    public async Task Leaves_other_output_out(string body)
    {
        await using var sandbox = await ActionSandbox.StartWithHandlerAsync(body);

        for (var i = 0; i < 3; i++)
        {
            var login = await sandbox.LogInAsync();

            login.AssertSucceeded();
            Assert.Empty(login.Logs());
        }
    }

    [Fact]
    public async Task Survives_output_past_every_stream()
    {
        await using var sandbox = await ActionSandbox.StartWithHandlerAsync(
            "if (event.user.user_id === 'auth0|broken') { require('node:fs').writeSync(1, 'noise\\n'); await new Promise(() => {}); }");

        (await sandbox.LogInAsync("broken")).AssertFailed("The process that runs Actions was lost; the next login starts another.");
        (await sandbox.LogInAsync("anna")).AssertSucceeded();
    }
}

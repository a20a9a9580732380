using System.Globalization;
using AccountLinking.Sandbox.Client;
using AccountLinking.Sandbox.Hosting;
using AccountLinking.Sandbox.Json;
using Microsoft.Extensions.Logging.Abstractions;
using Process = System.Diagnostics.Process;

namespace AccountLinking.Sandbox.Tests.Actions;

public sealed class RestartTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("sandbox-restart");

    private string Node => Path.Combine(_folder.FullName, "node");

    [Fact]
    public async Task A_restart_that_fails_fails_its_login_and_the_next_one_tries_again()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "The stand-in for Node is a shell script.");
        WriteNode("exec node \"$@\"");
        var action = Path.Combine(_folder.FullName, "action.js");
        await File.WriteAllTextAsync(
            action, "exports.onExecutePostLogin = async () => console.log(process.pid);", TestContext.Current.CancellationToken);
        await using var sandbox = await RunningSandbox.StartAsync(
            SandboxOptions.OnFreePorts with { Node = Node, ActionFile = action }, NullLoggerFactory.Instance);
        using var client = new SandboxClient(sandbox.Tenant);
        using var running = Process.GetProcessById(int.Parse(Logs(await LogInAsync(client)), CultureInfo.InvariantCulture));

        WriteNode("exit 1");
        running.Kill();
        await running.WaitForExitAsync(TestContext.Current.CancellationToken);
        var failed = await Task.WhenAll(LogInAsync(client), LogInAsync(client));
        WriteNode("exec node \"$@\"");
        var next = await LogInAsync(client);

        Assert.All(failed, login => Assert.Null(login.Text("id_token")));
        Assert.NotNull(next.Text("id_token"));
    }

    public void Dispose() => _folder.Delete(recursive: true);

    private static Task<JsonMap> LogInAsync(SandboxClient client) => client.LogInAsync("sms", """{"sub": "1"}""");

    private static string Logs(JsonMap login) => login["action"].GetProperty("logs")[0].GetString()!;

    private void WriteNode(string command)
    {
        if (OperatingSystem.IsWindows()) return;
        File.WriteAllText(Node, $"#!/bin/sh\n{command}\n");
        File.SetUnixFileMode(Node, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }
}

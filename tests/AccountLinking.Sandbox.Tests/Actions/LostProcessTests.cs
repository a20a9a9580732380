using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace AccountLinking.Sandbox.Tests.Actions;

public sealed class LostProcessTests
{
    private const string Lost = "The process that runs Actions was lost; the next login starts another.";

    [Fact]
    public async Task Fails_the_logins_in_flight_and_not_the_next_one()
    {
        using var gate = new TcpListener(IPAddress.Loopback, 0);
        gate.Start();
        await using var sandbox = await ActionSandbox.StartWithHandlerAsync($$"""
            console.log(process.pid);
            if (event.user.user_id === 'auth0|slow') await fetch('http://127.0.0.1:{{((IPEndPoint)gate.LocalEndpoint).Port}}/');
            """);
        var pid = int.Parse((await sandbox.LogInAsync()).Logs()[0], CultureInfo.InvariantCulture);

        Task<AccountLinking.Sandbox.Json.JsonMap>[] inFlight = [sandbox.LogInAsync("slow"), sandbox.LogInAsync("slow")];
        using var first = await gate.AcceptTcpClientAsync(TestContext.Current.CancellationToken);
        using var second = await gate.AcceptTcpClientAsync(TestContext.Current.CancellationToken);
        using var node = Process.GetProcessById(pid);
        Assert.Equal("node", node.ProcessName);
        node.Kill();

        Assert.All(await Task.WhenAll(inFlight), login => login.AssertFailed(Lost));
        var next = await sandbox.LogInAsync();
        next.AssertSucceeded();
        Assert.NotEqual(pid.ToString(CultureInfo.InvariantCulture), next.Logs()[0]);
    }

    [Fact]
    public async Task Is_replaced_once_for_many_logins()
    {
        await using var sandbox = await ActionSandbox.StartWithHandlerAsync(
            "console.log(process.pid); if (event.user.user_id === 'auth0|broken') process.kill(process.pid, 'SIGKILL');");
        await sandbox.LogInAsync();

        await sandbox.LogInAsync("broken");
        var logins = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => sandbox.LogInAsync()));

        Assert.All(logins, login => login.AssertSucceeded());
        Assert.Single(logins.Select(login => login.Logs()[0]).Distinct());
    }

    [Fact]
    public async Task Is_replaced_though_a_process_that_the_Action_started_still_holds_its_output()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "The process that the Action starts is a Unix one.");
        var pidFile = Path.GetTempFileName();
        await using var sandbox = await ActionSandbox.StartWithHandlerAsync($$"""
            if (event.user.user_id !== 'auth0|broken') return;
            const child = require('node:child_process').spawn('sleep', ['60'], { stdio: ['ignore', 1, 'ignore'], detached: true });
            require('node:fs').writeFileSync('{{pidFile}}', String(child.pid));
            process.kill(process.pid, 'SIGKILL');
            """);

        var broken = await sandbox.LogInAsync("broken");
        var next = await sandbox.LogInAsync();

        broken.AssertFailed(Lost);
        next.AssertSucceeded();
        using var child = Process.GetProcessById(
            int.Parse(await File.ReadAllTextAsync(pidFile, TestContext.Current.CancellationToken), CultureInfo.InvariantCulture));
        Assert.False(child.HasExited);
        child.Kill();
        File.Delete(pidFile);
    }

    [Fact]
    public async Task Ends_with_the_sandbox()
    {
        var sandbox = await ActionSandbox.StartWithHandlerAsync("console.log(process.pid);");
        Process node;
        await using (sandbox)
        {
            node = Process.GetProcessById(int.Parse((await sandbox.LogInAsync()).Logs()[0], CultureInfo.InvariantCulture));
        }

        await node.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.True(node.HasExited);
        node.Dispose();
    }
}

using System.Diagnostics;
using System.Text.RegularExpressions;
using AccountLinking.Sandbox.Json;

namespace AccountLinking.Sandbox.Tests.CommandLine;

public sealed class StoppingTests
{
    [Theory]
    [InlineData("SIGINT")]
    [InlineData("SIGTERM")]
    public async Task Stops_cleanly_and_leaves_nothing_running(string signal)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no process groups to send a signal to.");

        var result = await RunAsync(signal);

        var expected = new Regex(
            @"^Auth0 tenant  http://127\.0\.0\.1:\d+\nCRM           http://127\.0\.0\.1:\d+\nApp           http://127\.0\.0\.1:\d+\nService       http://127\.0\.0\.1:\d+\nReady\. Ctrl-C stops\.\nStopped\.\n$", RegexOptions.None, TimeSpan.FromSeconds(1));
        var (service, others) = (LinesOf(result).Where(IsOfTheService).ToList(), LinesOf(result).Where(line => !IsOfTheService(line)));
        Assert.True(expected.IsMatch(string.Join('\n', others)), result.Text("output"));
        Assert.Collection(
            service,
            line => Assert.Equal("info: AccountLinking.Auth0.ManagementApi.AccessTokens[4001] A new Management API token was fetched.", line),
            line => Assert.StartsWith("info: AccountLinking.Webhooks.LinkEndpoint[2000] Link: no_match (rule ssn, reason -), the login is to continue; link -, transaction tx_", line, StringComparison.Ordinal));
        Assert.DoesNotContain("196802020575", result.Text("output")!, StringComparison.Ordinal);
        Assert.Equal(0, result["code"].GetInt32());
        Assert.False(result["left"].GetBoolean());
    }

    private static string[] LinesOf(JsonMap result) => result.Text("output")!.Split('\n');

    private static bool IsOfTheService(string line) => line.StartsWith("info: AccountLinking.", StringComparison.Ordinal);

    private static async Task<JsonMap> RunAsync(string signal)
    {
        var script = Path.Combine(AppContext.BaseDirectory, "CommandLine", "ctrl-c.cjs");
        var start = new ProcessStartInfo("node", [script, SandboxProgram.Dotnet, SandboxProgram.File, signal]) { RedirectStandardOutput = true, UseShellExecute = false };
        using var node = Process.Start(start)!;
        var output = await node.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await node.WaitForExitAsync(TestContext.Current.CancellationToken);
        return JsonMap.Parse(output);
    }
}

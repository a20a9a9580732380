using System.Diagnostics;

namespace AccountLinking.Sandbox.Tests.Actions;

public sealed class ActionSourceTests
{
    /// <summary>The tests of the Action are JavaScript; they run here too, so that one command runs every test there is.</summary>
    [Fact]
    public async Task The_tests_of_the_Action_pass()
    {
        var actions = Path.Combine(Repository.Root, "actions");
        var files = Directory.GetFiles(Path.Combine(actions, "tests"), "*.test.cjs");
        var start = new ProcessStartInfo("node", ["--test", .. files]) { RedirectStandardOutput = true, UseShellExecute = false };
        using var node = Process.Start(start)!;

        var output = await node.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await node.WaitForExitAsync(TestContext.Current.CancellationToken);

        Assert.NotEmpty(files);
        Assert.True(node.ExitCode == 0, output);
    }
}

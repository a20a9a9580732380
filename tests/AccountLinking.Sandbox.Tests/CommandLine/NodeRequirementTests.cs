namespace AccountLinking.Sandbox.Tests.CommandLine;

public sealed class NodeRequirementTests : IDisposable
{
    private readonly DirectoryInfo _path = Directory.CreateTempSubdirectory("sandbox-path");

    [Fact]
    public async Task A_missing_Node_is_one_clear_sentence()
    {
        var (exitCode, output, error) = await SandboxProgram.RunAsync(_path.FullName);

        Assert.Equal("Node.js was not found: install version 20.19 or newer and have 'node' on the PATH.", error.TrimEnd());
        Assert.Empty(output);
        Assert.Equal(1, exitCode);
    }

    [Fact]
    public async Task An_old_Node_is_one_clear_sentence()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "The stand-in for an old Node is a shell script.");
        // The real Node, told that it is an old one before the runner looks.
        var pretend = Path.Combine(_path.FullName, "pretend.cjs");
        await File.WriteAllTextAsync(
            pretend, "Object.defineProperty(process.versions, 'node', { value: '18.20.4' });", TestContext.Current.CancellationToken);
        WriteScript($"exec '{RealNode}' --require '{pretend}' \"$@\"");

        var (exitCode, output, error) = await SandboxProgram.RunAsync(_path.FullName);

        Assert.Equal("Node.js 18.20.4 is too old: version 20.19 or newer is needed.", error.TrimEnd());
        Assert.Empty(output);
        Assert.Equal(1, exitCode);
    }

    [Fact]
    public async Task Something_else_by_the_name_of_Node_is_one_clear_sentence()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "The stand-in for Node is a shell script.");
        WriteScript("echo hello");

        var (exitCode, _, error) = await SandboxProgram.RunAsync(_path.FullName);

        Assert.Equal("Node.js did not start as expected; 'node' on the PATH must be version 20.19 or newer.", error.TrimEnd());
        Assert.Equal(1, exitCode);
    }

    public void Dispose() => _path.Delete(recursive: true);

    private static string RealNode => Environment.GetEnvironmentVariable("PATH")!.Split(Path.PathSeparator)
        .Select(folder => Path.Combine(folder, "node"))
        .First(File.Exists);

    private void WriteScript(string command)
    {
        if (OperatingSystem.IsWindows()) return;
        var file = Path.Combine(_path.FullName, "node");
        File.WriteAllText(file, $"#!/bin/sh\n{command}\n");
        File.SetUnixFileMode(file, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }
}

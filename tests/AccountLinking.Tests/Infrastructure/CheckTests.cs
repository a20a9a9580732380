namespace AccountLinking.Tests.Infrastructure;

/// <summary><c>infra/check</c>, where there is a Bicep CLI: a double of it that says what a test wants it to.</summary>
public sealed class CheckTests : IDisposable
{
    private readonly DirectoryInfo _path = Directory.CreateTempSubdirectory("check-");

    public void Dispose() => _path.Delete(recursive: true);

    [Fact]
    public async Task Builds_and_lints_every_file()
    {
        var (exitCode, output) = await RunAsync("");

        Assert.Equal(0, exitCode);
        Assert.EndsWith("files of Bicep, 0 problems\nThe Bicep CLI has nothing to say.\n", output, StringComparison.Ordinal);
        var files = Directory.EnumerateFiles(Bicep.Folder, "*.bicep*", SearchOption.AllDirectories).Select(file => Path.GetRelativePath(Repository.Root, file)).ToList();
        var calls = await File.ReadAllLinesAsync(Path.Combine(_path.FullName, "calls"), TestContext.Current.CancellationToken);
        Assert.Equal(
            [
                "build infra/main.bicep --stdout",
                .. files.Where(file => file.EndsWith(".bicep", StringComparison.Ordinal)).Select(file => $"lint {file}").Order(StringComparer.Ordinal),
                .. files.Where(file => file.EndsWith(".bicepparam", StringComparison.Ordinal)).Select(file => $"build-params {file} --stdout").Order(StringComparer.Ordinal),
            ],
            calls);
    }

    [Theory]
    [InlineData("build")]
    [InlineData("lint")]
    [InlineData("build-params")]
    public async Task A_warning_is_wrong_although_the_CLI_ends_well(string command)
    {
        var (exitCode, output) = await RunAsync($"""if [[ $1 == {command} ]]; then echo "infra/x.bicep(1,7) : Warning no-unused-params: Parameter is declared but never used." >&2; fi""");

        Assert.Equal(1, exitCode);
        Assert.Contains("infra/x.bicep(1,7) : Warning no-unused-params: Parameter is declared but never used.", output, StringComparison.Ordinal);
        Assert.DoesNotContain("nothing to say", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task So_is_an_end_that_is_not_well()
    {
        var (exitCode, output) = await RunAsync("""if [[ $* == "lint infra/main.bicep" ]]; then echo "Unhandled exception"; exit 134; fi""");

        Assert.Equal(1, exitCode);
        Assert.EndsWith("\nlint of infra/main.bicep ended with 134: Unhandled exception\n", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_newer_release_is_no_warning() =>
        Assert.Equal(0, (await RunAsync("""echo "WARNING: A new Bicep release is available: v9.9.9. Upgrade now by running \"az bicep upgrade\"." >&2""")).ExitCode);

    private async Task<(int ExitCode, string Output)> RunAsync(string bicep)
    {
        await Bicep.Npm.EnsureInstalledAsync();
        Script.WriteProgram(_path.FullName, "bicep", $"""
            echo "$*" >> "$(dirname "$0")/calls"
            {bicep}
            """);
        var (exitCode, output, error) = await Script.RunAsync("check", new Dictionary<string, string> { ["PATH"] = _path.FullName });
        Assert.Equal("", error);
        return (exitCode, output);
    }
}

namespace AccountLinking.Sandbox.Tests.Infrastructure;

/// <summary><c>infra/previous-run</c>, with a double of the GitHub CLI that lists artifacts.</summary>
public sealed class PreviousRunTests : IDisposable
{
    private readonly DirectoryInfo _path = Directory.CreateTempSubdirectory("previous-run-");

    public void Dispose() => _path.Delete(recursive: true);

    [Theory]
    [InlineData("")]
    [InlineData("98\n", "98 true main")]
    [InlineData("98\n", "98 true main", "97 true main", "9 true main")]
    // Of this run itself, which is repeated.
    [InlineData("97\n", "100 true main", "97 true main")]
    // Of a fork, and of another branch.
    [InlineData("97\n", "99 false main", "98 true feature", "97 true main")]
    [InlineData("", "999 false main", "998 true feature")]
    public async Task It_is_the_newest_one_before_this_that_ran_on_the_default_branch(string expected, params string[] artifacts)
    {
        var (exitCode, output, error) = await RunAsync($"printf '%b' '{string.Concat(artifacts.Select(line => line.Replace(' ', '\t') + "\\n"))}'");

        Assert.Equal((0, expected, ""), (exitCode, output, error));
    }

    [Fact]
    public async Task A_run_that_was_overtaken_puts_nothing_older_in_the_place_of_what_runs()
    {
        var (exitCode, output, error) = await RunAsync("printf '98\\ttrue\\tmain\\n101\\ttrue\\tmain\\n'");

        Assert.Equal((1, ""), (exitCode, output));
        Assert.StartsWith("previous-run: run 101 has deployed to prod after this one began. ", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Not_to_know_is_not_that_there_is_none()
    {
        var (exitCode, output, _) = await RunAsync("exit 4");

        Assert.Equal((4, ""), (exitCode, output));
    }

    [Fact]
    public async Task It_asks_for_what_was_deployed_to_the_environment()
    {
        var (exitCode, output, error) = await RunAsync("echo \"$*\" >&2");

        Assert.Equal((0, ""), (exitCode, output));
        Assert.StartsWith("api --paginate repos/owner/name/actions/artifacts?name=deployed-prod&per_page=100 --jq ", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_an_environment_it_asks_for_one() => Assert.Equal(2, (await RunAsync("true", [])).ExitCode);

    private Task<(int ExitCode, string Output, string Error)> RunAsync(string gh) => RunAsync(gh, "prod");

    private Task<(int ExitCode, string Output, string Error)> RunAsync(string gh, params string[] arguments)
    {
        Script.WriteProgram(_path.FullName, "gh", gh);
        return Script.RunAsync(
            "previous-run",
            new Dictionary<string, string> { ["PATH"] = _path.FullName, ["GITHUB_REPOSITORY"] = "owner/name", ["GITHUB_RUN_ID"] = "100", ["DEFAULT_BRANCH"] = "main" },
            arguments);
    }
}

namespace AccountLinking.Sandbox.Tests.Infrastructure;

/// <summary>
/// <c>infra/release</c>, with the sandbox's service and its doctor, and a double of the Azure CLI: a package of these tests is a script that does to the service what deploying it does.
/// </summary>
public sealed class ReleaseTests : IAsyncLifetime
{
    private const string KeyOfTheHost = "functionapp keys list --resource-group rg-x --name func-x --query functionKeys.default --output tsv";

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("release-");
    private DeployedService _service = null!;

    private string New => FileOf("new.zip");

    private string Previous => FileOf("previous.zip");

    public async ValueTask InitializeAsync()
    {
        _service = await DeployedService.StartAsync();
        await WriteAsync("key", DeployedService.Key);
        Script.WriteProgram(_folder.FullName, "az", """
            echo "$*" >> "$AZ_FOLDER/calls"
            case "$1 $2" in
              'functionapp keys') [[ -f $AZ_FOLDER/key ]] && cat "$AZ_FOLDER/key" ;;
              'functionapp deployment') bash -euo pipefail "${10}" > /dev/null ;;
              *) exit 64 ;;
            esac
            """);
    }

    public async ValueTask DisposeAsync()
    {
        await _service.DisposeAsync();
        _folder.Delete(recursive: true);
    }

    [Fact]
    public async Task A_package_that_is_ready_stays()
    {
        await WriteAsync("new.zip", _service.Mend);
        await WriteAsync("previous.zip", _service.Break);

        var (exitCode, output, error) = await RunAsync("--previous", Previous);

        Assert.Equal((0, ""), (exitCode, error));
        Assert.Matches($@"^Deploying the new package, {New}\.\npass  settings .*\n(.*\n)+Ready\b.*\nDeployed: the new package runs\.\n$", output);
        Assert.Equal([KeyOfTheHost, Deployment(New)], await CallsAsync());
    }

    [Fact]
    public async Task A_package_that_is_not_ready_gives_way_to_the_previous_one()
    {
        await WriteAsync("new.zip", _service.Break);
        await WriteAsync("previous.zip", _service.Mend);

        var (exitCode, output, error) = await RunAsync("--previous", Previous);

        Assert.Equal((1, ""), (exitCode, error));
        Assert.Contains("\nfail  token ", output, StringComparison.Ordinal);
        Assert.Contains($"\nThe new package failed its smoke test.\nDeploying the previous package, {Previous}.\npass  settings ", output, StringComparison.Ordinal);
        Assert.EndsWith("\nNOT DEPLOYED: the previous package runs again.\n", output, StringComparison.Ordinal);
        Assert.Equal([KeyOfTheHost, Deployment(New), Deployment(Previous)], await CallsAsync());
    }

    [Fact]
    public async Task A_package_that_Azure_does_not_take_gives_way_to_the_previous_one()
    {
        await WriteAsync("new.zip", "exit 1");
        await WriteAsync("previous.zip", _service.Mend);

        var (exitCode, output, _) = await RunAsync("--previous", Previous);

        Assert.Equal(1, exitCode);
        Assert.Contains("\nThe new package could not be deployed.\nDeploying the previous package", output, StringComparison.Ordinal);
        Assert.EndsWith("\nNOT DEPLOYED: the previous package runs again.\n", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_a_previous_package_there_is_no_way_back_which_is_said()
    {
        await WriteAsync("new.zip", _service.Break);

        var (exitCode, output, _) = await RunAsync();

        Assert.Equal(3, exitCode);
        Assert.EndsWith("\nNOT DEPLOYED, AND NO WAY BACK: there is no previous package. The new package is what the app has.\n", output, StringComparison.Ordinal);
        Assert.Equal([KeyOfTheHost, Deployment(New)], await CallsAsync());
    }

    [Theory]
    [InlineData("true", "The previous package failed its smoke test.")]
    [InlineData("exit 1", "The previous package could not be deployed.")]
    public async Task A_way_back_that_fails_is_told_apart(string previous, string sentence)
    {
        await WriteAsync("new.zip", _service.Break);
        await WriteAsync("previous.zip", previous);

        var (exitCode, output, _) = await RunAsync("--previous", Previous);

        Assert.Equal(3, exitCode);
        Assert.EndsWith($"\n{sentence}\nNOT DEPLOYED, AND THE WAY BACK FAILED: neither package runs.\n", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_app_that_never_ran_has_its_key_after_the_first_package()
    {
        File.Delete(FileOf("key"));
        await WriteAsync("new.zip", $"echo '{DeployedService.Key}' > '{FileOf("key")}'");

        var (exitCode, output, _) = await RunAsync();

        Assert.Equal(0, exitCode);
        Assert.StartsWith("The host has no key yet.\nDeploying the new package", output, StringComparison.Ordinal);
        Assert.Equal([KeyOfTheHost, Deployment(New), KeyOfTheHost], await CallsAsync());
    }

    [Fact]
    public async Task A_package_under_which_no_key_can_be_read_gives_way()
    {
        File.Delete(FileOf("key"));
        await WriteAsync("new.zip", "true");
        await WriteAsync("previous.zip", $"echo '{DeployedService.Key}' > '{FileOf("key")}'");

        var (exitCode, output, _) = await RunAsync("--previous", Previous);

        Assert.Equal(1, exitCode);
        Assert.Contains("\nThe key of the host could not be read, so the service could not be examined.\n", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task In_the_pipeline_the_key_is_masked_and_the_summary_tells_what_runs()
    {
        await WriteAsync("new.zip", _service.Break);
        await WriteAsync("previous.zip", _service.Mend);
        var summary = FileOf("summary");

        var (_, output, _) = await RunInAsync(new() { ["GITHUB_ACTIONS"] = "true", ["GITHUB_STEP_SUMMARY"] = summary }, "--previous", Previous);

        Assert.StartsWith($"::add-mask::{DeployedService.Key}\n", output, StringComparison.Ordinal);
        var told = await File.ReadAllTextAsync(summary, TestContext.Current.CancellationToken);
        Assert.Contains("\nfail  token ", told, StringComparison.Ordinal);
        Assert.EndsWith("\nNOT DEPLOYED: the previous package runs again.\n\n", told, StringComparison.Ordinal);
        Assert.DoesNotContain(DeployedService.Key, output[$"::add-mask::{DeployedService.Key}".Length..] + told, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Elsewhere_the_key_is_not_printed()
    {
        await WriteAsync("new.zip", "true");

        var (_, output, error) = await RunAsync();

        Assert.DoesNotContain(DeployedService.Key, output + error + string.Join('\n', await CallsAsync()), StringComparison.Ordinal);
    }

    private static string Deployment(string package) => $"functionapp deployment source config-zip --resource-group rg-x --name func-x --src {package} --timeout 600 --output none";

    private Task<(int ExitCode, string Output, string Error)> RunAsync(params string[] others) => RunInAsync([], others);

    private Task<(int ExitCode, string Output, string Error)> RunInAsync(Dictionary<string, string> environment, params string[] others) => Script.RunAsync(
        "release",
        Environment().Concat(environment).ToDictionary(),
        ["--package", New, "--resource-group", "rg-x", "--app", "func-x", "--url", _service.Url, "--settle", "0", "--for", "1", "--every", "1", .. others]);

    private Dictionary<string, string> Environment() => new() { ["PATH"] = _folder.FullName, ["AZ_FOLDER"] = _folder.FullName };

    private string FileOf(string name) => Path.Combine(_folder.FullName, name);

    private Task WriteAsync(string name, string text) => File.WriteAllTextAsync(FileOf(name), text + "\n", TestContext.Current.CancellationToken);

    private Task<string[]> CallsAsync() => File.ReadAllLinesAsync(FileOf("calls"), TestContext.Current.CancellationToken);
}

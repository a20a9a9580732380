namespace AccountLinking.Sandbox.Tests.Infrastructure;

/// <summary><c>infra/smoke-test</c>, against the sandbox's service.</summary>
public sealed class SmokeTestTests : IAsyncLifetime
{
    private readonly DirectoryInfo _path = Directory.CreateTempSubdirectory("smoke-test-");
    private DeployedService _service = null!;

    public async ValueTask InitializeAsync() => _service = await DeployedService.StartAsync();

    public async ValueTask DisposeAsync()
    {
        await _service.DisposeAsync();
        _path.Delete(recursive: true);
    }

    [Fact]
    public async Task A_service_that_is_ready_is_told_by_its_report()
    {
        var (exitCode, output, error) = await RunAsync(DeployedService.Key, _service.Url);

        Assert.Equal((0, ""), (exitCode, error));
        Assert.StartsWith("pass  settings        All settings are valid.\n", output, StringComparison.Ordinal);
        Assert.Matches(@"\nReady\b.* \(checked \S+\)\.\n$", output);
        Assert.Equal([200, 200], _service.Answers);
    }

    [Fact]
    public async Task A_service_that_is_not_ready_is_told_by_the_check_that_failed()
    {
        await _service.FailAsync(times: 1000);

        var (exitCode, output, error) = await RunAsync(DeployedService.Key, "--for", "1", "--every", "1", _service.Url);

        Assert.Equal((1, ""), (exitCode, error));
        Assert.Contains("\nfail  token           ", output, StringComparison.Ordinal);
        Assert.Matches(@"\nNot ready: 1 of 11 failed.*\nNot ready after \d seconds\.\n$", output);
    }

    [Fact]
    public async Task It_asks_until_the_service_is_ready()
    {
        await _service.FailAsync(times: 1);

        var (exitCode, output, _) = await RunAsync(DeployedService.Key, "--for", "60", "--every", "1", $"{_service.Url}/");

        Assert.Equal(0, exitCode);
        Assert.DoesNotContain("fail", output, StringComparison.Ordinal);
        Assert.Equal([200, 503, 200, 200], _service.Answers);
    }

    [Fact]
    public async Task A_key_that_is_not_the_hosts_is_told()
    {
        var (exitCode, output, _) = await RunAsync("another", "--for", "0", _service.Url);

        Assert.Equal(1, exitCode);
        Assert.StartsWith("No report: /api/health/ready says 401 \nNot ready after ", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_service_that_does_not_answer_is_told()
    {
        // Nobody has a service there.
        var (exitCode, output, error) = await RunAsync(DeployedService.Key, "--for", "0", "http://127.0.0.1:1");

        Assert.Equal((1, ""), (exitCode, error));
        Assert.StartsWith("The service does not live: /api/health/live says curl: (7) ", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_key_is_in_no_argument_and_in_no_environment_of_another_program_and_is_not_printed()
    {
        var seen = Path.Combine(_path.FullName, "seen");
        var curl = Environment.GetEnvironmentVariable("PATH")!.Split(Path.PathSeparator).Select(folder => Path.Combine(folder, "curl")).FirstOrDefault(File.Exists);
        Script.WriteProgram(_path.FullName, "curl", $"printf '%s\\n' \"$@\" >> '{seen}'; env >> '{seen}'; exec '{curl}' \"$@\"");

        var (exitCode, output, error) = await RunAsync(DeployedService.Key, _service.Url);

        Assert.Equal(0, exitCode);
        var all = await File.ReadAllTextAsync(seen, TestContext.Current.CancellationToken) + output + error;
        Assert.Contains($"{_service.Url}/api/health/ready", all, StringComparison.Ordinal);
        Assert.DoesNotContain(DeployedService.Key, all, StringComparison.Ordinal);
    }

    private Task<(int ExitCode, string Output, string Error)> RunAsync(string key, params string[] arguments) =>
        Script.RunAsync("smoke-test", new Dictionary<string, string> { ["FUNCTION_KEY"] = key, ["PATH"] = _path.FullName }, arguments);
}

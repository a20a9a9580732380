namespace AccountLinking.Sandbox.Tests.Infrastructure;

/// <summary>What is wrong with how a script was called is told before anything is done.</summary>
public sealed class ScriptUsageTests : IDisposable
{
    private readonly DirectoryInfo _path = Directory.CreateTempSubdirectory("script-usage-");

    private string Package => Path.Combine(_path.FullName, "new.zip");

    private string Called => Path.Combine(_path.FullName, "called");

    public void Dispose() => _path.Delete(recursive: true);

    [Theory]
    [InlineData("the URL is missing")]
    [InlineData("one URL is enough", "https://a.example", "https://b.example")]
    [InlineData("the URL must be https://HOST, or of this machine", "http://a.example")]
    [InlineData("the URL must be https://HOST, or of this machine", "http://127.0.0.1.a.example")]
    [InlineData("the URL must be https://HOST, or of this machine", "https://a.example/api/health/ready")]
    [InlineData("the URL must be https://HOST, or of this machine", "https://me:secret@a.example")]
    [InlineData("--for needs a number of seconds", "https://a.example", "--for")]
    [InlineData("--every needs a number of seconds", "--every", "1m", "https://a.example")]
    [InlineData("--key is not an option", "--key", "k", "https://a.example")]
    public Task Of_the_smoke_test(string sentence, params string[] arguments) => IsToldAsync("smoke-test", sentence, "key", arguments);

    [Theory]
    [InlineData("FUNCTION_KEY must be in the environment", "")]
    [InlineData("FUNCTION_KEY is no key", "key\nHost: elsewhere")]
    public Task Of_the_smoke_tests_key(string sentence, string key) => IsToldAsync("smoke-test", sentence, key, "https://a.example");

    [Theory]
    [InlineData("the app is missing", "--package", "NEW", "--resource-group", "g", "--url", "https://a.example")]
    [InlineData("the package is missing", "--app", "a", "--resource-group", "g", "--url", "https://a.example")]
    [InlineData("there is no package nowhere.zip", "--package", "nowhere.zip", "--app", "a", "--resource-group", "g", "--url", "https://a.example")]
    [InlineData("there is no package nowhere.zip", "--package", "NEW", "--previous", "nowhere.zip", "--app", "a", "--resource-group", "g", "--url", "https://a.example")]
    [InlineData("the URL must be https://HOST, or of this machine", "--package", "NEW", "--app", "a", "--resource-group", "g", "--url", "http://a.example")]
    [InlineData("the URL must be https://HOST, or of this machine", "--package", "NEW", "--app", "a", "--resource-group", "g", "--url", "https://a.example/api")]
    [InlineData("--for needs a number of seconds", "--package", "NEW", "--app", "a", "--resource-group", "g", "--url", "https://a.example", "--for", "long")]
    [InlineData("--url needs a value", "--package", "NEW", "--url")]
    [InlineData("--force is not an option", "--force", "yes")]
    public async Task Of_the_release(string sentence, params string[] arguments)
    {
        await File.WriteAllTextAsync(Package, "true", TestContext.Current.CancellationToken);

        await IsToldAsync("release", sentence, string.Empty, [.. arguments.Select(argument => argument == "NEW" ? Package : argument)]);
    }

    private async Task IsToldAsync(string script, string sentence, string key, params string[] arguments)
    {
        foreach (var program in (string[])["az", "curl"]) Script.WriteProgram(_path.FullName, program, $"touch '{Called}'");

        var (exitCode, output, error) = await Script.RunAsync(script, new Dictionary<string, string> { ["FUNCTION_KEY"] = key, ["PATH"] = _path.FullName }, arguments);

        Assert.Equal((2, ""), (exitCode, output));
        Assert.StartsWith($"{script}: {sentence}. Usage: ", error, StringComparison.Ordinal);
        Assert.Single(error.TrimEnd().Split('\n'));
        Assert.False(File.Exists(Called));
    }
}

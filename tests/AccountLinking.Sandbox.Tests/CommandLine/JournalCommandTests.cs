using AccountLinking.Sandbox.Client;
using AccountLinking.Sandbox.CommandLine;
using AccountLinking.Sandbox.Hosting;
using Microsoft.Extensions.Logging.Abstractions;

namespace AccountLinking.Sandbox.Tests.CommandLine;

/// <summary><c>journal list|show|erase</c>, over the journal of a sandbox that has linked two accounts.</summary>
public sealed class JournalCommandTests : IAsyncLifetime
{
    private const string Hand = "auth0|hand";
    private const string Anna = "oidc|swedish-bankid|anna";
    private const string NameKey = "--Journal:NameKey=c2FuZGJveC1qb3VybmFsLW5hbWUta2V5LTAwMDAwMDAwMDE=";
    private const string OtherKey = "--Journal:NameKey=c2FuZGJveC1qb3VybmFsLW5hbWUta2V5LTAwMDAwMDAwMDI=";

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("journal-");
    private RunningSandbox _sandbox = null!;

    private string PathSetting => $"--Journal:Path={_folder.FullName}";

    public async ValueTask InitializeAsync()
    {
        _sandbox = await RunningSandbox.StartAsync(
            SandboxOptions.OnFreePorts with { ServiceSettings = new Dictionary<string, string?> { ["Journal:Path"] = _folder.FullName } }, NullLoggerFactory.Instance);
        using var client = new SandboxClient(_sandbox.Tenant);
        await client.InsertUserAsync($$$"""{"user_id": "{{{Hand}}}", "created_at": "2020-01-01T00:00:00.000Z", "app_metadata": {"userSocialSecurityNumber": "196802020575"}, "user_metadata": {"language": "sv"} }""");
        await client.InsertUserAsync($$"""{"user_id": "{{Anna}}", "ssn": "196802020575", "user_metadata": {"theme": "mörk"} }""");
        (await client.LogInAsync("swedish-bankid", """{"sub": "anna", "ssn": "196802020575"}""")).AssertSucceeded();
    }

    public async ValueTask DisposeAsync()
    {
        await _sandbox.DisposeAsync();
        _folder.Delete(recursive: true);
    }

    [Fact]
    public async Task Lists_the_links_of_either_account_in_a_line_each()
    {
        foreach (var account in (string[])[Hand, Anna])
        {
            var (exitCode, output, error) = await RunAsync("journal", "list", account, PathSetting, NameKey);

            Assert.Matches(@"^[0-9a-f]{32}  linked     \d{4}-\d\d-\d\d \d\d:\d\d:\d\d UTC  rule ssn: oidc\|swedish-bankid\|anna into auth0\|hand\r?\n$", output);
            Assert.Equal((0, ""), (exitCode, error));
        }
    }

    [Fact]
    public async Task Shows_all_that_is_kept_of_a_link()
    {
        var (exitCode, output, _) = await RunAsync("journal", "show", await LinkAsync(), PathSetting, NameKey);

        Assert.Equal(0, exitCode);
        foreach (var part in (string[])["State     linked", "Rule      ssn", $"The account that survives, {Hand}, as it was:", $"The account {Anna}, which was absorbed, as it was:", "\"language\": \"sv\"", "\"ssn\": \"196802020575\"", "\"theme\": \"mörk\"", "What was written onto the account that survives:"])
            Assert.Contains(part, output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_cannot_be_read_is_named_and_erased_as_well()
    {
        var link = await LinkAsync();
        await File.WriteAllTextAsync(Path.Combine(_folder.FullName, "records", link), "torn", TestContext.Current.CancellationToken);

        Assert.Equal((0, $"{link}  cannot be read: restore records/{link}, or erase it."), await EndAsync("journal", "list", Anna, PathSetting, NameKey));
        var (exitCode, output, error) = await RunAsync("journal", "show", link, PathSetting, NameKey);
        Assert.Equal((1, ""), (exitCode, output));
        Assert.StartsWith($"The journal's document records/{link} cannot be read:", error, StringComparison.Ordinal);
        Assert.Equal((0, "1 record is erased. Auth0 has its own data of the person still."), await EndAsync("journal", "erase", Anna, PathSetting, NameKey));
    }

    [Fact]
    public async Task Erases_all_that_is_kept_of_both_accounts()
    {
        var link = await LinkAsync();

        var (exitCode, output, _) = await RunAsync("journal", "erase", Anna, PathSetting, NameKey);

        Assert.Equal((0, "1 record is erased. Auth0 has its own data of the person still."), (exitCode, output.TrimEnd()));
        Assert.Equal((3, "The journal holds no link of this id."), await EndAsync("journal", "show", link, PathSetting, NameKey));
        Assert.Equal((3, "The journal holds nothing of this account, under this Journal:NameKey."), await EndAsync("journal", "list", Hand, PathSetting, NameKey));
        Assert.Equal((3, "The journal holds nothing of this account, under this Journal:NameKey."), await EndAsync("journal", "erase", Anna, PathSetting, NameKey));
        Assert.Equal([".lock"], _folder.EnumerateFiles("*", SearchOption.AllDirectories).Select(file => file.Name));
    }

    [Fact]
    public async Task Nothing_is_found_under_another_key() =>
        Assert.Equal((3, "The journal holds nothing of this account, under this Journal:NameKey."), await EndAsync("journal", "list", Hand, PathSetting, OtherKey));

    [Theory]
    [InlineData(2, "Required command was not provided. See --help.", "journal")]
    [InlineData(2, "Required argument missing for command: 'list'. See --help.", "journal", "list")]
    [InlineData(2, "'user_id' must be a user id: 'provider|id', at most 128 characters, none of them a control character, and no path segment '.' or '..'. See --help.", "journal", "list", "anna")]
    [InlineData(2, "'--all' is not an option. See --help.", "journal", "erase", "auth0|x", "--all")]
    public async Task Wrong_usage_is_one_sentence(int expected, string sentence, params string[] arguments)
    {
        var (exitCode, output, error) = await RunAsync(arguments);

        Assert.Equal((expected, sentence, ""), (exitCode, error.TrimEnd(), output));
    }

    [Fact]
    public async Task Wrong_settings_are_named()
    {
        var (exitCode, output, error) = await RunAsync("journal", "list", Hand, "--Journal:Kind=Blob");

        Assert.Equal((1, ""), (exitCode, output));
        Assert.Contains("The journal cannot be opened with these settings:", error, StringComparison.Ordinal);
        Assert.Contains("Journal:ContainerUri must be the address of a container", error, StringComparison.Ordinal);
        Assert.Contains("Journal:NameKey is required", error, StringComparison.Ordinal);
    }

    private async Task<string> LinkAsync() => (await RunAsync("journal", "list", Hand, PathSetting, NameKey)).Output[..32];

    private static async Task<(int ExitCode, string Output)> EndAsync(params string[] arguments)
    {
        var (exitCode, output, _) = await RunAsync(arguments);
        return (exitCode, output.TrimEnd());
    }

    private static async Task<(int ExitCode, string Output, string Error)> RunAsync(params string[] arguments)
    {
        using var output = new StringWriter();
        using var error = new StringWriter();
        var exitCode = await SandboxCommand.RunAsync(arguments, output, error);
        return (exitCode, output.ToString(), error.ToString());
    }
}

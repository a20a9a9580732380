using AccountLinking.Sandbox.CommandLine;
using AccountLinking.Sandbox.Hosting;
using Microsoft.Extensions.Logging.Abstractions;

namespace AccountLinking.Sandbox.Tests.CommandLine;

/// <summary><c>doctor --settings FILE</c>, against a sandbox in place of a tenant.</summary>
public sealed class DoctorCommandTests : IAsyncLifetime
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("doctor-");
    private RunningSandbox _sandbox = null!;

    public async ValueTask InitializeAsync() => _sandbox = await RunningSandbox.StartAsync(SandboxOptions.OnFreePorts, NullLoggerFactory.Instance);

    public async ValueTask DisposeAsync()
    {
        await _sandbox.DisposeAsync();
        _folder.Delete(recursive: true);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Examines_what_the_file_names_in_either_form(bool isOfTheFunctionsTools)
    {
        var (exitCode, output, error) = await RunAsync("doctor", "--settings", isOfTheFunctionsTools ? Values() : Sections());

        var lines = output.Split('\n');
        Assert.Equal((0, ""), (exitCode, error));
        Assert.Equal(
            ["pass  settings", "skip  key_vault", "pass  tenant", "pass  clock", "pass  token", "pass  scopes", "pass  management_api", "pass  connections", "skip  self_service", "skip  crm", "pass  journal"],
            lines[..11].Select(line => string.Join("  ", line.Split("  ", StringSplitOptions.RemoveEmptyEntries)[..2])));
        Assert.Matches(@"^Ready \(checked \d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ\)\.$", lines[11]);
    }

    [Fact]
    public async Task Says_what_fails_and_ends_with_1()
    {
        var (exitCode, output, error) = await RunAsync("doctor", "--settings", Values(), "--Auth0:ClientId=sandbox-admin", "--Auth0:ClientSecret=sandbox-admin-secret", $"--Journal:Path={Path.Combine(_folder.FullName, "settings.json")}");

        Assert.Equal((1, ""), (exitCode, error));
        Assert.Contains("fail  scopes          The application may do more than it needs (create:users, delete:users, ", output, StringComparison.Ordinal);
        Assert.Contains("fail  journal         The journal's folder cannot be used", output, StringComparison.Ordinal);
        Assert.Contains("Not ready: 2 of 11 failed (checked ", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Says_each_setting_that_is_wrong_and_examines_what_does_not_depend_on_it()
    {
        var (exitCode, output, _) = await RunAsync("doctor", "--settings", Values(), "--Linking:OnRefuesd=Deny", "--Journal:NameKey=short", "--Webhooks:Budget=0");

        Assert.Equal(1, exitCode);
        string[] wrong = [.. output.Split('\n').Where(line => line.StartsWith("fail", StringComparison.Ordinal)).Select(line => line["fail  settings        ".Length..])];
        Assert.Equal(
            [
                "Webhooks:Budget must be more than 00:00:02, which one write needs, and at most 00:00:18, as in 00:00:06 (a plain number means days).",
                "Linking:OnRefuesd is not a setting: perhaps Linking:OnRefused is meant.",
                "Journal:NameKey must be the base64 of 32 to 64 random bytes, as from 'openssl rand -base64 32'.",
            ],
            wrong);
        Assert.Contains("pass  management_api  ", output, StringComparison.Ordinal);
        Assert.Contains("skip  connections     Not examined: its settings are missing or wrong.", output, StringComparison.Ordinal);
        Assert.Contains("skip  journal         Not examined: its settings are missing or wrong.", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Where_the_tenants_settings_are_wrong_none_of_its_lines_is_missing()
    {
        var (exitCode, output, _) = await RunAsync("doctor", "--settings", Values(), "--Auth0:BaseUrl=ftp://somewhere");

        Assert.Equal(1, exitCode);
        foreach (var name in (string[])["tenant", "clock", "token", "scopes", "management_api", "connections", "self_service"])
            Assert.Contains($"skip  {name,-14}  Not examined: its settings are missing or wrong.\n", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_client_that_only_the_Functions_app_has_is_no_mistake_in_its_settings()
    {
        var (exitCode, output, _) = await RunAsync("doctor", "--settings", Values(), "--Auth0:Client=Sdk");

        Assert.Equal(0, exitCode);
        Assert.Contains("pass  settings        All settings are valid.", output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(null, "The settings file FILE (--settings) cannot be read: ")]
    [InlineData("[]", "The settings file FILE is not a JSON object.")]
    [InlineData("{\n\"Values\": {\"secret\n", "The settings file FILE is not valid JSON, in line 2.")]
    [InlineData("""{"IsEncrypted": true, "Values": {}}""", "The settings file FILE is encrypted: decrypt it first, with 'func settings decrypt'.")]
    [InlineData("""{"Values": []}""", "The settings file FILE is wrong: 'Values' must be an object.")]
    public async Task A_file_that_is_none_is_told_in_a_sentence(string? text, string sentence)
    {
        var file = Path.Combine(_folder.FullName, "wrong.json");
        if (text is not null) await File.WriteAllTextAsync(file, text, TestContext.Current.CancellationToken);

        var (exitCode, output, error) = await RunAsync("doctor", "--settings", file);

        Assert.Equal((1, ""), (exitCode, output));
        Assert.StartsWith(sentence.Replace("FILE", file, StringComparison.Ordinal), error, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Skd", 1)]
    [InlineData("sdk", 0)]
    public async Task Another_client_that_is_none_is_a_mistake(string client, int exitCode) =>
        Assert.Equal(exitCode, (await RunAsync("doctor", "--settings", Values(), $"--Auth0:Client={client}")).ExitCode);

    [Theory]
    [InlineData("utf-8")]
    [InlineData("utf-16")]
    public async Task A_file_with_a_byte_order_mark_is_read(string encoding)
    {
        var file = Values();
        await File.WriteAllTextAsync(file, await File.ReadAllTextAsync(file, TestContext.Current.CancellationToken), System.Text.Encoding.GetEncoding(encoding), TestContext.Current.CancellationToken);

        Assert.Equal(0, (await RunAsync("doctor", "--settings", file)).ExitCode);
    }

    [Fact]
    public async Task Null_is_as_if_it_were_left_out_and_names_of_the_tools_may_be_in_small_letters()
    {
        var file = Values();
        var text = await File.ReadAllTextAsync(file, TestContext.Current.CancellationToken);
        await File.WriteAllTextAsync(file, text.Replace("\"Values\": {", "\"values\": { \"KeyVault__Uri\": null, \"Linking__SizeLimit\": null,", StringComparison.Ordinal), TestContext.Current.CancellationToken);

        Assert.Equal(0, (await RunAsync("doctor", "--settings", file)).ExitCode);
        await File.WriteAllTextAsync(file, (await File.ReadAllTextAsync(Sections(), TestContext.Current.CancellationToken)).Replace("\"LinkAllMatches\": false", "\"SizeLimit\": null", StringComparison.Ordinal), TestContext.Current.CancellationToken);
        Assert.Equal(0, (await RunAsync("doctor", "--settings", file)).ExitCode);
    }

    /// <summary>The whole program, for it is the environment of a process.</summary>
    [Fact]
    public async Task What_this_machine_has_in_its_environment_is_none_of_the_services_settings()
    {
        Environment.SetEnvironmentVariable("Linking__OnRefused", "nonsense");
        try
        {
            Assert.Equal(0, (await RunAsync("doctor", "--settings", Values())).ExitCode);
        }
        finally
        {
            Environment.SetEnvironmentVariable("Linking__OnRefused", null);
        }
    }

    [Fact]
    public async Task A_file_without_a_name_is_told_in_a_sentence()
    {
        var (exitCode, _, error) = await RunAsync("doctor", "--settings", "");

        Assert.Equal(1, exitCode);
        Assert.StartsWith("The settings file  (--settings) cannot be read: ", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_a_file_it_says_what_it_needs()
    {
        var (exitCode, _, error) = await RunAsync("doctor");

        Assert.Equal((2, "Option '--settings' is required. See --help."), (exitCode, error.TrimEnd()));
    }

    private string Values() => Write("""
        {
          "IsEncrypted": false,
          "Values": {
            // As the Functions tools write it.
            "AzureWebJobsStorage": "UseDevelopmentStorage=true",
            "FUNCTIONS_WORKER_RUNTIME": "dotnet-isolated",
            "Auth0__BaseUrl": "TENANT", "Auth0__ClientId": "sandbox-client", "Auth0__ClientSecret": "sandbox-secret",
            "Webhooks__SigningSecrets__0": "whsec_c2FuZGJveC1zaWduaW5nLXNlY3JldC0wMDAx",
            "Linking__Ssn__TrustedConnections__0": "google-oauth2", "Linking__Ssn__CandidateConnections__0": "sms",
            "Journal__Path": "JOURNAL", "Journal__NameKey": "c2FuZGJveC1qb3VybmFsLW5hbWUta2V5LTAwMDAwMDAwMDE=",
          },
        }
        """);

    private string Sections() => Write("""
        {
          "Auth0": { "BaseUrl": "TENANT", "ClientId": "sandbox-client", "ClientSecret": "sandbox-secret" },
          "Webhooks": { "SigningSecrets": ["whsec_c2FuZGJveC1zaWduaW5nLXNlY3JldC0wMDAx"] },
          "Linking": { "LinkAllMatches": false, "Ssn": { "TrustedConnections": ["google-oauth2"], "CandidateConnections": ["sms"] } },
          "Journal": { "Path": "JOURNAL", "NameKey": "c2FuZGJveC1qb3VybmFsLW5hbWUta2V5LTAwMDAwMDAwMDE=" }
        }
        """);

    private string Write(string settings)
    {
        var file = Path.Combine(_folder.FullName, "settings.json");
        File.WriteAllText(file, settings.Replace("TENANT", _sandbox.Tenant.AbsoluteUri, StringComparison.Ordinal).Replace("JOURNAL", Path.Combine(_folder.FullName, "journal").Replace("\\", "\\\\", StringComparison.Ordinal), StringComparison.Ordinal));
        return file;
    }

    private static async Task<(int ExitCode, string Output, string Error)> RunAsync(params string[] arguments)
    {
        using StringWriter output = new(), error = new();
        var exitCode = await SandboxCommand.RunAsync(arguments, output, error);
        return (exitCode, output.ToString(), error.ToString());
    }
}

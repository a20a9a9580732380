using AccountLinking.Configuration;
using AccountLinking.Configuration.Checks;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace AccountLinking.Tests.Infrastructure;

/// <summary><c>infra/secrets</c>, with a double of the Azure CLI: a vault that is a folder.</summary>
public sealed class SecretsTests : IDisposable
{
    private const string ClientSecret = "client-secret-of-auth0";

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("secrets-");

    public SecretsTests()
    {
        Directory.CreateDirectory(Vault);
        Script.WriteProgram(_folder.FullName, "az", """
            folder=$(dirname "${BASH_SOURCE[0]}")
            echo "$*" >> "$folder/calls"
            if [[ -s $folder/refusals ]]; then tail -n +2 "$folder/refusals" > "$folder/rest" || true; mv "$folder/rest" "$folder/refusals"; echo "(Forbidden) Caller is not authorized to perform action" >&2; exit 1; fi
            case "$3" in
              list) ls "$folder/vault" ;;
              set) [[ $* == "keyvault secret set --vault-name kv-test --name $7 --file $9 --encoding utf-8 --output none" ]]; [[ $7 != "$(cat "$folder/untaken" 2> /dev/null)" ]]; ls -l "$9" | cut -c1-10 >> "$folder/modes"; cp "$9" "$folder/vault/$7" ;;
              *) exit 64 ;;
            esac
            """);
    }

    private string Vault => Path.Combine(_folder.FullName, "vault");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public async Task Makes_what_is_missing_and_the_service_starts_with_it()
    {
        var deployment = await Bicep.DeploymentAsync("environments/prod.bicepparam");

        var (exitCode, output, error) = await RunAsync(("KEY_VAULT_NAMES", $"""["{string.Join("\",\"", deployment.SecretNames)}"]"""), ("AUTH0_CLIENT_SECRET", ClientSecret), ("CRM_API_KEY", "key-of-some-crm\n"));

        Assert.Equal((0, ""), (exitCode, error));
        Assert.Equal(deployment.SecretNames.Select(name => $"set      {name}"), Lines(output));
        var secrets = Directory.EnumerateFiles(Vault).ToDictionary(file => Path.GetFileName(file).Replace("--", ":", StringComparison.Ordinal), file => (string?)File.ReadAllText(file));
        Assert.Equal((ClientSecret, "key-of-some-crm"), (secrets["Auth0:ClientSecret"], secrets["Crm:ApiKey"]));
        Assert.Equal(7, secrets.Values.Distinct().Count());
        var settings = deployment.Settings.Select(setting => KeyValuePair.Create(setting.Key.Replace("__", ":", StringComparison.Ordinal), (string?)setting.Value)).Concat(secrets).Append(new("WEBSITE_SITE_NAME", "app"));
        using var services = new ServiceCollection().AddAccountLinking(new ConfigurationBuilder().AddInMemoryCollection(settings).Build()).BuildServiceProvider();
        Assert.Empty(services.GetRequiredService<SettingsCheck>().Problems(isVaultRead: true));
    }

    [Fact]
    public async Task Leaves_what_is_there_as_it_is()
    {
        await WriteAsync("vault/Journal--NameKey", "old");
        await WriteAsync("vault/Auth0--ClientSecret", "old");

        var (exitCode, output, _) = await RunAsync(("AUTH0_CLIENT_SECRET", ClientSecret));

        Assert.Equal(0, exitCode);
        Assert.Equal(["there    Auth0--ClientSecret", "set      Webhooks--SigningSecrets--0", "set      Webhooks--OperationsSecrets--0", "set      Linking--Ssn--FingerprintKey", "there    Journal--NameKey"], Lines(output));
        Assert.Equal(("old", "old"), (Read("vault/Journal--NameKey"), Read("vault/Auth0--ClientSecret")));
        var before = Read("vault/Webhooks--SigningSecrets--0");
        Assert.All(Lines((await RunAsync()).Output), line => Assert.StartsWith("there ", line, StringComparison.Ordinal));
        Assert.Equal(before, Read("vault/Webhooks--SigningSecrets--0"));
    }

    [Fact]
    public async Task Says_what_only_others_can_give_and_makes_the_rest()
    {
        var (exitCode, output, _) = await RunAsync();

        Assert.Equal(1, exitCode);
        Assert.Equal("missing  Auth0--ClientSecret: it comes from somebody else; run this again with AUTH0_CLIENT_SECRET set, or on a terminal", Lines(output)[0]);
        Assert.Equal(4, Directory.GetFiles(Vault).Length);
    }

    [Fact]
    public async Task Sets_nothing_that_could_not_be_made()
    {
        Script.WriteProgram(_folder.FullName, "openssl", "exit 1");

        var (exitCode, output, _) = await RunAsync(("AUTH0_CLIENT_SECRET", ClientSecret));

        Assert.Equal(1, exitCode);
        Assert.Equal(["Auth0--ClientSecret"], Directory.GetFiles(Vault).Select(Path.GetFileName));
        Assert.Contains("missing  Webhooks--SigningSecrets--0: it could not be made (openssl)", Lines(output));
    }

    [Fact]
    public async Task Shows_no_value_neither_in_what_it_prints_nor_in_what_other_processes_see()
    {
        var (_, output, error) = await RunAsync(("AUTH0_CLIENT_SECRET", ClientSecret));

        Assert.All(Lines(Read("modes")), mode => Assert.Equal("-rw-------", mode));
        var told = output + error + Read("calls");
        Assert.All(Directory.EnumerateFiles(Vault), file => Assert.DoesNotContain(File.ReadAllText(file), told, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Waits_for_a_right_that_was_given_a_moment_ago()
    {
        await WriteAsync("refusals", "x\n");

        Assert.Equal((0, ""), (await RunAsync(("AUTH0_CLIENT_SECRET", ClientSecret))) is var (exitCode, _, error) ? (exitCode, error) : default);
        Assert.Equal(2, Lines(Read("calls")).Count(call => call.Contains("secret list", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Says_which_right_is_missing()
    {
        await WriteAsync("refusals", string.Concat(Enumerable.Repeat("x\n", 9)));

        var (exitCode, output, error) = await RunAsync(["--for", "0", "kv-test"]);

        Assert.Equal((1, ""), (exitCode, output));
        Assert.Equal(["(Forbidden) Caller is not authorized to perform action", "The vault kv-test cannot be read: who is signed in (az account show) needs the role Key Vault Secrets Officer on it, and a vault in a virtual network takes only addresses in operatorAddresses."], Lines(error));
        Assert.Empty(Directory.GetFiles(Vault));
    }

    [Fact]
    public async Task Goes_on_with_the_rest_when_the_vault_does_not_take_one()
    {
        await WriteAsync("untaken", "Webhooks--SigningSecrets--0");

        var (exitCode, output, _) = await RunAsync(("AUTH0_CLIENT_SECRET", ClientSecret));

        Assert.Equal(1, exitCode);
        Assert.Contains("missing  Webhooks--SigningSecrets--0: the vault did not take it", Lines(output));
        Assert.Equal(4, Directory.GetFiles(Vault).Length);
    }

    [Theory]
    [InlineData("the vault is missing: its name is AZURE_KEY_VAULT_NAME of the deployment")]
    [InlineData("the vault is missing: its name is AZURE_KEY_VAULT_NAME of the deployment", "https://kv-test.vault.azure.net")]
    [InlineData("--for needs a number of seconds", "--for", "kv-test")]
    [InlineData("Linking--Primary is no secret of the service", "kv-test", "Webhooks--SigningSecrets--1", "Linking--Primary")]
    public async Task Does_nothing_when_it_is_called_wrongly(string sentence, params string[] arguments)
    {
        var (exitCode, output, error) = await RunAsync(arguments);

        Assert.Equal((2, "", $"secrets: {sentence}. Usage: infra/secrets [--for SECONDS] VAULT [NAME …]\n"), (exitCode, output, error));
        Assert.False(File.Exists(Path.Combine(_folder.FullName, "calls")));
    }

    private static string[] Lines(string text) => text.TrimEnd().Split('\n');

    private Task<(int ExitCode, string Output, string Error)> RunAsync(params (string Name, string Value)[] environment) => RunAsync(["kv-test"], environment);

    private Task<(int ExitCode, string Output, string Error)> RunAsync(string[] arguments, params (string Name, string Value)[] environment) =>
        Script.RunAsync("secrets", environment.Append(("PATH", _folder.FullName)).ToDictionary(pair => pair.Item1, pair => pair.Item2), arguments);

    private Task WriteAsync(string name, string text) => File.WriteAllTextAsync(Path.Combine(_folder.FullName, name), text, TestContext.Current.CancellationToken);

    private string Read(string name) => File.ReadAllText(Path.Combine(_folder.FullName, name));
}

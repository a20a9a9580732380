using System.Text.Json;
using AccountLinking.Sandbox.Hosting;
using AccountLinking.Tests.EndToEnd;

namespace AccountLinking.Tests.Infrastructure;

/// <summary><c>infra/shell</c>, with doubles of the Azure CLI and of Auth0's, and the sandbox as what is deployed.</summary>
public sealed class ShellTests : IAsyncLifetime
{
    private const string Hand = "auth0|hand";
    private const string Anna = "oidc|swedish-bankid|anna";

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("shell-");
    private Stage _stage = null!;

    public async ValueTask InitializeAsync()
    {
        _stage = await Stage.StartAsync();
        Directory.CreateDirectory(Path.Combine(_folder.FullName, "vault"));
        await WriteAsync("vault/Webhooks--OperationsSecrets--0", ServiceDefaults.OperationsSecret);
        await WriteAsync("vault/Webhooks--SigningSecrets--0", ServiceDefaults.SigningSecret);
        await WriteAsync("key", "key-of-the-host");
        // Capitals as Azure makes them of ours.
        await WriteAsync("outputs", $$"""
            {"azurE_RESOURCE_GROUP": {"type": "String", "value": "rg-a's"}, "azurE_FUNCTION_NAME": {"type": "String", "value": "func-a"}, "azurE_KEY_VAULT_NAME": {"type": "String", "value": "kv-a"},
             "servicE_URL": {"type": "String", "value": "{{_stage.Sandbox.Service.GetLeftPart(UriPartial.Authority)}}"}, "keY_VAULT_NAMES": {"type": "Array", "value": ["One--A", "Two--B"]}, "outbounD_ADDRESS": {"type": "String", "value": ""} }
            """);
        Script.WriteProgram(_folder.FullName, "az", """
            folder=$(dirname "${BASH_SOURCE[0]}")
            echo "az $*" >> "$folder/calls"
            case "$1 $2 $3" in
              'deployment sub show') case $5 in account-linking-prod) cat "$folder/outputs" ;; account-linking-begun) ;; *) exit 3 ;; esac ;;
              'keyvault secret show') cat "$folder/vault/$7" 2> /dev/null || { echo "SecretNotFound" >&2; exit 3; }; echo ;;
              'keyvault secret set') ls -l "$9" | cut -c1-10 >> "$folder/modes"; cp "$9" "$folder/vault/$7" ;;
              'functionapp keys list') [[ -f $folder/key && $* == "functionapp keys list --resource-group rg-a's --name func-a --query functionKeys.default --output tsv" ]] && cat "$folder/key" || echo None ;;
              *) exit 64 ;;
            esac
            """);
        Script.WriteProgram(_folder.FullName, "auth0", """
            folder=$(dirname "${BASH_SOURCE[0]}")
            echo "auth0 $*" >> "$folder/calls"
            [[ "$*" == "api get actions/actions/act_1" ]] || exit 0
            echo "{\"status\": \"$(head -1 "$folder/states")\"}"
            tail -n +2 "$folder/states" > "$folder/rest"; mv "$folder/rest" "$folder/states"
            """);
    }

    public async ValueTask DisposeAsync()
    {
        await _stage.DisposeAsync();
        _folder.Delete(recursive: true);
    }

    [Fact]
    public async Task Names_what_is_deployed()
    {
        var (exitCode, output, error) = await TypeAsync("""echo "$AZURE_RESOURCE_GROUP|$AZURE_FUNCTION_NAME|$AZURE_KEY_VAULT_NAME|$KEY_VAULT_NAMES|$OUTBOUND_ADDRESS|" """);

        Assert.Equal((0, "rg-a's|func-a|kv-a|One--A Two--B||\n", ""), (exitCode, output, error));
    }

    [Fact]
    public async Task Takes_the_names_that_azd_has()
    {
        var (exitCode, output, error) = await Script.TypeAsync("AZURE_FUNCTION_NAME=func-a AZURE_RESOURCE_GROUP=\"rg-a's\"; . infra/shell && function_key", Environment());

        Assert.Equal((0, "key-of-the-host", ""), (exitCode, output, error));
    }

    [Theory]
    [InlineData(". infra/shell", "Which environment? As in: . infra/shell prod\n")]
    [InlineData(". infra/shell test", "There is no deployment account-linking-test in this subscription (az account show), or you may not read it.\n")]
    public async Task Says_what_is_missing_and_leaves_the_shell_open(string command, string sentence)
    {
        var (_, output, error) = await Script.TypeAsync($"{command}; echo still here", Environment());

        Assert.Equal(("still here\n", sentence), (output, error));
    }

    /// <summary>Else what is meant for one environment would be done to another.</summary>
    [Theory]
    [InlineData("test", "There is no deployment account-linking-test in this subscription (az account show), or you may not read it.\n")]
    [InlineData("begun", "The deployment account-linking-begun tells no names: it is under way, or it has failed (az deployment sub show --name account-linking-begun).\n")]
    public async Task Forgets_the_environment_before(string environment, string sentence)
    {
        var (_, output, error) = await TypeAsync($"""if . infra/shell {environment}; then echo taken; fi; echo "$AZURE_FUNCTION_NAME$SERVICE_URL$AZURE_KEY_VAULT_NAME$KEY_VAULT_NAMES|" """);

        Assert.Equal(("|\n", sentence), (output, error));
    }

    [Fact]
    public async Task Takes_nothing_else_over_from_a_deployment()
    {
        await WriteAsync("outputs", (await ReadAsync("outputs")).TrimEnd().TrimEnd('}') + """, "x;echo INJECTED;y": {"value": "1"}, "prompT_COMMAND": {"value": "evil"}, "outbounD_ADDRESS": {"value": "$(echo INJECTED)'"} }""");

        var (exitCode, output, error) = await TypeAsync("""echo "${PROMPT_COMMAND:-}|$OUTBOUND_ADDRESS" """);

        Assert.Equal((0, "|$(echo INJECTED)'\n", ""), (exitCode, output, error));
    }

    [Fact]
    public async Task Undoes_a_link()
    {
        await _stage.InsertHandMadeAsync(Hand);
        await _stage.Client.InsertUserAsync($$"""{"user_id": "{{Anna}}", "ssn": "{{Stage.Number}}"}""");
        var link = (await _stage.Service.LinkAsync(Anna)).Body.Text("link_id");

        var (exitCode, output, error) = await TypeAsync($"undo {link}");

        Assert.Equal((0, ""), (exitCode, error));
        Assert.Equal(("unlinked", Hand), (JsonElement.Parse(output).GetProperty("outcome").GetString(), JsonElement.Parse(output).GetProperty("primary_user_id").GetString()));
        Assert.Equal([Anna], await _stage.Client.IdentitiesAsync(Anna));
        LinkAssert.Answered(await _stage.Service.LinkAsync(Anna), "refused", Anna, reason: "separated_before");
        Assert.Equal(0, (await TypeAsync($"undo {link} true")).ExitCode);
        LinkAssert.Answered(await _stage.Service.LinkAsync(Anna), "linked", Hand);
    }

    [Fact]
    public async Task Tells_of_a_link_that_there_is_not()
    {
        var (exitCode, output, _) = await TypeAsync("undo 01a1fd7b4414778b97e2bdbd6c07b1a1");

        Assert.Equal(22, exitCode);
        Assert.Equal("unknown_link", JsonElement.Parse(output).GetProperty("code").GetString());
    }

    [Fact]
    public async Task Asks_the_doctor()
    {
        var (exitCode, output, error) = await TypeAsync("doctor");

        Assert.Equal((0, ""), (exitCode, error));
        Assert.StartsWith("pass  settings ", output, StringComparison.Ordinal);
        Assert.EndsWith("\n(status 200)\n", output, StringComparison.Ordinal);
        File.Delete(Path.Combine(_folder.FullName, "key"));
        Assert.Equal("The function key cannot be read.\n", (await TypeAsync("doctor")).Error);
    }

    [Fact]
    public async Task Sets_a_secret_without_line_breaks_and_shows_it_to_nobody()
    {
        var (exitCode, output, error) = await TypeAsync("""printf 'new-%s\r\n' secret | set_secret Crm--ApiKey; secret Crm--ApiKey | set_secret Crm--ApiKey; ls "${TMPDIR:-/tmp}" | grep -c 'tmp\..*new-secret' || true""");

        Assert.Equal((0, "0\n", ""), (exitCode, output, error));
        Assert.Equal("new-secret", await ReadAsync("vault/Crm--ApiKey"));
        Assert.Equal("-rw-------\n-rw-------\n", await ReadAsync("modes"));
        Assert.DoesNotContain("new-secret", await ReadAsync("calls"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("secret Nothing 2> /dev/null")]
    [InlineData("echo null")]
    [InlineData("echo None")]
    public async Task Sets_nothing_to_nothing(string command)
    {
        var (exitCode, _, error) = await TypeAsync($"{command} | set_secret Webhooks--SigningSecrets--0");

        Assert.Equal((1, "There is nothing to set Webhooks--SigningSecrets--0 to.\n"), (exitCode, error));
        Assert.Equal(ServiceDefaults.SigningSecret, await ReadAsync("vault/Webhooks--SigningSecrets--0"));
    }

    [Fact]
    public async Task Gives_the_Action_all_of_its_secrets()
    {
        var (exitCode, output, error) = await TypeAsync("ACCOUNT_LINKING_CONNECTIONS= ACCOUNT_LINKING_FEATURES=link; action_secrets");

        Assert.Equal((0, ""), (exitCode, error));
        Assert.Equal(
            [("ACCOUNT_LINKING_URL", _stage.Sandbox.Service.GetLeftPart(UriPartial.Authority)), ("ACCOUNT_LINKING_SIGNING_SECRET", ServiceDefaults.SigningSecret), ("ACCOUNT_LINKING_FUNCTION_KEY", "key-of-the-host"), ("ACCOUNT_LINKING_FEATURES", "link")],
            JsonElement.Parse(output).GetProperty("secrets").EnumerateArray().Select(secret => (secret.GetProperty("name").GetString()!, secret.GetProperty("value").GetString()!)));
    }

    [Theory]
    [InlineData("action_secrets Webhooks--SigningSecrets--7")]
    [InlineData("action_secrets Webhooks--SigningSecrets--0 action")]
    public async Task Gives_it_nothing_when_one_of_them_cannot_be_read(string command)
    {
        var (exitCode, output, error) = await TypeAsync($"ACCOUNT_LINKING_CONNECTIONS= ACCOUNT_LINKING_FEATURES=link; {command}");

        Assert.Equal((5, ""), (exitCode, output));
        Assert.Contains("the signing secret or the function key cannot be read", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Deploys_the_Action_once_it_is_built()
    {
        await WriteAsync("states", "pending\nbuilding\nbuilt\n");

        Assert.Equal(0, (await TypeAsync("DEPLOY_ACTION_PAUSE=0 deploy_action act_1")).ExitCode);

        Assert.Equal(["api get actions/actions/act_1", "api get actions/actions/act_1", "api get actions/actions/act_1", "actions deploy act_1"], (await ReadAsync("calls")).Split('\n').Where(line => line.StartsWith("auth0 ", StringComparison.Ordinal)).Select(line => line["auth0 ".Length..]));
    }

    private Dictionary<string, string> Environment() => new() { ["PATH"] = _folder.FullName };

    private Task<(int ExitCode, string Output, string Error)> TypeAsync(string commands) => Script.TypeAsync($". infra/shell prod && {{ {commands}; }}", Environment());

    private Task WriteAsync(string name, string text) => File.WriteAllTextAsync(Path.Combine(_folder.FullName, name), text, TestContext.Current.CancellationToken);

    private Task<string> ReadAsync(string name) => File.ReadAllTextAsync(Path.Combine(_folder.FullName, name), TestContext.Current.CancellationToken);
}

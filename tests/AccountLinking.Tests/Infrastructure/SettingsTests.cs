using System.Collections;
using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using AccountLinking.Configuration;
using AccountLinking.Configuration.Checks;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace AccountLinking.Tests.Infrastructure;

/// <summary>
/// The parameters of a deployment and the service's options agree: in what there is, in what is taken, and in what counts where nothing is said. Each parameter is set
/// alone, worked out to app settings, and the service is asked about them as it is at its start.
/// </summary>
public sealed class SettingsTests
{
    private static readonly string[] OfTheService = ["auth0", "webhooks", "linking", "crm", "journalRetentionDays", "vaultReloadSeconds"];

    /// <summary>What a deployment has no parameter for: sandboxes' and laptops'.</summary>
    private static readonly string[] NotInAzure = ["Auth0:BaseUrl", "Journal:Path"];

    private static readonly string[] WithMembers = ["auth0Settings", "webhooksSettings", "linkingSettings", "crmSettings?", "ssnSettings", "emailSettings?", "connectionIds?"];

    private static readonly string[] OfTheHost = ["AzureWebJobsStorage", "AzureWebJobsDisableHomepage", "APPLICATIONINSIGHTS", "AZURE_CLIENT_ID", "OTEL_TRACES_SAMPLER"];

    [Theory]
    [InlineData("environments/dev.bicepparam")]
    [InlineData("environments/prod.bicepparam")]
    [InlineData("main.bicepparam")]
    public async Task The_service_starts_with_what_each_environment_sets_and_what_is_in_the_vault(string file) => Assert.Empty(Problems(await Bicep.DeploymentAsync(file)));

    [Theory]
    [InlineData("environments/prod.bicepparam", "Crm--ApiKey")]
    [InlineData("main.bicepparam", "Webhooks--SigningSecrets--0")]
    [InlineData("main.bicepparam", "Auth0--ClientSecret")]
    [InlineData("main.bicepparam", "Journal--NameKey")]
    public async Task It_does_not_without_what_must_be_there(string file, string missing)
    {
        var deployment = await Bicep.DeploymentAsync(file);

        var problem = Assert.Single(Problems(deployment with { SecretNames = [.. deployment.SecretNames.Where(name => name != missing)] }));

        Assert.StartsWith(missing.Replace("--0", "", StringComparison.Ordinal).Replace("--", ":", StringComparison.Ordinal), problem, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_azd_knows_is_deployed()
    {
        var deployment = await Bicep.DeploymentAsync("main.bicepparam", new Dictionary<string, string>
        {
            ["AUTH0_DOMAIN"] = "other.eu.auth0.com",
            ["AUTH0_CLIENT_ID"] = "k3Zr8mQ1",
            ["LINKING_DRY_RUN"] = "false",
            ["LINKING_SSN_TRUSTED_CONNECTIONS"] = "swedish-bankid, freja-eid",
            ["LINKING_SSN_CANDIDATE_CONNECTIONS"] = "Legacy",
            ["CRM_URL"] = "https://crm.example.com/",
            ["CRM_NAMESPACE"] = "https://crm.example.com/claims/",
        });

        Assert.Empty(Problems(deployment));
        Assert.Equal(("other.eu.auth0.com", "k3Zr8mQ1", "False", "freja-eid", "true"), (deployment.Settings["Auth0__Domain"], deployment.Settings["Auth0__ClientId"], deployment.Settings["Linking__DryRun"], deployment.Settings["Linking__Ssn__TrustedConnections__1"], deployment.Settings["Crm__Enabled"]));
        Assert.Equal("Legacy", deployment.Settings["Linking__Ssn__CandidateConnections__0"]);
        Assert.Contains("Crm--ApiKey", deployment.SecretNames);
    }

    /// <summary>A pipeline gives an empty variable for one that is not set.</summary>
    [Fact]
    public async Task What_is_empty_counts_as_not_set()
    {
        string[] names = ["AZURE_ENV_NAME", "AZURE_LOCATION", "AUTH0_DOMAIN", "AUTH0_CLIENT_ID", "LINKING_DRY_RUN", "LINKING_SSN_TRUSTED_CONNECTIONS", "LINKING_SSN_CANDIDATE_CONNECTIONS", "CRM_URL", "CRM_NAMESPACE", "CRM_TIME_ZONE", "ALWAYS_READY_INSTANCES", "OPERATOR_ADDRESSES", "AZURE_PRINCIPAL_ID"];
        Assert.Equal(names.Order(StringComparer.Ordinal), Regex.Matches(await File.ReadAllTextAsync(Path.Combine(Bicep.Folder, "main.bicepparam"), TestContext.Current.CancellationToken), "readEnvironmentVariable\\('(?<name>[A-Z0-9_]+)'", RegexOptions.ExplicitCapture, TimeSpan.FromSeconds(1))
            .Select(match => match.Groups["name"].Value).Except(["NETWORK_ADDRESS_PREFIX", "RECOVER_VAULT", "AZURE_PRINCIPAL_TYPE"]).Distinct().Order(StringComparer.Ordinal));

        var (empty, unset) = (await Bicep.DeploymentAsync("main.bicepparam", names.ToDictionary(name => name, _ => string.Empty)), await Bicep.DeploymentAsync("main.bicepparam"));

        Assert.Equal(unset.Settings, empty.Settings);
        Assert.Empty(Problems(empty));
        // Nobody's tenant gets a secret because somebody forgot to name his own.
        Assert.EndsWith(".invalid", empty.Settings["Auth0__Domain"], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Every_setting_can_be_set_or_is_in_the_vault_and_nothing_else_is_set()
    {
        var deployments = await Bicep.DeploymentsAsync((await LeavesAsync()).Select(leaf => With(leaf.Path, Example(leaf))));
        var set = deployments.SelectMany(deployment => deployment.Settings.Keys.Concat(deployment.SecretNames)).Select(NameOf).Where(name => !OfTheHost.Contains(name.Split(':')[0].Split("_CONN")[0].Split("_AUTH")[0].Split("_ARG")[0]))
            .Distinct().Order(StringComparer.Ordinal);

        Assert.Equal(SettingsSections.All.SelectMany(section => NamesOf(section.Type, section.Name)).Except(NotInAzure).Order(StringComparer.Ordinal), set);
    }

    /// <summary>In Azure's app settings on Linux: https://learn.microsoft.com/azure/app-service/reference-app-settings.</summary>
    [Fact]
    public async Task Names_are_made_of_letters_digits_and_underscores() =>
        Assert.All(await Bicep.DeploymentsAsync((await LeavesAsync()).Select(leaf => With(leaf.Path, Example(leaf)))), deployment => Assert.All(deployment.Settings.Keys, name => Assert.Matches("^[A-Za-z0-9_]+$", name)));

    [Fact]
    public async Task No_secret_is_among_them()
    {
        var deployment = await Bicep.DeploymentAsync("environments/prod.bicepparam");

        Assert.Empty(deployment.Settings.Keys.Select(NameOf).Intersect(deployment.SecretNames.Select(NameOf)));
        Assert.DoesNotContain(deployment.Settings, setting => setting.Value.Contains("AccountKey", StringComparison.OrdinalIgnoreCase) || setting.Value.Contains("@Microsoft.KeyVault", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Whole_numbers_have_the_limits_that_the_service_has()
    {
        var leaves = (await LeavesAsync()).Where(leaf => leaf.Type.TrimEnd('?') == "int").ToList();
        Assert.True(leaves.Count >= 8);
        Assert.All(leaves, leaf => Assert.True(leaf is { MinValue: not null, MaxValue: not null }, $"{leaf.Path} has no limits"));
        var cases = leaves.SelectMany(leaf => ((int Value, bool IsGood)[])[(leaf.MinValue!.Value, true), (leaf.MaxValue!.Value, true), (leaf.MinValue.Value - 1, false), (leaf.MaxValue.Value + 1, false)], (leaf, one) => (leaf.Path, one.Value, one.IsGood)).ToList();

        var deployments = await Bicep.DeploymentsAsync(cases.Select(one => With(one.Path, one.Value)));

        foreach (var (one, deployment) in cases.Zip(deployments)) Assert.True(Problems(deployment).Count == (one.IsGood ? 0 : 1), $"{one.Path} = {one.Value}: {string.Join(' ', Problems(deployment))}");
    }

    [Fact]
    public async Task Choices_are_those_of_the_service()
    {
        var leaves = (await LeavesAsync()).Where(leaf => leaf.Type.Contains('\'', StringComparison.Ordinal)).ToList();
        Assert.True(leaves.Count >= 8);
        var cases = leaves.SelectMany(leaf => ChoicesOf(leaf).Select(value => (Leaf: leaf, Value: value))).ToList();
        var deployments = await Bicep.DeploymentsAsync(cases.Select(one => With(one.Leaf.Path, one.Value)));
        var minimal = await MinimalAsync();

        foreach (var (one, deployment) in cases.Zip(deployments))
        {
            var setting = SettingOf(deployment with { Settings = Without(deployment, "Linking__PreferConnections__0", "Linking__Email__TrustedConnections__0") }, minimal(one.Leaf), one.Leaf);
            var found = ValueOf(deployment, setting);
            Assert.Equal(one.Value, found!.ToString());
            Assert.Equal(Enum.GetNames(found.GetType()).Order(StringComparer.Ordinal), ChoicesOf(one.Leaf).Order(StringComparer.Ordinal));
            // Auth0's SDK is in the Functions app alone.
            Assert.DoesNotContain(Problems(deployment), problem => !problem.StartsWith("Auth0:Client must be Http in this host", StringComparison.Ordinal));
        }
    }

    [Fact]
    public async Task What_is_not_given_is_what_its_description_says()
    {
        var minimal = await MinimalAsync();
        var leaves = (await LeavesAsync()).Where(leaf => leaf.HasDefault && leaf.Path.Contains('.', StringComparison.Ordinal)).ToList();
        Assert.All(leaves, leaf => Assert.True(leaf.Description?.Split("Default: ") is [_, _], $"{leaf.Path} does not say its default"));
        var said = leaves.Select(leaf => leaf.Description!.Split("Default: ")[1].Split(". ")[0].TrimEnd('.')).ToList();

        var deployments = await Bicep.DeploymentsAsync(leaves.Zip(said).Select(one => With(one.First.Path, ValueSaid(one.First, one.Second))));

        foreach (var (leaf, with, text) in leaves.Zip(deployments, said))
        {
            var setting = SettingOf(with, minimal(leaf), leaf);
            Assert.True(TextOf(ValueOf(with, setting)) == TextOf(ValueOf(minimal(leaf), setting)), $"{leaf.Path} is {TextOf(ValueOf(minimal(leaf), setting))} unless given, and not {text}");
        }
    }

    [Fact]
    public async Task What_has_a_default_in_Bicep_itself_has_the_services()
    {
        var deployment = (await MinimalAsync())(null);

        Assert.Equal((new JournalOptions().Retention, new KeyVaultOptions().ReloadInterval), ((TimeSpan)ValueOf(deployment, "Journal:Retention")!, (TimeSpan)ValueOf(deployment, "KeyVault:ReloadInterval")!));
    }

    /// <summary>With nothing but what is required, of the CRM's as well for a parameter of its.</summary>
    private static async Task<Func<Bicep.Declaration?, Bicep.Deployment>> MinimalAsync()
    {
        var deployments = await Bicep.DeploymentsAsync([With(null, null), With("crm.url", "https://crm.example.com/")]);
        return leaf => deployments[leaf?.Path.StartsWith("crm.", StringComparison.Ordinal) == true ? 1 : 0];
    }

    private static Dictionary<string, string> Without(Bicep.Deployment deployment, params string[] names) => deployment.Settings.Where(setting => !names.Contains(setting.Key)).ToDictionary(StringComparer.Ordinal);

    /// <summary>The parameters that are a value each.</summary>
    private static async Task<List<Bicep.Declaration>> LeavesAsync() =>
        [.. (await Bicep.DeclarationsAsync()).Where(one => one.File == "main.bicep" && OfTheService.Contains(one.Path.Split('.')[0]) && !WithMembers.Contains(one.Type))];

    /// <summary>What is required, and one more.</summary>
    private static JsonObject With(string? path, object? value)
    {
        var parameters = JsonNode.Parse("""
            {"environmentName": "test", "location": "swedencentral", "auth0": {"domain": "name.eu.auth0.com", "clientId": "id"}, "webhooks": {},
             "linking": {"ssn": {"trustedConnections": ["swedish-bankid"]} } }
            """)!.AsObject();
        if (path is null) return parameters;
        // These choices want something beside them.
        if (value is "PreferConnections") parameters["linking"]!["preferConnections"] = new JsonArray("one");
        if (value is "Automatic") parameters["linking"]!["email"] = JsonNode.Parse("""{"trustedConnections": ["google-oauth2"]}""");
        if (path.StartsWith("crm.", StringComparison.Ordinal)) parameters["crm"] = JsonNode.Parse("""{"url": "https://crm.example.com/", "namespace": "https://crm.example.com/"}""");
        var at = parameters;
        foreach (var name in path.Split('.')[..^1]) at = (at[name] ??= new JsonObject()).AsObject();
        at[path.Split('.')[^1]] = value as JsonNode ?? JsonValue.Create(value);
        return parameters;
    }

    private static object Example(Bicep.Declaration leaf) => leaf.Type.TrimEnd('?') switch
    {
        "int" => leaf.MinValue ?? 1,
        "bool" => true,
        "string[]" or "connectionName[]" => new JsonArray("one", "two"),
        "string" when leaf.Path.EndsWith(".*", StringComparison.Ordinal) => "con_0123456789abcdef",
        "string" => "text",
        _ => ChoicesOf(leaf)[0],
    };

    private static string[] ChoicesOf(Bicep.Declaration leaf) => [.. leaf.Type.Split('\'').Where((_, index) => index % 2 == 1)];

    /// <summary>A default, as the description has it.</summary>
    private static object ValueSaid(Bicep.Declaration leaf, string said) => leaf.Type.TrimEnd('?') switch
    {
        "int" => int.Parse(said, CultureInfo.InvariantCulture),
        "bool" => bool.Parse(said),
        "string[]" or "connectionName[]" => said == "none" ? new JsonArray() : new JsonArray([.. said.Split(" and ").Select(item => (JsonNode)item)]),
        _ => said,
    };

    /// <summary>Which setting the parameter is: the one that it has made, or the one of its name where that is as it was.</summary>
    private static string SettingOf(Bicep.Deployment with, Bicep.Deployment without, Bicep.Declaration leaf)
    {
        var made = with.Settings.Except(without.Settings).Select(setting => NameOf(setting.Key)).Distinct().ToList();
        return made.Count > 0 ? Assert.Single(made) : string.Join(':', leaf.Path.Split('.').Select(part => char.ToUpperInvariant(part[0]) + part[1..]));
    }

    private static string NameOf(string setting)
    {
        var name = setting.Replace("__", ":", StringComparison.Ordinal).Replace("--", ":", StringComparison.Ordinal);
        return name.Split(':')[^1].All(char.IsAsciiDigit) ? name[..name.LastIndexOf(':')] : name;
    }

    private static IEnumerable<string> NamesOf(Type type, string path) => type.GetProperties().Where(property => property.CanWrite).SelectMany(property =>
        property.PropertyType is { IsClass: true, IsArray: false } nested && nested != typeof(string) ? NamesOf(nested, $"{path}:{property.Name}") : [$"{path}:{property.Name}"]);

    /// <summary>As the service reads it; of two lists whose default stands beside them, that which counts.</summary>
    private static object? ValueOf(Bicep.Deployment deployment, string setting)
    {
        var parts = setting.Split(':');
        var section = SettingsSections.All.Single(section => section.Name == parts[0]);
        var options = Activator.CreateInstance(section.Type)!;
        SettingsOf(deployment).GetSection(section.Name).Bind(options);
        return setting switch
        {
            "Linking:Ssn:Claims" => ((LinkingOptions)options).Ssn.ClaimNames,
            "Crm:Claims" => ((CrmOptions)options).ClaimFields,
            _ => parts.Skip(1).Aggregate((object?)options, (at, name) => at!.GetType().GetProperty(name)!.GetValue(at)),
        };
    }

    private static string TextOf(object? value) => value is IEnumerable items and not string ? string.Join(' ', items.Cast<object>()) : $"{value}";

    private static IReadOnlyList<string> Problems(Bicep.Deployment deployment)
    {
        using var services = new ServiceCollection().AddAccountLinking(SettingsOf(deployment)).BuildServiceProvider();
        return services.GetRequiredService<SettingsCheck>().Problems(isVaultRead: true);
    }

    /// <summary>As they are inside Azure, with good secrets from the vault.</summary>
    private static IConfiguration SettingsOf(Bicep.Deployment deployment) => new ConfigurationBuilder().AddInMemoryCollection(
    [
        KeyValuePair.Create("WEBSITE_SITE_NAME", (string?)"app"),
        .. deployment.Settings.Select(setting => KeyValuePair.Create(setting.Key.Replace("__", ":", StringComparison.Ordinal), (string?)setting.Value)),
        .. deployment.SecretNames.Select(name => KeyValuePair.Create(name.Replace("--", ":", StringComparison.Ordinal), (string?)SecretFor(name))),
    ]).Build();

    private static string SecretFor(string name) => name switch
    {
        "Webhooks--SigningSecrets--0" => "whsec_ng9Kk6bn3Fl2bKZ8o2xV1mXyO0bqYw7B",
        "Webhooks--OperationsSecrets--0" => "whsec_b3BlcmF0aW9uc29wZXJhdGlvbnNvcGVyYXRpb25z",
        "Linking--Ssn--FingerprintKey" or "Journal--NameKey" => "MzRmZDM2YzI5N2QyNGU5YjkwYjRkZGYzNmU5NDc1ZmE=",
        _ => "given",
    };
}

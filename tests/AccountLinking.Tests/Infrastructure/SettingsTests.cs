using AccountLinking.Configuration;
using AccountLinking.Configuration.Checks;

namespace AccountLinking.Tests.Infrastructure;

/// <summary>
/// The parameters of a deployment and the service's options agree: in what there is, in what is taken, and in what counts where nothing is said. Each parameter is set
/// alone, worked out to app settings, and the service is asked about them as it is at its start.
/// </summary>
public sealed class SettingsTests
{
    /// <summary>What a deployment has no parameter for: sandboxes' and laptops'.</summary>
    private static readonly string[] NotInAzure = ["Auth0:BaseUrl", "Journal:Path"];

    private static readonly string[] OfTheHost = ["AzureWebJobsStorage", "AzureWebJobsDisableHomepage", "APPLICATIONINSIGHTS", "AZURE_CLIENT_ID", "OTEL_TRACES_SAMPLER"];

    [Fact]
    public async Task Every_setting_can_be_set_or_is_in_the_vault_and_nothing_else_is_set()
    {
        var deployments = await Bicep.DeploymentsAsync((await OneParameter.LeavesAsync()).Select(leaf => OneParameter.With(leaf.Path, OneParameter.Example(leaf))));
        var set = deployments.SelectMany(deployment => deployment.Settings.Keys.Concat(deployment.SecretNames)).Select(DeployedSettings.NameOf).Where(name => !OfTheHost.Contains(name.Split(':')[0].Split("_CONN")[0].Split("_AUTH")[0].Split("_ARG")[0]))
            .Distinct().Order(StringComparer.Ordinal);

        Assert.Equal(SettingsSections.All.SelectMany(section => NamesOf(section.Type, section.Name)).Except(NotInAzure).Order(StringComparer.Ordinal), set);
    }

    /// <summary>In Azure's app settings on Linux: https://learn.microsoft.com/azure/app-service/reference-app-settings.</summary>
    [Fact]
    public async Task Names_are_made_of_letters_digits_and_underscores() =>
        Assert.All(await Bicep.DeploymentsAsync((await OneParameter.LeavesAsync()).Select(leaf => OneParameter.With(leaf.Path, OneParameter.Example(leaf)))), deployment => Assert.All(deployment.Settings.Keys, name => Assert.Matches("^[A-Za-z0-9_]+$", name)));

    [Fact]
    public async Task No_secret_is_among_them()
    {
        var deployment = await Bicep.DeploymentAsync("environments/prod.bicepparam");

        Assert.Empty(deployment.Settings.Keys.Select(DeployedSettings.NameOf).Intersect(deployment.SecretNames.Select(DeployedSettings.NameOf)));
        Assert.DoesNotContain(deployment.Settings, setting => setting.Value.Contains("AccountKey", StringComparison.OrdinalIgnoreCase) || setting.Value.Contains("@Microsoft.KeyVault", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Whole_numbers_have_the_limits_that_the_service_has()
    {
        var leaves = (await OneParameter.LeavesAsync()).Where(leaf => leaf.Type.TrimEnd('?') == "int").ToList();
        Assert.True(leaves.Count >= 8);
        Assert.All(leaves, leaf => Assert.True(leaf is { MinValue: not null, MaxValue: not null }, $"{leaf.Path} has no limits"));
        var cases = leaves.SelectMany(leaf => ((int Value, bool IsGood)[])[(leaf.MinValue!.Value, true), (leaf.MaxValue!.Value, true), (leaf.MinValue.Value - 1, false), (leaf.MaxValue.Value + 1, false)], (leaf, one) => (leaf.Path, one.Value, one.IsGood)).ToList();

        var deployments = await Bicep.DeploymentsAsync(cases.Select(one => OneParameter.With(one.Path, one.Value)));

        foreach (var (one, deployment) in cases.Zip(deployments)) Assert.True(DeployedSettings.Problems(deployment).Count == (one.IsGood ? 0 : 1), $"{one.Path} = {one.Value}: {string.Join(' ', DeployedSettings.Problems(deployment))}");
    }

    [Fact]
    public async Task Choices_are_those_of_the_service()
    {
        var leaves = (await OneParameter.LeavesAsync()).Where(leaf => leaf.Type.Contains('\'', StringComparison.Ordinal)).ToList();
        Assert.True(leaves.Count >= 8);
        var cases = leaves.SelectMany(leaf => OneParameter.ChoicesOf(leaf).Select(value => (Leaf: leaf, Value: value))).ToList();
        var deployments = await Bicep.DeploymentsAsync(cases.Select(one => OneParameter.With(one.Leaf.Path, one.Value)));
        var minimal = await MinimalAsync();

        foreach (var (one, deployment) in cases.Zip(deployments))
        {
            var setting = SettingOf(deployment with { Settings = Without(deployment, "Linking__PreferConnections__0", "Linking__Email__TrustedConnections__0") }, minimal(one.Leaf), one.Leaf);
            var found = DeployedSettings.ValueOf(deployment, setting);
            Assert.Equal(one.Value, found!.ToString());
            Assert.Equal(Enum.GetNames(found.GetType()).Order(StringComparer.Ordinal), OneParameter.ChoicesOf(one.Leaf).Order(StringComparer.Ordinal));
            // Auth0's SDK is in the Functions app alone.
            Assert.DoesNotContain(DeployedSettings.Problems(deployment), problem => !problem.StartsWith("Auth0:Client must be Http in this host", StringComparison.Ordinal));
        }
    }

    [Fact]
    public async Task What_is_not_given_is_what_its_description_says()
    {
        var minimal = await MinimalAsync();
        var leaves = (await OneParameter.LeavesAsync()).Where(leaf => leaf.HasDefault && leaf.Path.Contains('.', StringComparison.Ordinal)).ToList();
        Assert.All(leaves, leaf => Assert.True(leaf.Description?.Split("Default: ") is [_, _], $"{leaf.Path} does not say its default"));
        var said = leaves.Select(leaf => leaf.Description!.Split("Default: ")[1].Split(". ")[0].TrimEnd('.')).ToList();

        var deployments = await Bicep.DeploymentsAsync(leaves.Zip(said).Select(one => OneParameter.With(one.First.Path, OneParameter.ValueSaid(one.First, one.Second))));

        foreach (var (leaf, with, text) in leaves.Zip(deployments, said))
        {
            var setting = SettingOf(with, minimal(leaf), leaf);
            Assert.True(DeployedSettings.TextOf(DeployedSettings.ValueOf(with, setting)) == DeployedSettings.TextOf(DeployedSettings.ValueOf(minimal(leaf), setting)), $"{leaf.Path} is {DeployedSettings.TextOf(DeployedSettings.ValueOf(minimal(leaf), setting))} unless given, and not {text}");
        }
    }

    [Fact]
    public async Task What_has_a_default_in_Bicep_itself_has_the_services()
    {
        var deployment = (await MinimalAsync())(null);

        Assert.Equal((new JournalOptions().Retention, new KeyVaultOptions().ReloadInterval), ((TimeSpan)DeployedSettings.ValueOf(deployment, "Journal:Retention")!, (TimeSpan)DeployedSettings.ValueOf(deployment, "KeyVault:ReloadInterval")!));
    }

    /// <summary>With nothing but what is required, of the CRM's as well for a parameter of its.</summary>
    private static async Task<Func<Bicep.Declaration?, Bicep.Deployment>> MinimalAsync()
    {
        var deployments = await Bicep.DeploymentsAsync([OneParameter.With(null, null), OneParameter.With("crm.url", "https://crm.example.com/")]);
        return leaf => deployments[leaf?.Path.StartsWith("crm.", StringComparison.Ordinal) == true ? 1 : 0];
    }

    private static Dictionary<string, string> Without(Bicep.Deployment deployment, params string[] names) => deployment.Settings.Where(setting => !names.Contains(setting.Key)).ToDictionary(StringComparer.Ordinal);

    /// <summary>Which setting the parameter is: the one that it has made, or the one of its name where that is as it was.</summary>
    private static string SettingOf(Bicep.Deployment with, Bicep.Deployment without, Bicep.Declaration leaf)
    {
        var made = with.Settings.Except(without.Settings).Select(setting => DeployedSettings.NameOf(setting.Key)).Distinct().ToList();
        return made.Count > 0 ? Assert.Single(made) : string.Join(':', leaf.Path.Split('.').Select(part => char.ToUpperInvariant(part[0]) + part[1..]));
    }

    private static IEnumerable<string> NamesOf(Type type, string path) => type.GetProperties().Where(property => property.CanWrite).SelectMany(property =>
        property.PropertyType is { IsClass: true, IsArray: false } nested && nested != typeof(string) ? NamesOf(nested, $"{path}:{property.Name}") : [$"{path}:{property.Name}"]);
}

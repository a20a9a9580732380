using System.Text.RegularExpressions;

namespace AccountLinking.Tests.Infrastructure;

/// <summary>What each parameter file sets is what the service starts with, together with what is in the vault.</summary>
public sealed class EnvironmentTests
{
    [Theory]
    [InlineData("environments/dev.bicepparam")]
    [InlineData("environments/prod.bicepparam")]
    [InlineData("main.bicepparam")]
    public async Task The_service_starts_with_what_each_environment_sets_and_what_is_in_the_vault(string file) => Assert.Empty(DeployedSettings.Problems(await Bicep.DeploymentAsync(file)));

    [Theory]
    [InlineData("environments/prod.bicepparam", "Crm--ApiKey")]
    [InlineData("environments/prod.bicepparam", "SelfService--NonceKey")]
    [InlineData("main.bicepparam", "Webhooks--SigningSecrets--0")]
    [InlineData("main.bicepparam", "Auth0--ClientSecret")]
    [InlineData("main.bicepparam", "Journal--NameKey")]
    public async Task It_does_not_without_what_must_be_there(string file, string missing)
    {
        var deployment = await Bicep.DeploymentAsync(file);

        var problem = Assert.Single(DeployedSettings.Problems(deployment with { SecretNames = [.. deployment.SecretNames.Where(name => name != missing)] }));

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
            ["LINKING_CONNECTIONS"] = "Username-Password-Authentication=con_0123456789abcdef, Legacy = con_fedcba9876543210",
            ["CRM_URL"] = "https://crm.example.com/",
            ["CRM_NAMESPACE"] = "https://crm.example.com/claims/",
            ["AUTH0_ISSUER"] = "https://login.example.com/",
            ["AUTH0_API_AUDIENCE"] = "https://account-linking.example.com/",
            ["SELF_SERVICE_CONNECTIONS"] = "sms, google-oauth2",
            ["SELF_SERVICE_ORIGINS"] = "https://app.example.com, https://www.example.com",
        });

        Assert.Empty(DeployedSettings.Problems(deployment));
        Assert.Equal(("other.eu.auth0.com", "k3Zr8mQ1", "False", "freja-eid", "true"), (deployment.Settings["Auth0__Domain"], deployment.Settings["Auth0__ClientId"], deployment.Settings["Linking__DryRun"], deployment.Settings["Linking__Ssn__TrustedConnections__1"], deployment.Settings["Crm__Enabled"]));
        Assert.Equal("Legacy", deployment.Settings["Linking__Ssn__CandidateConnections__0"]);
        Assert.Equal(
            ["Legacy=con_fedcba9876543210", "Username-Password-Authentication=con_0123456789abcdef"],
            deployment.Settings.Where(setting => setting.Key.StartsWith("Linking__Connections__", StringComparison.Ordinal)).Select(setting => setting.Value).Order(StringComparer.Ordinal));
        Assert.Equal(("https://login.example.com/", "https://account-linking.example.com/", "google-oauth2", "https://www.example.com"), (deployment.Settings["Auth0__Issuer"], deployment.Settings["Auth0__ApiAudience"], deployment.Settings["SelfService__Connections__1"], deployment.Settings["SelfService__Origins__1"]));
        Assert.Equal(["Crm--ApiKey", "SelfService--NonceKey"], deployment.SecretNames.Except((await Bicep.DeploymentAsync("main.bicepparam")).SecretNames));
    }

    /// <summary>What was mistyped is no empty list: nobody's database account could be absorbed, and nobody would know why.</summary>
    [Theory]
    [InlineData("Username-Password-Authentication")]
    [InlineData("Username-Password-Authentication=con_0123456789abcdef,")]
    [InlineData("Username-Password-Authentication=con_0123456789abcdef=")]
    public async Task A_connection_without_its_id_is_told(string connections)
    {
        var deployment = await Bicep.DeploymentAsync("main.bicepparam", new Dictionary<string, string> { ["LINKING_CONNECTIONS"] = connections });

        Assert.StartsWith("Linking:Connections", Assert.Single(DeployedSettings.Problems(deployment)), StringComparison.Ordinal);
    }

    /// <summary>A pipeline gives an empty variable for one that is not set.</summary>
    [Fact]
    public async Task What_is_empty_counts_as_not_set()
    {
        string[] names = ["AZURE_ENV_NAME", "AZURE_LOCATION", "AUTH0_DOMAIN", "AUTH0_CLIENT_ID", "AUTH0_ISSUER", "AUTH0_API_AUDIENCE", "SELF_SERVICE_CONNECTIONS", "SELF_SERVICE_ORIGINS", "LINKING_DRY_RUN", "LINKING_SSN_TRUSTED_CONNECTIONS", "LINKING_SSN_CANDIDATE_CONNECTIONS", "LINKING_CONNECTIONS", "CRM_URL", "CRM_NAMESPACE", "CRM_TIME_ZONE", "ALWAYS_READY_INSTANCES", "OPERATOR_ADDRESSES", "AZURE_PRINCIPAL_ID"];
        Assert.Equal(names.Order(StringComparer.Ordinal), Regex.Matches(await File.ReadAllTextAsync(Path.Combine(Bicep.Folder, "main.bicepparam"), TestContext.Current.CancellationToken), "readEnvironmentVariable\\('(?<name>[A-Z0-9_]+)'", RegexOptions.ExplicitCapture, TimeSpan.FromSeconds(1))
            .Select(match => match.Groups["name"].Value).Except(["NETWORK_ADDRESS_PREFIX", "RECOVER_VAULT", "AZURE_PRINCIPAL_TYPE"]).Distinct().Order(StringComparer.Ordinal));

        var (empty, unset) = (await Bicep.DeploymentAsync("main.bicepparam", names.ToDictionary(name => name, _ => string.Empty)), await Bicep.DeploymentAsync("main.bicepparam"));

        Assert.Equal(unset.Settings, empty.Settings);
        Assert.Equal(unset.SecretNames, empty.SecretNames);
        Assert.Empty(DeployedSettings.Problems(empty));
        // Nobody's tenant gets a secret because somebody forgot to name his own.
        Assert.EndsWith(".invalid", empty.Settings["Auth0__Domain"], StringComparison.Ordinal);
    }
}

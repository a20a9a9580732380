using System.Text.Json;
using System.Text.RegularExpressions;

namespace AccountLinking.Tests.Infrastructure;

/// <summary>What is deployed is locked where nobody needs it open: no keys, no passwords, no right that is not used, nothing that is lost by one wrong command.</summary>
public sealed class ResourceTests
{
    private const string BlobDataOwner = "b7e6dc6d-f1e8-4753-8033-0f276bb0955b";
    private const string BlobDataContributor = "ba92f5b4-2d11-453d-a403-e96b0029c9fe";
    private const string SecretsUser = "4633458b-17de-408a-b874-0445c86b69e6";
    private const string SecretsOfficer = "b86a8fe4-44ce-4948-aee5-eccb2c155cd7";
    private const string MetricsPublisher = "3913510d-42f4-4e42-8a64-420c390055eb";

    /// <summary>They have no tags, or have those of what they are part of.</summary>
    private static readonly string[] WithoutTags = ["Microsoft.Authorization/roleAssignments", "Microsoft.Authorization/locks", "Microsoft.Insights/diagnosticSettings"];

    [Fact]
    public async Task Storage_takes_no_keys_and_shows_strangers_nothing()
    {
        var accounts = await OfTypeAsync("Microsoft.Storage/storageAccounts");

        Assert.Equal(2, accounts.Count);
        foreach (var account in accounts)
        {
            Assert.Equal(("false", "false", "false", "true"), (account.Value("properties", "allowSharedKeyAccess"), account.Value("properties", "allowBlobPublicAccess"), account.Value("properties", "allowCrossTenantReplication"), account.Value("properties", "supportsHttpsTrafficOnly")));
            Assert.Equal("\"TLS1_2\"", account.Value("properties", "minimumTlsVersion"));
        }
    }

    [Fact]
    public async Task The_vault_knows_roles_alone_and_what_is_deleted_can_be_brought_back()
    {
        var vault = Assert.Single(await OfTypeAsync("Microsoft.KeyVault/vaults"));

        Assert.Equal(("true", "true", "true", "90"), (vault.Value("properties", "enableRbacAuthorization"), vault.Value("properties", "enableSoftDelete"), vault.Value("properties", "enablePurgeProtection"), vault.Value("properties", "softDeleteRetentionInDays")));
        Assert.Null(vault.Value("properties", "accessPolicies"));
        Assert.Equal("isRecovered ? 'recover' : 'default'", Text(vault, "properties", "createMode"));
        Assert.Empty(await OfTypeAsync("Microsoft.KeyVault/vaults/secrets"));
    }

    [Fact]
    public async Task Telemetry_is_taken_from_nobody_who_has_not_signed_in()
    {
        Assert.Equal("true", Assert.Single(await OfTypeAsync("Microsoft.Insights/components")).Value("properties", "DisableLocalAuth"));
        Assert.Equal("true", Assert.Single(await OfTypeAsync("Microsoft.OperationalInsights/workspaces")).Value("properties", "features", "disableLocalAuth"));
    }

    [Fact]
    public async Task The_app_is_reached_by_https_and_deployed_to_without_a_password()
    {
        var app = Assert.Single(await OfTypeAsync("Microsoft.Web/sites"));

        Assert.Equal(("true", "\"1.2\"", "\"UserAssigned\""), (app.Value("properties", "httpsOnly"), app.Value("properties", "siteConfig", "minTlsVersion"), app.Value("identity", "type")));
        Assert.Equal(("\"dotnet-isolated\"", "\"10.0\""), (app.Value("properties", "functionAppConfig", "runtime", "name"), app.Value("properties", "functionAppConfig", "runtime", "version")));
        Assert.Equal(("\"blobContainer\"", "\"UserAssignedIdentity\""), (app.Value("properties", "functionAppConfig", "deployment", "storage", "type"), app.Value("properties", "functionAppConfig", "deployment", "storage", "authentication", "type")));
        var passwords = Assert.Single(await OfTypeAsync("Microsoft.Web/sites/basicPublishingCredentialsPolicies"));
        Assert.Equal(("\"scm\"", "false"), (passwords.Value("name"), passwords.Value("properties", "allow")));
    }

    /// <summary>Flex Consumption takes neither of these, and refuses the whole app where it is strict: https://learn.microsoft.com/azure/azure-functions/functions-app-settings#flex-consumption-plan-deprecations.</summary>
    [Theory]
    [InlineData("ftpsState")]
    [InlineData("alwaysOn")]
    [InlineData("linuxFxVersion")]
    [InlineData("netFrameworkVersion")]
    [InlineData("FUNCTIONS_WORKER_RUNTIME")]
    [InlineData("FUNCTIONS_EXTENSION_VERSION")]
    [InlineData("WEBSITE_RUN_FROM_PACKAGE")]
    public async Task The_app_has_no_setting_that_its_plan_refuses(string name)
    {
        Assert.DoesNotContain(name, File.ReadAllText(Path.Combine(Bicep.Folder, "modules", "app.bicep")), StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain(name, (await Bicep.DeploymentAsync("environments/prod.bicepparam")).Settings.Keys);
    }

    [Fact]
    public async Task The_plan_is_Flex_Consumption_on_Linux()
    {
        var plan = Assert.Single(await OfTypeAsync("Microsoft.Web/serverfarms"));

        Assert.Equal(("\"FC1\"", "\"FlexConsumption\"", "true"), (plan.Value("sku", "name"), plan.Value("sku", "tier"), plan.Value("properties", "reserved")));
    }

    [Fact]
    public async Task A_network_resolves_private_names_and_has_one_way_out()
    {
        var network = Assert.Single(await OfTypeAsync("Microsoft.Network/virtualNetworks"));

        var subnets = network.Body.GetProperty("properties").GetProperty("subnets").EnumerateArray().Select(subnet => subnet.GetProperty("properties")).ToList();
        Assert.Equal("Microsoft.App/environments", subnets[0].GetProperty("delegations")[0].GetProperty("properties").GetProperty("serviceName").GetString());
        Assert.Equal("nat.id", subnets[0].GetProperty("natGateway").GetProperty("id").GetProperty("$").GetString());
        Assert.Single(await OfTypeAsync("Microsoft.Network/natGateways"));
        // Of a /24 the first half, and a /27 behind it.
        Assert.Equal(("cidrSubnet(addressPrefix, 25, 0)", "cidrSubnet(addressPrefix, 27, 4)"), (subnets[0].GetProperty("addressPrefix").GetProperty("$").GetString(), subnets[1].GetProperty("addressPrefix").GetProperty("$").GetString()));
        Assert.Contains("['privatelink.blob.${environment().suffixes.storage}', 'privatelink.vaultcore.azure.net']", await File.ReadAllTextAsync(Path.Combine(Bicep.Folder, "modules", "network.bicep"), TestContext.Current.CancellationToken), StringComparison.Ordinal);
        Assert.Single(await OfTypeAsync("Microsoft.Network/privateDnsZones/virtualNetworkLinks"));
    }

    [Fact]
    public async Task Alerts_write_to_their_receivers_and_end_by_themselves()
    {
        var (group, rules) = (Assert.Single(await OfTypeAsync("Microsoft.Insights/actionGroups")), Assert.Single(await OfTypeAsync("Microsoft.Insights/scheduledQueryRules")));

        Assert.Contains("emailAddress: receivers[i]", Text(group, "properties", "emailReceivers"), StringComparison.Ordinal);
        Assert.InRange(group.Body.GetProperty("properties").GetProperty("groupShortName").GetString()!.Length, 1, 12);
        Assert.Equal(("true", "\"Count\"", "\"GreaterThan\"", "0"), (rules.Value("properties", "autoMitigate"), Criterion(rules, "timeAggregation"), Criterion(rules, "operator"), Criterion(rules, "threshold")));
        Assert.Equal("group.id", rules.Body.GetProperty("properties").GetProperty("actions").GetProperty("actionGroups")[0].GetProperty("$").GetString());
    }

    [Fact]
    public async Task An_app_in_all_zones_starts_from_storage_in_all_zones()
    {
        var host = (await OfTypeAsync("Microsoft.Storage/storageAccounts")).Single(account => account.File == "modules/hostStorage.bicep");

        Assert.Equal("isZoneRedundant ? 'Standard_ZRS' : 'Standard_LRS'", Text(host, "sku", "name"));
        Assert.Equal("isZoneRedundant", Text(Assert.Single(await OfTypeAsync("Microsoft.Web/serverfarms")), "properties", "zoneRedundant"));
    }

    [Fact]
    public async Task Instances_are_always_ready_for_HTTP_by_a_parameter()
    {
        var scale = Assert.Single(await OfTypeAsync("Microsoft.Web/sites")).Body.GetProperty("properties").GetProperty("functionAppConfig").GetProperty("scaleAndConcurrency");

        Assert.Matches(@"(?s)^alwaysReadyInstances == 0\s*\? \[\]\s*: \[.*name: 'http'.*instanceCount: alwaysReadyInstances", scale.GetProperty("alwaysReady").GetProperty("$").GetString());
        Assert.Equal(("maximumInstances", "instanceMemoryMB", "concurrency"), (scale.GetProperty("maximumInstanceCount").GetProperty("$").GetString(), scale.GetProperty("instanceMemoryMB").GetProperty("$").GetString(), scale.GetProperty("triggers").GetProperty("http").GetProperty("perInstanceConcurrency").GetProperty("$").GetString()));
    }

    /// <summary>Where, and what: more is a right that nobody uses, less a service that does not start.</summary>
    [Fact]
    public async Task Each_role_is_on_one_resource_and_there_are_no_others()
    {
        var roles = await OfTypeAsync("Microsoft.Authorization/roleAssignments");

        Assert.Equal(
            [
                ("modules/hostStorage.bicep", "account", BlobDataOwner, "appPrincipalId"), ("modules/journal.bicep", "account::blobs::journal", BlobDataContributor, "appPrincipalId"),
                ("modules/journal.bicep", "account::blobs::journal", BlobDataContributor, "operator.id"), ("modules/monitoring.bicep", "applicationInsights", MetricsPublisher, "senderPrincipalId"),
                ("modules/vault.bicep", "vault", SecretsUser, "appPrincipalId"), ("modules/vault.bicep", "vault", SecretsOfficer, "operator.id"),
            ],
            roles.Select(role => (role.File, Text(role, "scope"), RoleOf(role), Text(role, "properties", "principalId"))).Order());
    }

    [Fact]
    public async Task The_journal_outlives_its_retention_by_a_month_and_what_has_not_ended_is_left_alone()
    {
        var rule = await LifecycleAsync("retention");

        Assert.Equal(["journal/records/", "journal/accounts/"], rule.GetProperty("filters").GetProperty("prefixMatch").EnumerateArray().Select(prefix => prefix.GetString()));
        Assert.Equal("retentionDays + 30", rule.GetProperty("actions").GetProperty("baseBlob").GetProperty("delete").GetProperty("daysAfterModificationGreaterThan").GetProperty("$").GetString());
        Assert.Contains((await OfTypeAsync("Microsoft.Storage/storageAccounts/blobServices/containers")).Select(container => container.Value("name")), name => name == "\"journal\"");
    }

    /// <summary>The service forgets them twice a day itself; what was used up counts for minutes.</summary>
    [Fact]
    public async Task Nonces_that_are_spent_are_gone_after_a_day()
    {
        var rule = await LifecycleAsync("nonces");

        Assert.Equal(["journal/nonces/"], rule.GetProperty("filters").GetProperty("prefixMatch").EnumerateArray().Select(prefix => prefix.GetString()));
        Assert.Equal(1, rule.GetProperty("actions").GetProperty("baseBlob").GetProperty("delete").GetProperty("daysAfterModificationGreaterThan").GetInt32());
    }

    /// <summary>The host answers their question before the service hears of it, and must not say more than the service would.</summary>
    [Fact]
    public async Task Browsers_are_let_in_by_the_list_that_the_service_has_and_without_cookies()
    {
        var site = Assert.Single(await OfTypeAsync("Microsoft.Web/sites"));

        Assert.Equal("origins", Text(site, "properties", "siteConfig", "cors", "allowedOrigins"));
        Assert.Null(site.Value("properties", "siteConfig", "cors", "supportCredentials"));
    }

    [Fact]
    public async Task What_is_erased_from_the_journal_can_be_brought_back_for_a_while()
    {
        var blobs = (await OfTypeAsync("Microsoft.Storage/storageAccounts/blobServices")).Single(one => one.File == "modules/journal.bicep");

        foreach (var policy in (string[])["deleteRetentionPolicy", "containerDeleteRetentionPolicy"])
            Assert.Equal(("true", "softDeleteDays"), (blobs.Value("properties", policy, "enabled"), Text(blobs, "properties", policy, "days")));
        Assert.Null(blobs.Value("properties", "isVersioningEnabled"));
    }

    [Fact]
    public async Task Only_those_call_who_are_listed_where_some_are()
    {
        var site = Assert.Single(await OfTypeAsync("Microsoft.Web/sites"));

        Assert.Equal("empty(callers) ? 'Allow' : 'Deny'", Text(site, "properties", "siteConfig", "ipSecurityRestrictionsDefaultAction"));
        Assert.Contains("ipAddress: contains(callers[i], '/') ? callers[i] : contains(callers[i], ':') ? '${callers[i]}/128' : '${callers[i]}/32'", Text(site, "properties", "siteConfig", "ipSecurityRestrictions"), StringComparison.Ordinal);
        Assert.Equal("false", site.Value("properties", "siteConfig", "scmIpSecurityRestrictionsUseMain"));
    }

    [Fact]
    public async Task It_is_noted_who_reads_secrets_and_who_reads_and_deletes_records()
    {
        var audits = await OfTypeAsync("Microsoft.Insights/diagnosticSettings");

        Assert.Equal(
            [("modules/journal.bicep", "account::blobs", "StorageRead StorageDelete"), ("modules/vault.bicep", "vault", "AuditEvent")],
            audits.Select(audit => (audit.File, Text(audit, "scope"), string.Join(' ', audit.Body.GetProperty("properties").GetProperty("logs").EnumerateArray().Select(log => log.GetProperty("category").GetString())))).Order());
    }

    [Fact]
    public async Task With_a_network_of_its_own_nothing_but_the_app_has_a_public_address()
    {
        foreach (var one in (await OfTypeAsync("Microsoft.Storage/storageAccounts")).Concat(await OfTypeAsync("Microsoft.KeyVault/vaults")))
        {
            var isForTheHostAlone = one.File == "modules/hostStorage.bicep";
            Assert.Equal(isForTheHostAlone ? "isPrivate ? 'Disabled' : 'Enabled'" : "isPrivate && empty(operatorAddresses) ? 'Disabled' : 'Enabled'", Text(one, "properties", "publicNetworkAccess"));
            // The journal's lifecycle rule is carried out by a service of Azure's.
            Assert.Equal(one.File == "modules/journal.bicep" ? "\"AzureServices\"" : "\"None\"", one.Value("properties", "networkAcls", "bypass"));
            Assert.Equal("isPrivate ? 'Deny' : 'Allow'", Text(one, "properties", "networkAcls", "defaultAction"));
        }

        var main = File.ReadAllText(Path.Combine(Bicep.Folder, "main.bicep"));
        Assert.Equal(["hostStorageEndpoint", "journalEndpoint", "vaultEndpoint"], Regex.Matches(main, @"(?m)^module (?<name>\w+) 'modules/privateEndpoint\.bicep' = if \(isPrivate\)", RegexOptions.ExplicitCapture, TimeSpan.FromSeconds(1)).Select(match => match.Groups["name"].Value));
    }

    [Fact]
    public async Task Everything_has_the_tags()
    {
        var resources = (await Bicep.ResourcesAsync()).Where(one => !one.IsExisting && !WithoutTags.Contains(one.Type) && one.Type.Count(character => character == '/') == 1).ToList();

        Assert.True(resources.Count >= 15);
        Assert.All(resources, one => Assert.True(one.Value("tags") is not null, $"{one.File}: {one.Symbol} has no tags"));
        Assert.Contains("azd-service-name", File.ReadAllText(Path.Combine(Bicep.Folder, "main.bicep")), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("listKeys")]
    [InlineData("listAccountSas")]
    [InlineData("getSecret")]
    [InlineData("AccountKey")]
    [InlineData("SharedAccessSignature")]
    public void No_key_is_asked_for(string word) => Assert.All(
        Directory.EnumerateFiles(Bicep.Folder, "*.bicep*", SearchOption.AllDirectories), file => Assert.DoesNotContain(word, File.ReadAllText(file), StringComparison.OrdinalIgnoreCase));

    [Theory]
    [InlineData("br/")]
    [InlineData("br:")]
    [InlineData("ts/")]
    [InlineData("ts:")]
    public void Modules_are_all_here(string registry) =>
        Assert.All(Directory.EnumerateFiles(Bicep.Folder, "*.bicep*", SearchOption.AllDirectories), file => Assert.DoesNotContain($"'{registry}", File.ReadAllText(file), StringComparison.Ordinal));

    private static async Task<JsonElement> LifecycleAsync(string name) => Assert.Single(await OfTypeAsync("Microsoft.Storage/storageAccounts/managementPolicies")).Body
        .GetProperty("properties").GetProperty("policy").GetProperty("rules").EnumerateArray().Single(rule => rule.GetProperty("name").GetString() == name).GetProperty("definition");

    private static string Criterion(Bicep.Resource rules, string name) => rules.Body.GetProperty("properties").GetProperty("criteria").GetProperty("allOf")[0].GetProperty(name).GetRawText();

    private static async Task<List<Bicep.Resource>> OfTypeAsync(string type) => [.. (await Bicep.ResourcesAsync()).Where(one => one.Type == type)];

    /// <summary>The text of what only Azure knows.</summary>
    private static string Text(Bicep.Resource resource, params string[] path) => path.Aggregate(resource.Body, (at, name) => at.GetProperty(name)).GetProperty("$").GetString()!;

    private static string RoleOf(Bicep.Resource role)
    {
        var text = Text(role, "properties", "roleDefinitionId");
        return Regex.Match(text, "[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", RegexOptions.ExplicitCapture, TimeSpan.FromSeconds(1)).Value;
    }
}

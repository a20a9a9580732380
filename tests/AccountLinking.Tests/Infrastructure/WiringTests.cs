using System.Text.Json;

namespace AccountLinking.Tests.Infrastructure;

/// <summary>What <c>main.bicep</c> gives to its modules is what they ask for, and prod is set up as prod should be.</summary>
public sealed class WiringTests
{
    /// <summary>Each module, with what it is given that is not its name, place and tags.</summary>
    private static readonly Dictionary<string, string[]> Expected = new()
    {
        ["identity"] = [],
        ["monitoring"] = ["retentionDays: logRetentionDays", "dailyLimitGb: logLimitGb", "senderPrincipalId: identity.outputs.principalId"],
        ["network"] = ["addressPrefix: networkAddressPrefix"],
        ["hostStorage"] = ["isPrivate: isPrivate", "isZoneRedundant: isZoneRedundant", "appPrincipalId: identity.outputs.principalId"],
        ["journal"] =
        [
            "redundancy: journalRedundancy", "retentionDays: journalRetentionDays", "softDeleteDays: journalSoftDeleteDays", "isPrivate: isPrivate", "operatorAddresses: operatorAddresses", "isLocked: isLocked",
            "appPrincipalId: identity.outputs.principalId", "operators: operators", "workspaceId: monitoring.outputs.workspaceId",
        ],
        ["vault"] =
        [
            "isRecovered: isVaultRecovered", "isPrivate: isPrivate", "operatorAddresses: operatorAddresses", "isLocked: isLocked", "appPrincipalId: identity.outputs.principalId", "operators: operators",
            "workspaceId: monitoring.outputs.workspaceId",
        ],
        ["hostStorageEndpoint"] = Endpoint("hostStorage", "blob"),
        ["journalEndpoint"] = Endpoint("journal", "blob"),
        ["vaultEndpoint"] = Endpoint("vault", "vault"),
        ["app"] =
        [
            "identityId: identity.outputs.id", "packagesUri: hostStorage.outputs.packagesUri", "instanceMemoryMB: instanceMemoryMB", "maximumInstances: maximumInstances", "alwaysReadyInstances: alwaysReadyInstances",
            "concurrency: concurrencyPerInstance", "isZoneRedundant: isZoneRedundant", "subnetId: isPrivate ? network!.outputs.appSubnetId : ''", "callers: callerAddresses", "origins: selfService.?origins ?? []",
        ],
        ["alerts"] = ["environmentName: environmentName", "receivers: alertReceivers", "workspaceId: monitoring.outputs.workspaceId", "isAlwaysReady: alwaysReadyInstances > 0"],
        ["dashboard"] = ["environmentName: environmentName", "workspaceId: monitoring.outputs.workspaceId"],
    };

    private static readonly string[] OfEverything = ["location", "tags", "settings"];

    [Fact]
    public async Task Each_module_is_given_what_it_asks_for()
    {
        var modules = (await Bicep.AskAsync("modules")).Deserialize<Dictionary<string, Dictionary<string, string>>>()!;

        Assert.Equal(Expected.Keys.Order(StringComparer.Ordinal), modules.Keys.Order(StringComparer.Ordinal));
        foreach (var (module, expected) in Expected)
        {
            var given = modules[module].Where(pair => !OfEverything.Contains(pair.Key) && pair.Key != "name" && !pair.Key.EndsWith("Name", StringComparison.Ordinal) || pair.Key == "environmentName");
            Assert.Equal(expected.Order(StringComparer.Ordinal), given.Select(pair => $"{pair.Key}: {pair.Value}").Order(StringComparer.Ordinal));
            Assert.Equal("location", modules[module]["location"]);
            Assert.Contains("allTags", modules[module].GetValueOrDefault("tags", "allTags"), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Prod_is_closed_locked_awake_and_heard_of()
    {
        var prod = (await Bicep.AskAsync("given", ("file", "environments/prod.bicepparam"))).Deserialize<Dictionary<string, JsonElement>>()!;

        Assert.True(prod["isLocked"].GetBoolean());
        Assert.True(prod["isZoneRedundant"].GetBoolean());
        // Fewer than two cannot be in two zones.
        Assert.InRange(prod["alwaysReadyInstances"].GetInt32(), 2, 1000);
        Assert.NotEmpty(prod["networkAddressPrefix"].GetString()!);
        Assert.NotEmpty(prod["alertReceivers"].EnumerateArray());
        Assert.False(prod.ContainsKey("linking") && prod["linking"].TryGetProperty("dryRun", out _));
    }

    /// <summary>What the host and the libraries read, to the letter: without one of them it does not start, or is not heard of.</summary>
    [Fact]
    public async Task The_host_is_told_who_it_is()
    {
        var settings = (await Bicep.DeploymentAsync("environments/prod.bicepparam")).Settings;
        const string Identity = "6b1a2c0e-3f5d-4a8b-9c7e-1d2f3a4b5c6d";

        Assert.Equal(
            new Dictionary<string, string>
            {
                ["APPLICATIONINSIGHTS_AUTHENTICATION_STRING"] = $"ClientId={Identity};Authorization=AAD",
                ["APPLICATIONINSIGHTS_CONNECTION_STRING"] = "InstrumentationKey=00000000-0000-0000-0000-000000000000",
                ["AZURE_CLIENT_ID"] = Identity,
                ["AzureWebJobsDisableHomepage"] = "true",
                ["AzureWebJobsStorage__blobServiceUri"] = "https://sthost.blob.core.windows.net/",
                ["AzureWebJobsStorage__clientId"] = Identity,
                ["AzureWebJobsStorage__credential"] = "managedidentity",
                ["OTEL_TRACES_SAMPLER"] = "microsoft.fixed_percentage",
                ["OTEL_TRACES_SAMPLER_ARG"] = "1",
            }.OrderBy(setting => setting.Key, StringComparer.Ordinal),
            settings.Where(setting => !setting.Key.Contains("__", StringComparison.Ordinal) || setting.Key.StartsWith("AzureWebJobs", StringComparison.Ordinal)).OrderBy(setting => setting.Key, StringComparer.Ordinal));
    }

    private static string[] Endpoint(string target, string group) =>
        ["subnetId: isPrivate ? network!.outputs.endpointSubnetId : ''", $"targetId: {target}.outputs.id", $"groupId: '{group}'", $"zoneId: isPrivate ? network!.outputs.{group}ZoneId : ''"];
}

using System.Collections;
using AccountLinking.Configuration;
using AccountLinking.Configuration.Checks;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace AccountLinking.Tests.Infrastructure;

/// <summary>What the service makes of a deployment: it is asked as it is at its start.</summary>
internal static class DeployedSettings
{
    public static IReadOnlyList<string> Problems(Bicep.Deployment deployment)
    {
        using var services = new ServiceCollection().AddAccountLinking(SettingsOf(deployment)).BuildServiceProvider();
        return services.GetRequiredService<SettingsCheck>().Problems(isVaultRead: true);
    }

    public static string NameOf(string setting)
    {
        var name = setting.Replace("__", ":", StringComparison.Ordinal).Replace("--", ":", StringComparison.Ordinal);
        return name.Split(':')[^1].All(char.IsAsciiDigit) ? name[..name.LastIndexOf(':')] : name;
    }

    /// <summary>As the service reads it; of two lists whose default stands beside them, that which counts.</summary>
    public static object? ValueOf(Bicep.Deployment deployment, string setting)
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

    public static string TextOf(object? value) => value is IEnumerable items and not string ? string.Join(' ', items.Cast<object>()) : $"{value}";

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
        "Linking--Ssn--FingerprintKey" or "Journal--NameKey" or "SelfService--NonceKey" => "MzRmZDM2YzI5N2QyNGU5YjkwYjRkZGYzNmU5NDc1ZmE=",
        _ => "given",
    };
}

using AccountLinking.Auth0.ManagementApi;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace AccountLinking.Configuration.Checks;

/// <summary>Everything that is wrong with the settings as they are now.</summary>
internal sealed class SettingsCheck(ServiceSettings settings, IServiceProviderIsKeyedService services)
{
    /// <param name="isVaultRead">Else nothing can be said to be missing: the vault may hold it.</param>
    public IReadOnlyList<string> Problems(bool isVaultRead)
    {
        var problems = SettingsSections.All.SelectMany(section => section.ProblemsIn(settings.All)).Concat(OfClient());
        return [.. problems.Where(problem => isVaultRead || IsSet(SettingsProblems.SubjectOf(problem)))];
    }

    /// <summary>What stands beside our sections and looks as if it was meant for them. Others may have set it for reasons of their own, so it is no mistake.</summary>
    public IReadOnlyList<string> Hints() =>
    [
        .. settings.All.GetChildren().Where(section => !IsOurs(section)).SelectMany(Leaves)
            .Select(setting => (setting.Path, Meant: SettingNames.Meant(setting.Path))).Where(setting => setting.Meant is not null)
            .Select(setting => $"{setting.Path} is set, and nothing reads it: perhaps {setting.Meant} is meant."),
    ];

    private static bool IsOurs(IConfigurationSection section) => SettingsSections.All.Any(ours => ours.Name.Equals(section.Key, StringComparison.OrdinalIgnoreCase));

    private static IEnumerable<IConfigurationSection> Leaves(IConfigurationSection section) =>
        section.GetChildren().SelectMany(Leaves).Concat(section.Value is null ? [] : [section]);

    private bool IsSet(string name) => settings.All.GetSection(name).Exists();

    private IEnumerable<string> OfClient()
    {
        var client = settings.All[$"{Auth0Options.Section}:{nameof(Auth0Options.Client)}"];
        if (Enum.TryParse<Auth0Client>(client, ignoreCase: true, out var chosen) && Enum.IsDefined(chosen) && !services.IsKeyedService(typeof(IManagementApi), chosen))
            yield return "Auth0:Client must be Http in this host: Auth0's SDK is in the Functions app alone.";
    }
}

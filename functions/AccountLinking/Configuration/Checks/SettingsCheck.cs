using AccountLinking.Auth0.ManagementApi;
using AccountLinking.Telemetry.Export;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace AccountLinking.Configuration.Checks;

/// <summary>Everything that is wrong with the settings as they are now.</summary>
internal sealed class SettingsCheck(ServiceSettings settings, IServiceProviderIsKeyedService services)
{
    /// <param name="isVaultRead">Else nothing can be said to be missing: the vault may hold it.</param>
    public IReadOnlyList<string> Problems(bool isVaultRead) =>
        [.. ProblemsIn(settings.All).Where(problem => isVaultRead || settings.All.GetSection(SettingsProblems.SubjectOf(problem)).Exists())];

    /// <summary>What would be wrong if the vault held these.</summary>
    public IReadOnlyList<string> ProblemsWith(IEnumerable<KeyValuePair<string, string?>> vault)
    {
        using var copy = settings.With(vault);
        return [.. ProblemsIn(copy.All)];
    }

    /// <summary>What stands beside our sections and looks as if it was meant for them. Others may have set it for reasons of their own, so it is no mistake.</summary>
    public IReadOnlyList<string> Hints() =>
    [
        .. settings.All.GetChildren().Where(section => !IsOurs(section)).SelectMany(LeavesToLookAt)
            .Select(setting => (setting.Path, Meant: SettingNames.Meant(setting.Path))).Where(setting => setting.Meant is not null)
            .Select(setting => $"{setting.Path} is set, and nothing reads it: perhaps {setting.Meant} is meant."),
    ];

    private static bool IsOurs(IConfigurationSection section) => SettingsSections.All.Any(ours => ours.Name.Equals(section.Key, StringComparison.OrdinalIgnoreCase));

    /// <summary>A process has hundreds of settings, and this is done at each start.</summary>
    private static IEnumerable<IConfigurationSection> LeavesToLookAt(IConfigurationSection section)
    {
        if (section.Value is not null) return [section];
        return SettingNames.IsNearASection(section.Key) ? Leaves(section) : [];
    }

    private static IEnumerable<IConfigurationSection> Leaves(IConfigurationSection section) =>
        section.GetChildren().SelectMany(Leaves).Concat(section.Value is null ? [] : [section]);

    private IEnumerable<string> ProblemsIn(IConfiguration all) => SettingsSections.All.SelectMany(section => section.ProblemsIn(all)).Concat(OfClient(all)).Concat(OtlpSettings.ProblemsIn(all));

    private IEnumerable<string> OfClient(IConfiguration all)
    {
        var client = all[$"{Auth0Options.Section}:{nameof(Auth0Options.Client)}"];
        if (Enum.TryParse<Auth0Client>(client, ignoreCase: true, out var chosen) && Enum.IsDefined(chosen) && !services.IsKeyedService(typeof(IManagementApi), chosen))
            yield return "Auth0:Client must be Http in this host: Auth0's SDK is in the Functions app alone.";
    }
}

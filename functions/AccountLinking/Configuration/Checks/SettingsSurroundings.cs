using Microsoft.Extensions.Configuration;

namespace AccountLinking.Configuration.Checks;

/// <summary>What the values of a section may depend on.</summary>
/// <param name="All">Every setting of the process.</param>
/// <param name="IsUnread">Whether a setting is there whose value could not be read.</param>
internal sealed record SettingsSurroundings(IConfiguration All, Func<string, bool> IsUnread)
{
    /// <summary>People's own applications are served.</summary>
    public bool ServesPeople => !string.IsNullOrEmpty(All[$"{Auth0Options.Section}:{nameof(Auth0Options.ApiAudience)}"]);

    public bool AreInAzure => AzureEnvironment.IsPresent(All);
}

using Microsoft.Extensions.Configuration;

namespace AccountLinking.Configuration.Checks;

/// <summary>What the values of a section may depend on.</summary>
/// <param name="All">Every setting of the process.</param>
/// <param name="IsUnread">Whether a setting is there whose value could not be read.</param>
internal sealed record SettingsSurroundings(IConfiguration All, Func<string, bool> IsUnread)
{
    public bool AreInAzure => AzureEnvironment.IsPresent(All);
}

using AccountLinking.Auth0;
using AccountLinking.Configuration;
using AccountLinking.Configuration.Checks;
using AccountLinking.Configuration.Vault;

namespace AccountLinking.Health.Checkups;

/// <summary>Whether the vault can be read, and whether the service would start with what is in it by now. Nothing of that is taken over.</summary>
internal sealed class VaultCheckup(VaultSecrets secrets, ServiceSettings settings, Lazy<VaultReader> reader, SettingsCheck check) : ICheckup
{
    private const string Name = "key_vault";

    public static IReadOnlyList<string> Names { get; } = [Name];

    public async Task<IReadOnlyList<Finding>> ExamineAsync(RequestBudget budget)
    {
        if (!secrets.HasVault) return [Finding.Skip(Name, "KeyVault:Uri is not set: secrets come from the other settings.")];
        if (!settings.IsVaultAddressGood) return [Finding.Skip(Name, "Not examined: KeyVault:Uri is wrong.")];
        try
        {
            return [await ReadAsync(budget)];
        }
        catch (VaultException trouble)
        {
            return [Finding.Fail(Name, VaultTrouble.OfSetting(trouble))];
        }
    }

    private async Task<Finding> ReadAsync(RequestBudget budget)
    {
        if (!secrets.IsRead)
        {
            // A doctor who comes before the service: what is in the vault are the settings to examine.
            await secrets.ReadAtStartAsync(budget.Reading);
            return Finding.Pass(Name, "The vault can be read.");
        }

        var problems = check.ProblemsWith((await reader.Value.ReadAsync(budget.Reading)).Values);
        return problems.Count == 0
            ? Finding.Pass(Name, "The vault can be read.")
            : Finding.Fail(Name, $"The vault has values with which the service would not start, so the old ones stay: {string.Join(' ', problems)}");
    }
}

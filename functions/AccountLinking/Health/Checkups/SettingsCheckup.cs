using AccountLinking.Auth0;
using AccountLinking.Configuration.Checks;
using AccountLinking.Configuration.Vault;

namespace AccountLinking.Health.Checkups;

/// <summary>The settings as they are now. A service that runs has started with good ones.</summary>
internal sealed class SettingsCheckup(SettingsCheck check, VaultSecrets vault) : ICheckup
{
    private const string Name = "settings";

    public static IReadOnlyList<string> Names { get; } = [Name];

    public Task<IReadOnlyList<Finding>> ExamineAsync(RequestBudget budget)
    {
        var isVaultRead = !vault.HasVault || vault.IsRead;
        IReadOnlyList<Finding> found =
        [
            .. check.Problems(isVaultRead).Select(problem => Finding.Fail(Name, problem)),
            .. vault.Hints.Concat(check.Hints()).Select(hint => Finding.Warn(Name, hint)),
        ];
        if (found.Any(finding => finding.Verdict == Verdict.Fail)) return Task.FromResult(found);
        var first = isVaultRead ? Finding.Pass(Name, "All settings are valid.") : Finding.Skip(Name, "What is set outside the vault is valid; whether anything is missing cannot be told without it.");
        return Task.FromResult<IReadOnlyList<Finding>>([first, .. found]);
    }
}

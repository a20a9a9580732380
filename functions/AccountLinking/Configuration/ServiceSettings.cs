using AccountLinking.Configuration.Checks;
using AccountLinking.Configuration.Vault;
using Microsoft.Extensions.Configuration;

namespace AccountLinking.Configuration;

/// <summary>The host's settings with those of the vault before them.</summary>
internal sealed class ServiceSettings
{
    private readonly HostSettings _host;

    public ServiceSettings(IConfiguration host)
    {
        _host = new HostSettings(host);
        (All, VaultChanges) = (new ConfigurationBuilder().Add(_host).Add(Vault).Build(), new ConfigurationBuilder().Add(Vault).Build());
    }

    public VaultConfiguration Vault { get; } = new();

    public IConfiguration All { get; }

    /// <summary>Tells of changes of the vault's alone.</summary>
    public IConfiguration VaultChanges { get; }

    /// <summary>Empty: there is none.</summary>
    public string VaultAddress => All[$"{KeyVaultOptions.Section}:{nameof(KeyVaultOptions.Uri)}"] ?? string.Empty;

    /// <summary>Else it is told with what else is wrong, and there is no vault to read.</summary>
    public bool IsVaultAddressGood => !SettingsSections.KeyVault.ProblemsIn(All).Any(problem => SettingsProblems.SubjectOf(problem) == SettingsProblems.VaultAddress);

    /// <summary>As they would be with these from the vault; nobody else sees them.</summary>
    public Copy With(IEnumerable<KeyValuePair<string, string?>> vault) => new((ConfigurationRoot)new ConfigurationBuilder().Add(_host).AddInMemoryCollection(vault).Build());

    /// <summary>To be given up after use: it listens to the host, which lives on.</summary>
    internal sealed class Copy(ConfigurationRoot settings) : IDisposable
    {
        public IConfiguration All => settings;

        public void Dispose() => settings.Dispose();
    }
}

using Microsoft.Extensions.Configuration;

namespace AccountLinking.Configuration.Vault;

/// <summary>The vault's secrets among the other settings, over which they win. Empty until the vault has been read.</summary>
internal sealed class VaultConfiguration : ConfigurationProvider, IConfigurationSource
{
    public IConfigurationProvider Build(IConfigurationBuilder builder) => this;

    /// <summary>What it has now.</summary>
    public IReadOnlyDictionary<string, string?> Values => (IReadOnlyDictionary<string, string?>)Data;

    /// <summary>Before any options are made of them, and before anybody knows that they are good.</summary>
    public void Begin(Dictionary<string, string?> values) => Data = values;

    /// <summary>Has all options made anew; the values are good.</summary>
    public void Replace(Dictionary<string, string?> values)
    {
        Data = values;
        OnReload();
    }
}

using Microsoft.Extensions.Configuration;

namespace AccountLinking.Configuration.Vault;

/// <summary>The vault's secrets among the other settings, over which they win. Empty until the vault has been read.</summary>
internal sealed class VaultConfiguration : ConfigurationProvider, IConfigurationSource
{
    public IConfigurationProvider Build(IConfigurationBuilder builder) => this;

    /// <summary>What it has now.</summary>
    public IDictionary<string, string?> Values => Data;

    /// <summary>For whoever reads the settings from here on; options that were made stay until <see cref="Announce"/>.</summary>
    public void Put(IDictionary<string, string?> values) => Data = values;

    /// <summary>Has all options made anew.</summary>
    public void Announce() => OnReload();
}

using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Primitives;

namespace AccountLinking.Configuration;

/// <summary>The host's settings as one source among others. .NET's own chaining passes over empty values, but whoever sets one empty must be told where that is wrong.</summary>
internal sealed class HostSettings(IConfiguration host) : IConfigurationProvider, IConfigurationSource
{
    public IConfigurationProvider Build(IConfigurationBuilder builder) => this;

    public bool TryGet(string key, out string? value) => (value = host[key]) is not null;

    public IEnumerable<string> GetChildKeys(IEnumerable<string> earlierKeys, string? parentPath) =>
        (parentPath is null ? host : host.GetSection(parentPath)).GetChildren().Select(child => child.Key).Concat(earlierKeys).Order(ConfigurationKeyComparer.Instance);

    public IChangeToken GetReloadToken() => host.GetReloadToken();

    public void Load()
    {
        // The host has loaded them.
    }

    public void Set(string key, string? value) => throw new NotSupportedException("The host's settings are the host's.");
}

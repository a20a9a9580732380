using AccountLinking.Configuration;
using AccountLinking.Configuration.Checks;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace AccountLinking.Tests.Configuration;

/// <summary>The service composed with settings, and what it says of them.</summary>
internal static class TriedSettings
{
    /// <summary>Good ones with changes; null takes one away.</summary>
    public static Dictionary<string, string?> With(IReadOnlyDictionary<string, string?> good, params (string Name, string? Value)[] changes)
    {
        var settings = new Dictionary<string, string?>(good);
        foreach (var (name, value) in changes)
        {
            if (value is null) settings.Remove(name);
            else settings[name] = value;
        }

        return settings;
    }

    public static IReadOnlyList<string> ProblemsOf(IEnumerable<KeyValuePair<string, string?>> settings)
    {
        using var services = Compose(settings);
        return services.GetRequiredService<SettingsCheck>().Problems(isVaultRead: true);
    }

    public static ServiceProvider Compose(IEnumerable<KeyValuePair<string, string?>> settings) =>
        new ServiceCollection().AddAccountLinking(new ConfigurationBuilder().AddInMemoryCollection(settings).Build()).BuildServiceProvider();
}

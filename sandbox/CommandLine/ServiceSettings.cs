using Microsoft.Extensions.Configuration.CommandLine;

namespace AccountLinking.Sandbox.CommandLine;

/// <summary>Settings of the service on the command line, in .NET's way: <c>--Section:Name=value</c> or <c>--Section:Name value</c>.</summary>
public static class ServiceSettings
{
    private static readonly string[] Sections = ["Auth0", "Webhooks", "Linking", "Crm", "Journal", "SelfService", "KeyVault"];

    /// <summary>What is wrong with the first argument that is neither an option nor a setting; null when nothing is.</summary>
    public static string? Refusal(IReadOnlyList<string> arguments)
    {
        for (var index = 0; index < arguments.Count; index++)
        {
            var argument = arguments[index];
            var name = argument.Split('=')[0];
            if (!name.StartsWith("--", StringComparison.Ordinal)) return $"'{argument}' is not an option or a command.";
            if (!name.Contains(':', StringComparison.Ordinal)) return $"'{name}' is not an option.";
            if (!Sections.Contains(name[2..].Split(':')[0], StringComparer.OrdinalIgnoreCase))
                return $"'{name}' is not a setting of the service; its sections are {string.Join(", ", Sections)}.";
            if (argument.Contains('=', StringComparison.Ordinal)) continue;
            if (++index == arguments.Count || arguments[index].StartsWith("--", StringComparison.Ordinal)) return $"The setting '{name}' has no value.";
        }

        return null;
    }

    public static IReadOnlyDictionary<string, string?> Read(IReadOnlyList<string> arguments)
    {
        var provider = new CommandLineConfigurationProvider(arguments);
        provider.Load();
        return new ConfigurationRoot([provider]).AsEnumerable().Where(setting => setting.Value is not null).ToDictionary(setting => setting.Key, setting => setting.Value);
    }
}

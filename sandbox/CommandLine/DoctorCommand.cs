using System.CommandLine;
using AccountLinking.Configuration;
using AccountLinking.Health;
using AccountLinking.Sandbox.Hosting;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace AccountLinking.Sandbox.CommandLine;

/// <summary>
/// <c>doctor --settings FILE</c>: what <c>GET /api/health/ready</c> checks, from this machine against whatever the settings name: a real tenant, CRM, vault and journal.
/// </summary>
public static class DoctorCommand
{
    private const int NotReady = 1;

    /// <summary>Who the person at the keyboard is to Azure.</summary>
    private const string OfAzure = "AZURE_";

    public static Command Create(TextWriter output)
    {
        var file = new Option<string>("--settings") { Description = "The settings: local.settings.json of the Functions tools, or a JSON file with the sections themselves.", Required = true };
        var command = new Command("doctor", "Checks settings, vault, tenant, token, scopes, connections, CRM and journal, and says how to mend what is wrong; exit code 0 only if nothing is.") { TreatUnmatchedTokensAsErrors = false };
        command.Options.Add(file);
        command.SetAction((parsed, stop) => RunAsync(SettingsFile.Read(parsed.GetValue(file)!), ServiceSettings.Read(parsed.UnmatchedTokens), output, stop));
        return command;
    }

    private static async Task<int> RunAsync(IReadOnlyDictionary<string, string?> file, IReadOnlyDictionary<string, string?> commandLine, TextWriter output, CancellationToken stop)
    {
        var settings = Compose(file, commandLine);
        // What breaks in a checkup itself is told on standard error.
        using var logging = SandboxLogging.Create(LogLevel.Error);
        await using var services = new ServiceCollection().AddAccountLinking(settings).Replace(ServiceDescriptor.Singleton(logging)).BuildServiceProvider();
        var report = await services.GetRequiredService<Doctor>().ReportAsync(stop);
        await output.WriteAsync(HealthText.Of(report));
        if (IsOpenedBySignIn(settings)) await output.WriteLineAsync("The vault, and a journal in Blob Storage, were opened as whoever is signed in to Azure here, and not as the app.");
        return report.IsReady ? 0 : NotReady;
    }

    /// <summary>This machine's own variables are not the service's.</summary>
    private static IConfigurationRoot Compose(IReadOnlyDictionary<string, string?> file, IReadOnlyDictionary<string, string?> commandLine)
    {
        var environment = new ConfigurationBuilder().AddEnvironmentVariables().Build().AsEnumerable().Where(variable => variable.Key.StartsWith(OfAzure, StringComparison.OrdinalIgnoreCase));
        var settings = new ConfigurationBuilder().AddInMemoryCollection(environment).AddInMemoryCollection(file).AddInMemoryCollection(commandLine).Build();
        // Auth0's SDK is in the Functions app alone, and asks the same.
        if (nameof(Auth0Client.Sdk).Equals(settings["Auth0:Client"], StringComparison.OrdinalIgnoreCase)) settings["Auth0:Client"] = nameof(Auth0Client.Http);
        return settings;
    }

    private static bool IsOpenedBySignIn(IConfiguration settings) =>
        !string.IsNullOrEmpty(settings["KeyVault:Uri"]) || nameof(JournalKind.Blob).Equals(settings["Journal:Kind"], StringComparison.OrdinalIgnoreCase);
}

using AccountLinking.Configuration;
using AccountLinking.Telemetry;
using Azure.Core;
using Azure.Identity;
using Azure.Monitor.OpenTelemetry.Exporter;
using Microsoft.Azure.Functions.Worker.OpenTelemetry;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using OpenTelemetry;
using OpenTelemetry.Metrics;
using OpenTelemetry.Trace;

namespace AccountLinking.Functions.Telemetry;

/// <summary>
/// Application Insights, where its connection string is set: the worker's spans and lines go there directly, below the host's own
/// (https://learn.microsoft.com/azure/azure-functions/opentelemetry-howto). Without one nothing of it is loaded.
/// </summary>
internal static class AzureMonitor
{
    private const string ConnectionString = "APPLICATIONINSIGHTS_CONNECTION_STRING";
    private const string Authentication = "APPLICATIONINSIGHTS_AUTHENTICATION_STRING";

    /// <summary>Whether there is one that is one. With another the exporter would end the process, and who cannot tell of logins must not lock people out of them.</summary>
    public static bool IsSet(IConfiguration settings) => PartsOf(settings[ConnectionString]).Any(part => part.Name == "InstrumentationKey" && Guid.TryParse(part.Value, out _));

    /// <summary>What is to be said at the start; null: nothing.</summary>
    public static string? WarningOn(IConfiguration settings) => string.IsNullOrWhiteSpace(settings[ConnectionString]) || IsSet(settings)
        ? null
        : $"warn: {ConnectionString} is no connection string of Application Insights (an unresolved Key Vault reference, perhaps), and nobody is told there: copy it from the resource's overview.";

    public static void AddAzureMonitor(this IServiceCollection services, IConfiguration settings) => services.AddOpenTelemetry()
        .UseFunctionsWorkerDefaults()
        .WithTracing(traces => traces.AddSource(TelemetryNames.Source))
        .WithMetrics(metrics => metrics.AddMeter(TelemetryNames.Source))
        .UseAzureMonitorExporter(exporter => Configure(exporter, settings));

    private static void Configure(AzureMonitorExporterOptions exporter, IConfiguration settings)
    {
        exporter.ConnectionString = settings[ConnectionString];
        // The host reads the same setting: a resource that takes no keys wants the identity of whoever sends.
        var authentication = PartsOf(settings[Authentication]).ToList();
        if (authentication.Contains(("Authorization", "AAD"))) exporter.Credential = IdentityOf(authentication, settings);
        // By default five traces a second are kept, and lines go with the trace that they belong to, errors too; a caller could switch both off with a header.
        (exporter.TracesPerSecond, exporter.SamplingRatio, exporter.EnableTraceBasedLogsSampler) = (null, 1, false);
    }

    private static TokenCredential IdentityOf(IEnumerable<(string Name, string Value)> authentication, IConfiguration settings) =>
        authentication.FirstOrDefault(part => part.Name == "ClientId").Value is { Length: > 0 } id ? new ManagedIdentityCredential(ManagedIdentityId.FromUserAssignedClientId(id)) : ServiceIdentity.Find(settings);

    /// <summary>As in <c>Name=Value;Name=Value</c>.</summary>
    private static IEnumerable<(string Name, string Value)> PartsOf(string? text) =>
        (text ?? string.Empty).Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Select(part => part.Split('=', 2)).Where(part => part.Length == 2).Select(part => (part[0], part[1]));
}

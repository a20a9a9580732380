using AccountLinking.Functions.Logging;
using AccountLinking.Functions.Telemetry;
using Azure.Identity;
using Azure.Monitor.OpenTelemetry.Exporter;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using OpenTelemetry.Metrics;
using OpenTelemetry.Trace;

namespace AccountLinking.Functions.Tests.Telemetry;

/// <summary>Application Insights is told by the worker itself where it is set, and by nobody where it is not.</summary>
public sealed class AzureMonitorTests
{
    private const string OwnTelemetry = "WorkerOpenTelemetryEnabled";

    private static readonly KeyValuePair<string, string?> ConnectionString =
        new("APPLICATIONINSIGHTS_CONNECTION_STRING", "InstrumentationKey=00000000-0000-0000-0000-000000000001;IngestionEndpoint=http://127.0.0.1:9/");

    [Fact]
    public void With_a_connection_string_spans_numbers_and_lines_go_there_from_here()
    {
        using var app = AppFixture.Build(settings: [], early: [ConnectionString]);

        Assert.NotNull(app.Services.GetService<TracerProvider>());
        Assert.NotNull(app.Services.GetService<MeterProvider>());
        Assert.Contains(app.Services.GetServices<ILoggerProvider>(), provider => provider.GetType().Name == "OpenTelemetryLoggerProvider");
        // The host stops to do it for the worker, and no line is told twice.
        Assert.Equal(bool.TrueString, app.Services.GetRequiredService<IOptions<WorkerOptions>>().Value.Capabilities[OwnTelemetry]);
        Assert.DoesNotContain(app.Services.GetServices<ILoggerProvider>(), provider => provider is ConsoleOutsideOfInvocations);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData(" ")]
    [InlineData("@Microsoft.KeyVault(SecretUri=https://name.vault.azure.net/secrets/insights)")]
    [InlineData("IngestionEndpoint=https://name.in.applicationinsights.azure.com/")]
    [InlineData("InstrumentationKey=nonsense")]
    public void Without_one_nobody_is_told(string? connectionString)
    {
        using var app = AppFixture.Build(settings: [], early: [KeyValuePair.Create(ConnectionString.Key, connectionString)]);

        Assert.Null(app.Services.GetService<TracerProvider>());
        Assert.Null(app.Services.GetService<MeterProvider>());
        Assert.False(app.Services.GetRequiredService<IOptions<WorkerOptions>>().Value.Capabilities.ContainsKey(OwnTelemetry));
        Assert.Contains(app.Services.GetServices<ILoggerProvider>(), provider => provider is ConsoleOutsideOfInvocations);
    }

    [Fact]
    public void One_that_is_none_is_told_without_what_stands_there()
    {
        var settings = new ConfigurationBuilder().AddInMemoryCollection([KeyValuePair.Create(ConnectionString.Key, (string?)"@Microsoft.KeyVault(x)")]).Build();

        Assert.Equal(
            "warn: APPLICATIONINSIGHTS_CONNECTION_STRING is no connection string of Application Insights (an unresolved Key Vault reference, perhaps), and nobody is told there: copy it from the resource's overview.",
            AzureMonitor.WarningOn(settings));
        Assert.Null(AzureMonitor.WarningOn(new ConfigurationBuilder().AddInMemoryCollection([ConnectionString]).Build()));
        Assert.Null(AzureMonitor.WarningOn(new ConfigurationBuilder().Build()));
    }

    [Theory]
    [InlineData("Authorization=AAD", nameof(DefaultAzureCredential))]
    [InlineData("ClientId=11111111-2222-3333-4444-555555555555;Authorization=AAD", nameof(ManagedIdentityCredential))]
    [InlineData(null, null)]
    public void Nothing_is_sampled_away_and_a_resource_without_keys_is_shown_the_apps_identity(string? authentication, string? credential)
    {
        using var app = AppFixture.Build(settings: [], early: [ConnectionString, KeyValuePair.Create("APPLICATIONINSIGHTS_AUTHENTICATION_STRING", authentication)]);

        var options = app.Services.GetRequiredService<IOptionsMonitor<AzureMonitorExporterOptions>>().Get(Options.DefaultName);

        Assert.Equal((ConnectionString.Value, (double?)null, 1f, false), (options.ConnectionString, options.TracesPerSecond, options.SamplingRatio, options.EnableTraceBasedLogsSampler));
        Assert.Equal(credential, options.Credential?.GetType().Name);
    }
}

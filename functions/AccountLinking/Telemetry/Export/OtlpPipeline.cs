using System.Globalization;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using OpenTelemetry;
using OpenTelemetry.Exporter;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace AccountLinking.Telemetry.Export;

/// <summary>OpenTelemetry's own: it listens to the service's source and meter and to nobody else's, and sends what it hears by OTLP.</summary>
internal sealed class OtlpPipeline : IDisposable
{
    private const string ServiceName = "account-linking";
    private const int ShutdownMilliseconds = 2000;

    private readonly TracerProvider? _traces;
    private readonly MeterProvider? _metrics;

    public OtlpPipeline(IConfiguration settings)
    {
        if (OtlpSettings.IsExported(settings, OtlpSettings.Traces))
        {
            var builder = Sdk.CreateTracerProviderBuilder().ConfigureServices(services => services.AddSingleton(settings)).ConfigureResource(Describe).AddSource(TelemetryNames.Source)
                .AddOtlpExporter(exporter => Configure(exporter, settings, OtlpSettings.Traces));
            // Whether the caller's own trace is sampled is the caller's business.
            _traces = (OtlpSettings.HasSampler(settings) ? builder : builder.SetSampler(new AlwaysOnSampler())).Build();
        }

        if (OtlpSettings.IsExported(settings, OtlpSettings.Metrics))
            _metrics = Sdk.CreateMeterProviderBuilder().ConfigureServices(services => services.AddSingleton(settings)).ConfigureResource(Describe).AddMeter(TelemetryNames.Source)
                .AddOtlpExporter(exporter => Configure(exporter, settings, OtlpSettings.Metrics)).Build();
    }

    public void Dispose()
    {
        // A collector that is gone must keep no process from ending.
        Parallel.Invoke(() => _traces?.Shutdown(ShutdownMilliseconds), () => _metrics?.Shutdown(ShutdownMilliseconds));
        _traces?.Dispose();
        _metrics?.Dispose();
    }

    /// <summary>The exporter itself reads only what is for all signals.</summary>
    private static void Configure(OtlpExporterOptions exporter, IConfiguration settings, string signal)
    {
        if (OtlpSettings.Of(settings, signal, "PROTOCOL") is { } protocol) exporter.Protocol = protocol == "grpc" ? OtlpExportProtocol.Grpc : OtlpExportProtocol.HttpProtobuf;
        if (OtlpSettings.Of(settings, signal, "HEADERS") is { } headers) exporter.Headers = headers;
        if (OtlpSettings.Of(settings, signal, "TIMEOUT") is { } timeout) exporter.TimeoutMilliseconds = int.Parse(timeout, CultureInfo.InvariantCulture);
        if (OtlpSettings.Of(settings, signal, "ENDPOINT") is { } address) exporter.Endpoint = new Uri(address);
    }

    /// <summary>OTEL_SERVICE_NAME and OTEL_RESOURCE_ATTRIBUTES come last, and win.</summary>
    private static void Describe(ResourceBuilder resource) => resource.Clear()
        .AddService(ServiceName, serviceVersion: typeof(OtlpPipeline).Assembly.GetName().Version?.ToString(3))
        .AddTelemetrySdk().AddEnvironmentVariableDetector();
}

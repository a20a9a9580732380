using System.Globalization;
using Microsoft.Extensions.Configuration;

namespace AccountLinking.Telemetry.Export;

/// <summary>
/// Where telemetry goes, by OpenTelemetry's own variables (https://opentelemetry.io/docs/specs/otel/protocol/exporter). The exporter reads those for all; those for one signal
/// are read here, and what it would pass over without a word, or end in an exception, is told at the start.
/// </summary>
internal static class OtlpSettings
{
    public const string Traces = "TRACES";
    public const string Metrics = "METRICS";

    private const string Prefix = "OTEL_EXPORTER_OTLP_";
    private const string Disabled = "OTEL_SDK_DISABLED";
    private const string Sampler = "OTEL_TRACES_SAMPLER";

    /// <summary>Azure Monitor's own, which the SDK itself does not know.</summary>
    private const string SamplersOfAzureMonitor = "microsoft.";

    private static readonly string[] Signals = ["", $"{Traces}_", $"{Metrics}_"];
    private static readonly string[] Protocols = ["grpc", "http/protobuf"];
    private static readonly string[] Exporters = ["otlp", "none"];
    private static readonly string[] Samplers = ["always_on", "always_off", "traceidratio", "parentbased_always_on", "parentbased_always_off", "parentbased_traceidratio"];
    private static readonly string[] Milliseconds = ["OTEL_METRIC_EXPORT_INTERVAL", "OTEL_METRIC_EXPORT_TIMEOUT", "OTEL_BSP_SCHEDULE_DELAY", "OTEL_BSP_EXPORT_TIMEOUT"];

    public static bool IsExported(IConfiguration settings, string signal) =>
        !Is(settings, Disabled, "true") && !Is(settings, $"OTEL_{signal}_EXPORTER", "none") && (IsSet(settings, $"{Prefix}ENDPOINT") || IsSet(settings, $"{Prefix}{signal}_ENDPOINT"));

    /// <summary>Of this signal alone; null: as for all.</summary>
    public static string? Of(IConfiguration settings, string signal, string what) => IsSet(settings, $"{Prefix}{signal}_{what}") ? settings[$"{Prefix}{signal}_{what}"]!.Trim() : null;

    /// <summary>Who samples by a rule of his own says so; else every span is exported.</summary>
    public static bool HasSampler(IConfiguration settings) => IsSet(settings, Sampler) && Samplers.Contains(settings[Sampler]!, StringComparer.Ordinal);

    public static IEnumerable<string> ProblemsIn(IConfiguration settings) =>
    [
        .. Wrong(settings, Signals.Select(signal => $"{Prefix}{signal}ENDPOINT"), IsAddress, "the http or https address of an OpenTelemetry collector, as in http://127.0.0.1:4317"),
        .. Wrong(settings, Signals.Select(signal => $"{Prefix}{signal}PROTOCOL"), value => Protocols.Contains(value, StringComparer.Ordinal), OneOf(Protocols)),
        .. Wrong(settings, Signals.Select(signal => $"{Prefix}{signal}HEADERS"), AreHeaders, "names and values, as in api-key=value,other=value"),
        .. Wrong(settings, Signals.Select(signal => $"{Prefix}{signal}TIMEOUT").Concat(Milliseconds), IsNumber, "a number of milliseconds, as in 10000"),
        .. Wrong(settings, [$"OTEL_{Traces}_EXPORTER", $"OTEL_{Metrics}_EXPORTER"], value => Exporters.Contains(value, StringComparer.Ordinal), OneOf(Exporters)),
        .. Wrong(settings, [Sampler], value => Samplers.Contains(value, StringComparer.Ordinal) || value.StartsWith(SamplersOfAzureMonitor, StringComparison.Ordinal), OneOf(Samplers)),
        .. Wrong(settings, [Disabled], value => bool.TryParse(value, out _), "true or false"),
    ];

    private static IEnumerable<string> Wrong(IConfiguration settings, IEnumerable<string> names, Func<string, bool> isRight, string expected) =>
        names.Where(name => IsSet(settings, name) && !isRight(settings[name]!.Trim())).Select(name => $"{name} must be {expected}.");

    private static string OneOf(string[] values) => $"one of {string.Join(", ", values)}";

    private static bool IsAddress(string value) => Uri.TryCreate(value, UriKind.Absolute, out var uri) && (uri.Scheme == Uri.UriSchemeHttp || uri.Scheme == Uri.UriSchemeHttps);

    private static bool AreHeaders(string value) => value.Split(',').All(header => header.IndexOf('=', StringComparison.Ordinal) > 0);

    private static bool IsNumber(string value) => int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out _);

    private static bool Is(IConfiguration settings, string name, string value) => value.Equals(settings[name]?.Trim(), StringComparison.OrdinalIgnoreCase);

    private static bool IsSet(IConfiguration settings, string name) => !string.IsNullOrWhiteSpace(settings[name]);
}

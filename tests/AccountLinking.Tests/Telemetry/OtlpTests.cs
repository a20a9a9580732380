using AccountLinking.Configuration;
using AccountLinking.Configuration.Checks;
using AccountLinking.Sandbox.Hosting;
using AccountLinking.Tests.Configuration;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace AccountLinking.Tests.Telemetry;

/// <summary>What reaches a collector, over OTLP's HTTP.</summary>
public sealed class OtlpTests
{
    [Fact]
    public async Task A_collector_gets_the_spans_and_numbers_of_the_service_and_of_nobody_else()
    {
        await using var collector = await Collector.StartAsync();
        await Collector.HearAsync(SandboxOptions.OnFreePorts with { OtlpEndpoint = collector.Address });

        Assert.Equal(["/v1/metrics application/x-protobuf", "/v1/traces application/x-protobuf"], collector.Requests.Keys.Order(StringComparer.Ordinal));
        var (traces, metrics) = (collector.Requests["/v1/traces application/x-protobuf"], collector.Requests["/v1/metrics application/x-protobuf"]);
        foreach (var word in (string[])["account-linking", "AccountLinking", "POST /api/accounts/link", "POST /api/v2/users/{id}/identities", "write records", "account_linking.outcome", "no_match"]) Assert.Contains(word, traces, StringComparison.Ordinal);
        foreach (var word in (string[])["account-linking", "account_linking.requests", "account_linking.request.budget_left", "account_linking.journal.records", "account_linking.calls"]) Assert.Contains(word, metrics, StringComparison.Ordinal);
        Assert.All(collector.Requests.Values, sent => Assert.DoesNotContain("Microsoft.AspNetCore", sent, StringComparison.Ordinal));
        Assert.All(collector.Requests.Values, sent => Assert.DoesNotContain("System.Net.Http", sent, StringComparison.Ordinal));
        Assert.All(collector.Requests.Values, sent => Assert.DoesNotContain("196802020575", sent, StringComparison.Ordinal));
        Assert.All(collector.Requests.Values, sent => Assert.DoesNotContain("|anna", sent, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Who_wants_spans_alone_gets_spans_alone()
    {
        await using var collector = await Collector.StartAsync();
        await Collector.HearAsync(Collector.Exporting(("OTEL_EXPORTER_OTLP_TRACES_ENDPOINT", $"{collector.Address}v1/traces"), ("OTEL_EXPORTER_OTLP_PROTOCOL", "http/protobuf"), ("OTEL_SERVICE_NAME", "logins-of-acme")));

        Assert.Contains("logins-of-acme", Assert.Single(collector.Requests, request => request.Key.StartsWith("/v1/traces", StringComparison.Ordinal)).Value, StringComparison.Ordinal);
        Assert.Single(collector.Requests);
    }

    [Fact]
    public async Task An_address_for_numbers_of_their_own_wins_over_the_one_for_all()
    {
        await using var collector = await Collector.StartAsync();
        await Collector.HearAsync(Collector.Exporting(
            ("OTEL_EXPORTER_OTLP_ENDPOINT", collector.Address), ("OTEL_EXPORTER_OTLP_METRICS_ENDPOINT", $"{collector.Address}numbers"), ("OTEL_EXPORTER_OTLP_PROTOCOL", "http/protobuf")));

        Assert.Equal(["/numbers application/x-protobuf", "/v1/traces application/x-protobuf"], collector.Requests.Keys.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task What_is_set_for_one_signal_is_for_that_one()
    {
        await using var collector = await Collector.StartAsync();
        await Collector.HearAsync(Collector.Exporting(
            ("OTEL_EXPORTER_OTLP_TRACES_ENDPOINT", $"{collector.Address}v1/traces"), ("OTEL_EXPORTER_OTLP_TRACES_PROTOCOL", "http/protobuf"), ("OTEL_EXPORTER_OTLP_TRACES_HEADERS", "api-key=abc"), ("OTEL_EXPORTER_OTLP_TRACES_TIMEOUT", "5000"),
            ("OTEL_TRACES_SAMPLER", "microsoft.fixed_percentage")));

        Assert.Equal(["/v1/traces application/x-protobuf"], collector.Requests.Keys);
        Assert.Equal(["abc"], collector.Keys.Distinct());
    }

    [Fact]
    public async Task A_signal_that_is_switched_off_is_not_sent()
    {
        await using var collector = await Collector.StartAsync();
        await Collector.HearAsync(Collector.Exporting(("OTEL_EXPORTER_OTLP_ENDPOINT", collector.Address), ("OTEL_EXPORTER_OTLP_PROTOCOL", "http/protobuf"), ("OTEL_TRACES_EXPORTER", "none")));

        Assert.Equal(["/v1/metrics application/x-protobuf"], collector.Requests.Keys);
    }

    [Fact]
    public async Task Nothing_is_sent_where_it_is_switched_off()
    {
        await using var collector = await Collector.StartAsync();
        await Collector.HearAsync(Collector.Exporting(("OTEL_EXPORTER_OTLP_ENDPOINT", collector.Address), ("OTEL_EXPORTER_OTLP_PROTOCOL", "http/protobuf"), ("OTEL_SDK_DISABLED", "true")));

        Assert.Empty(collector.Requests);
    }

    /// <summary>Nobody listens there; requests are answered and the service ends all the same.</summary>
    [Fact]
    public async Task A_collector_that_is_gone_is_nobodys_trouble() => await Collector.HearAsync(SandboxOptions.OnFreePorts with { OtlpEndpoint = "http://127.0.0.1:9/" });

    [Theory]
    [InlineData("OTEL_EXPORTER_OTLP_ENDPOINT", "127.0.0.1:4317", "OTEL_EXPORTER_OTLP_ENDPOINT must be the http or https address of an OpenTelemetry collector, as in http://127.0.0.1:4317.")]
    [InlineData("OTEL_EXPORTER_OTLP_TRACES_ENDPOINT", "ftp://127.0.0.1", "OTEL_EXPORTER_OTLP_TRACES_ENDPOINT must be the http or https address of an OpenTelemetry collector, as in http://127.0.0.1:4317.")]
    [InlineData("OTEL_EXPORTER_OTLP_METRICS_ENDPOINT", "collector", "OTEL_EXPORTER_OTLP_METRICS_ENDPOINT must be the http or https address of an OpenTelemetry collector, as in http://127.0.0.1:4317.")]
    [InlineData("OTEL_EXPORTER_OTLP_PROTOCOL", "http", "OTEL_EXPORTER_OTLP_PROTOCOL must be one of grpc, http/protobuf.")]
    [InlineData("OTEL_EXPORTER_OTLP_TRACES_PROTOCOL", "http/json", "OTEL_EXPORTER_OTLP_TRACES_PROTOCOL must be one of grpc, http/protobuf.")]
    [InlineData("OTEL_EXPORTER_OTLP_HEADERS", "the-key", "OTEL_EXPORTER_OTLP_HEADERS must be names and values, as in api-key=value,other=value.")]
    [InlineData("OTEL_EXPORTER_OTLP_TIMEOUT", "10s", "OTEL_EXPORTER_OTLP_TIMEOUT must be a number of milliseconds, as in 10000.")]
    [InlineData("OTEL_METRIC_EXPORT_INTERVAL", "soon", "OTEL_METRIC_EXPORT_INTERVAL must be a number of milliseconds, as in 10000.")]
    [InlineData("OTEL_TRACES_EXPORTER", "console", "OTEL_TRACES_EXPORTER must be one of otlp, none.")]
    [InlineData("OTEL_TRACES_SAMPLER", "always", "OTEL_TRACES_SAMPLER must be one of always_on, always_off, traceidratio, parentbased_always_on, parentbased_always_off, parentbased_traceidratio.")]
    [InlineData("OTEL_SDK_DISABLED", "1", "OTEL_SDK_DISABLED must be true or false.")]
    public void What_the_exporter_would_pass_over_in_silence_is_told_at_the_start(string name, string value, string problem)
    {
        var settings = new ConfigurationBuilder().AddInMemoryCollection(GoodSettings.All).AddInMemoryCollection([KeyValuePair.Create(name, (string?)value)]).Build();
        using var services = new ServiceCollection().AddAccountLinking(settings).BuildServiceProvider();

        Assert.Equal([problem], services.GetRequiredService<SettingsCheck>().Problems(isVaultRead: true));
    }
}

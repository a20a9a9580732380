using AccountLinking.Sandbox.Hosting;
using AccountLinking.Tests.Webhooks;
using Microsoft.Extensions.Logging.Abstractions;

namespace AccountLinking.Tests.Telemetry;

/// <summary>Which spans are exported. Whoever else listens in the same process has all of them recorded, so nobody may meanwhile.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
[Collection(Name)]
public sealed class SamplerTests
{
    internal const string Name = "Alone";

    [Fact]
    public async Task Who_samples_by_a_rule_of_his_own_does_so()
    {
        await using var collector = await Collector.StartAsync();
        await Collector.HearAsync(Collector.Exporting(("OTEL_EXPORTER_OTLP_ENDPOINT", collector.Address), ("OTEL_EXPORTER_OTLP_PROTOCOL", "http/protobuf"), ("OTEL_TRACES_SAMPLER", "always_off")));

        Assert.Equal(["/v1/metrics application/x-protobuf"], collector.Requests.Keys);
    }

    /// <summary>Else any caller could see to it that what is done for him is not seen.</summary>
    [Fact]
    public async Task A_caller_whose_own_trace_is_not_recorded_has_no_say_in_it()
    {
        await using var collector = await Collector.StartAsync();
        await using (var sandbox = await RunningSandbox.StartAsync(SandboxOptions.OnFreePorts with { OtlpEndpoint = collector.Address }, NullLoggerFactory.Instance))
        {
            var headers = new Dictionary<string, string[]?> { ["traceparent"] = ["00-11111111111111111111111111111111-2222222222222222-00"] };
            await new SignedPost { Headers = headers }.SendAsync(sandbox.Service);
        }

        Assert.Contains("POST /api/accounts/link", collector.Requests["/v1/traces application/x-protobuf"], StringComparison.Ordinal);
    }
}

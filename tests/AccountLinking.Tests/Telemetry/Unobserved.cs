using System.Diagnostics.Metrics;
using AccountLinking.Telemetry;

namespace AccountLinking.Tests.Telemetry;

/// <summary>For parts that are tested by themselves, and whose numbers nobody reads.</summary>
internal static class Unobserved
{
    public static ServiceTelemetry Telemetry { get; } = new(new Meters(), TimeProvider.System);

    private sealed class Meters : IMeterFactory
    {
        public Meter Create(MeterOptions options) => new(options);

        public void Dispose()
        {
            // Shared by all tests, for as long as they run.
        }
    }
}

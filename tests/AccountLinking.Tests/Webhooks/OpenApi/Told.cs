using System.Diagnostics;
using System.Diagnostics.Metrics;
using AccountLinking.Telemetry;
using AccountLinking.Tests.Telemetry;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace AccountLinking.Tests.Webhooks.OpenApi;

/// <summary>What one service tells; those of other tests run in the same process at the same time.</summary>
internal sealed class Told
{
    private IMeterFactory? _meters;
    private ServiceTelemetry? _telemetry;

    public Told() => Heard = new Heard(instrument => _meters is not null && ReferenceEquals(instrument.Meter.Scope, _meters) && instrument.Meter.Name == "AccountLinking");

    public Heard Heard { get; }

    public bool IsOfThisService(Activity span) => _telemetry?.IsMine(span) == true;

    /// <summary>Nothing that is hosted: it is told of the service's parts before the first request.</summary>
    public Nothing ListenTo(IServiceProvider service)
    {
        // In this order: the instruments are made with the second.
        _meters = service.GetRequiredService<IMeterFactory>();
        _telemetry = service.GetRequiredService<ServiceTelemetry>();
        return new Nothing();
    }

    internal sealed class Nothing : IHostedService
    {
        public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}

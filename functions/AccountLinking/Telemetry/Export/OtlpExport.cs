using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Hosting;

namespace AccountLinking.Telemetry.Export;

/// <summary>Sends spans and numbers to a collector, where one is set. Without one nothing of OpenTelemetry's libraries is loaded: a cold start must not wait for them.</summary>
internal sealed class OtlpExport(OtlpExport.Source settings) : IHostedLifecycleService, IDisposable
{
    private IDisposable? _pipeline;

    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartAsync(CancellationToken cancellationToken)
    {
        if (OtlpSettings.IsExported(settings.All, OtlpSettings.Traces) || OtlpSettings.IsExported(settings.All, OtlpSettings.Metrics)) _pipeline = new OtlpPipeline(settings.All);
        return Task.CompletedTask;
    }

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>Once nobody has anything to tell any more, what was gathered is sent, within two seconds.</summary>
    public Task StoppedAsync(CancellationToken cancellationToken) => Task.Run(Dispose, CancellationToken.None);

    public void Dispose() => Interlocked.Exchange(ref _pipeline, null)?.Dispose();

    /// <summary>The settings of the host: where telemetry goes is none of the service's own.</summary>
    internal sealed record Source(IConfiguration All);
}

using System.Diagnostics;
using AccountLinking.Journal;
using AccountLinking.Telemetry;
using Microsoft.Extensions.Hosting;

namespace AccountLinking.Linking.Sweeping;

/// <summary>Looks after the journal now and then. When there is nothing to do, that is one list of nothing every five minutes.</summary>
/// <param name="care">Made after the settings are checked, which is not yet when this is; so are the nonces.</param>
internal sealed partial class JournalSweep(Lazy<JournalCare> care, Lazy<SpentNonces> nonces, ServiceTelemetry telemetry, TimeProvider clock, ILogger<JournalSweep> logger) : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromMinutes(5);

    /// <summary>Old records are looked for twice a day.</summary>
    private const int RoundsBetweenErasures = 144;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        // Not when the process starts: that must cost nothing.
        for (var round = 1; ; round++)
        {
            await Task.Delay(Interval, clock, stoppingToken);
            await SweepAsync(round % RoundsBetweenErasures == 1, stoppingToken);
        }
    }

    private async Task SweepAsync(bool isForOldOnes, CancellationToken stopping)
    {
        using var span = telemetry.BeginWork("journal sweep");
        try
        {
            var (settled, stuck) = await care.Value.SettleAsync(stopping);
            telemetry.TellStuck(stuck);
            if (isForOldOnes) await nonces.Value.ForgetAsync(clock.GetUtcNow(), stopping);
            var erased = isForOldOnes ? await care.Value.EraseOldAsync(stopping) : 0;
            if (erased > 0) Log.Erased(logger, erased);
            span?.SetTag(TelemetryNames.Settled, settled).SetTag(TelemetryNames.Erased, erased);
        }
        catch (JournalException trouble)
        {
            span?.SetTag(TelemetryNames.ErrorType, JournalException.Code).SetStatus(ActivityStatusCode.Error, JournalException.Code);
            Log.NotSwept(logger, trouble.Message);
        }
        catch (Exception failure) when (!stopping.IsCancellationRequested)
        {
            // The next round may do better, and the host must not end for it.
            span?.SetTag(TelemetryNames.ErrorType, failure.GetType().Name).SetStatus(ActivityStatusCode.Error);
            Log.Failed(logger, failure.GetType().Name, failure.StackTrace);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(EventIds.RecordsErased, LogLevel.Information, "{Count} records were older than Journal:Retention, and are erased.", EventName = nameof(EventIds.RecordsErased))]
        public static partial void Erased(ILogger logger, int count);

        [LoggerMessage(EventIds.JournalNotSwept, LogLevel.Warning, "The journal could not be looked after: {Advice}", EventName = nameof(EventIds.JournalNotSwept))]
        public static partial void NotSwept(ILogger logger, string advice);

        [LoggerMessage(EventIds.SweepFailed, LogLevel.Error, "Looking after the journal failed: {Exception}\n{StackTrace}", EventName = nameof(EventIds.SweepFailed))]
        public static partial void Failed(ILogger logger, string exception, string? stackTrace);
    }
}

using AccountLinking.Auth0;
using AccountLinking.Health.Checkups;
using AccountLinking.Journal;
using AccountLinking.Telemetry;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace AccountLinking.Health;

/// <summary>
/// All checkups, once. Each is made when its turn comes, because what it is made of may have wrong settings; and whatever breaks in one is a line of the report.
/// </summary>
internal sealed partial class Examination(IServiceProvider services, ServiceTelemetry telemetry, TimeProvider clock, ILogger<Examination> logger)
{
    /// <summary>Operations wait for it, and no login does.</summary>
    private static readonly TimeSpan Time = TimeSpan.FromSeconds(10);

    /// <summary>Of its own, so that nobody else is blamed for what it takes.</summary>
    private static readonly TimeSpan TimeOfVault = TimeSpan.FromSeconds(5);

    public async Task<HealthReport> ExamineAsync()
    {
        using var span = telemetry.BeginWork("examination");
        var at = clock.GetUtcNow();
        // First, for what is in it are settings.
        var vault = await ExamineAsync<VaultCheckup>(TimeOfVault);
        var others = await Task.WhenAll(ExamineAsync<SettingsCheckup>(Time), Task.FromResult(vault), ExamineAsync<Auth0Checkup>(Time), ExamineAsync<CrmCheckup>(Time), ExamineAsync<JournalCheckup>(Time));
        return new HealthReport(at, [.. others.SelectMany(findings => findings)]);
    }

    private async Task<IReadOnlyList<Finding>> ExamineAsync<TCheckup>(TimeSpan time)
        where TCheckup : class, ICheckup
    {
        using var budget = new RequestBudget(time, clock, CancellationToken.None);
        try
        {
            return await services.GetRequiredService<TCheckup>().ExamineAsync(budget);
        }
        catch (OptionsValidationException)
        {
            return [.. TCheckup.Names.Select(Finding.SettingsFirst)];
        }
        catch (Exception trouble) when (trouble is Auth0Exception or JournalException)
        {
            return [Finding.Fail(TCheckup.Names[0], trouble.Message)];
        }
        catch (OperationCanceledException)
        {
            return [Finding.Fail(TCheckup.Names[0], $"It did not answer within {time.TotalSeconds} seconds: look at its response times, and at the network's way to it.")];
        }
        catch (Exception failure)
        {
            // Without the exception's message, which may quote what nobody is to read.
            Log.Failed(logger, TCheckup.Names[0], failure.GetType().Name, failure.StackTrace);
            return [Finding.Fail(TCheckup.Names[0], $"The checkup itself failed ({failure.GetType().Name}): the service's log says where.")];
        }
    }

    private static partial class Log
    {
        [LoggerMessage(EventIds.CheckupFailed, LogLevel.Error, "The checkup of '{Check}' failed: {Exception}\n{StackTrace}", EventName = nameof(EventIds.CheckupFailed))]
        public static partial void Failed(ILogger logger, string check, string exception, string? stackTrace);
    }
}

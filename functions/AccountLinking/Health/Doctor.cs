using AccountLinking.Configuration;

namespace AccountLinking.Health;

/// <summary>
/// Examines the settings and all that the service depends on, and names what is wrong with the sentence that mends it. Whoever asks often is told the same report
/// again, so that nobody hammers Auth0 or the CRM by it.
/// </summary>
public sealed class Doctor
{
    /// <summary>How long a report is told again.</summary>
    internal static readonly TimeSpan Lifetime = TimeSpan.FromSeconds(30);

    /// <summary>Of one that is not good: somebody is mending, and wants to see whether it helped.</summary>
    internal static readonly TimeSpan LifetimeOfTrouble = TimeSpan.FromSeconds(10);

    /// <summary>More examinations than this there are not in five minutes; after that the last report is told until there may be one.</summary>
    internal const int MostExaminations = 12;

    private static readonly TimeSpan Window = TimeSpan.FromMinutes(5);

    private readonly Func<Task<HealthReport>> _examineAsync;
    private readonly TimeProvider _clock;
    private readonly Allowance _allowance;
    private readonly Lock _gate = new();
    private Task<HealthReport>? _last;
    private long _endedAt;

    internal Doctor(Func<Task<HealthReport>> examineAsync, TimeProvider clock) => (_examineAsync, _clock, _allowance) = (examineAsync, clock, new Allowance(MostExaminations, Window, clock));

    /// <summary>The newest report: one that is on its way, the last one while it is fresh, or a new one.</summary>
    public Task<HealthReport> ReportAsync(CancellationToken cancellation)
    {
        lock (_gate)
        {
            if ((_last is null || IsOutdated(_last)) && _allowance.TryTake()) _last = Start();
            return _last!.WaitAsync(cancellation);
        }
    }

    /// <summary>It belongs to nobody's request, and what it logs must not be lost with one.</summary>
    private Task<HealthReport> Start()
    {
        using (ExecutionContext.SuppressFlow()) return Task.Run(ExamineAsync, CancellationToken.None);
    }

    private bool IsOutdated(Task<HealthReport> last) =>
        last.IsCompleted && _clock.GetElapsedTime(Interlocked.Read(ref _endedAt)) >= (last is { IsCompletedSuccessfully: true, Result.IsReady: true } ? Lifetime : LifetimeOfTrouble);

    private async Task<HealthReport> ExamineAsync()
    {
        try
        {
            return await _examineAsync();
        }
        finally
        {
            Interlocked.Exchange(ref _endedAt, _clock.GetTimestamp());
        }
    }
}

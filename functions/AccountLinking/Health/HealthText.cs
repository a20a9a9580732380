using System.Globalization;

namespace AccountLinking.Health;

/// <summary>A report as lines for a terminal.</summary>
public static class HealthText
{
    public static string Of(HealthReport report)
    {
        var width = report.Findings.Max(finding => finding.Check.Length);
        return string.Concat(report.Findings.Select(finding => $"{NameOf(finding.Verdict),-4}  {finding.Check.PadRight(width)}  {finding.Message}\n")) + Summary(report) + "\n";
    }

    /// <summary>As in JSON, too.</summary>
    internal static string NameOf(Verdict verdict) => verdict switch
    {
        Verdict.Pass => "pass",
        Verdict.Warn => "warn",
        Verdict.Fail => "fail",
        _ => "skip",
    };

    internal static string TimeOf(HealthReport report) => report.CheckedAt.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);

    private static string Summary(HealthReport report)
    {
        var failed = report.Findings.Count(finding => finding.Verdict == Verdict.Fail);
        var warned = report.Findings.Count(finding => finding.Verdict == Verdict.Warn);
        var end = failed > 0 ? $"Not ready: {failed} of {report.Findings.Count} failed" : "Ready";
        return $"{end}{(warned > 0 ? $", {Warnings(warned)}" : string.Empty)} (checked {TimeOf(report)}).";
    }

    private static string Warnings(int count) => count == 1 ? "1 warning" : $"{count} warnings";
}

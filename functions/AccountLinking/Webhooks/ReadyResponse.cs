using AccountLinking.Health;

namespace AccountLinking.Webhooks;

/// <summary>The answer of <c>GET /api/health/ready</c>.</summary>
/// <param name="Status"><c>ready</c> or <c>not_ready</c>.</param>
/// <param name="CheckedAt">In UTC. A report is told again for a while.</param>
internal sealed record ReadyResponse(string Status, string CheckedAt, IReadOnlyList<ReadyResponse.Check> Checks)
{
    public static ReadyResponse Of(HealthReport report) => new(
        StatusOf(report), HealthText.TimeOf(report), [.. report.Findings.Select(finding => new Check(finding.Check, HealthText.NameOf(finding.Verdict), finding.Message))]);

    public static string StatusOf(HealthReport report) => report.IsReady ? "ready" : "not_ready";

    /// <param name="Name">What was looked at.</param>
    /// <param name="Status"><c>pass</c>, <c>warn</c>, <c>fail</c> or <c>skip</c>.</param>
    /// <param name="Message">What was found, and what to do about it.</param>
    internal sealed record Check(string Name, string Status, string Message);
}

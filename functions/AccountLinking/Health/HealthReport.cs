namespace AccountLinking.Health;

/// <summary>What the doctor found.</summary>
/// <param name="CheckedAt">When; a report is told again for a while.</param>
public sealed record HealthReport(DateTimeOffset CheckedAt, IReadOnlyList<Finding> Findings)
{
    /// <summary>No check failed.</summary>
    public bool IsReady => Findings.All(finding => finding.Verdict != Verdict.Fail);

    internal IEnumerable<string> Failed => Findings.Where(finding => finding.Verdict == Verdict.Fail).Select(finding => finding.Check).Distinct(StringComparer.Ordinal);
}

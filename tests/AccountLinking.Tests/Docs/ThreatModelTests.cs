namespace AccountLinking.Tests.Docs;

/// <summary>Each row of <c>docs/threat-model.md</c> names a control that is told elsewhere, and tests that there are: whoever renames one is told.</summary>
public sealed class ThreatModelTests
{
    private const string Document = "docs/threat-model.md";

    /// <summary>Fewer mean that the tables are not read as they are written, or that threats were forgotten.</summary>
    private const int FewestThreats = 90;
    private const int FewestGroups = 12;

    private static readonly string Text = File.ReadAllText(Path.Combine(Repository.Root, Document));
    private static readonly IReadOnlyList<Threat> Threats = Threat.ReadAll(Text);

    [Fact]
    public void All_rows_are_read()
    {
        Assert.InRange(Threats.Count, FewestThreats, int.MaxValue);
        Assert.InRange(Threats.Select(threat => threat.Group).Distinct(StringComparer.Ordinal).Count(), FewestGroups, int.MaxValue);
        Assert.Equal(Threats.Count, Threats.Select(threat => threat.Attack).Distinct(StringComparer.Ordinal).Count());
    }

    [Fact]
    public void Every_row_has_an_attack_a_control_that_is_told_elsewhere_and_a_proof() =>
        AssertNone(Threats.Where(threat => threat.Attack.Length == 0 || !MarkdownLinks.Of(threat.Control).Any() || threat.Proofs.Count == 0 || threat.Rest.Length > 0), threat => $"{threat.Attack} {threat.Rest}");

    [Fact]
    public void Every_proof_is_a_test_that_there_is()
    {
        var tests = TestNames.OfDotnet();

        AssertNone(Threats.Where(threat => !threat.Proofs.All(proof => IsTest(proof, tests))), threat => string.Join(", ", threat.Proofs.Where(proof => !IsTest(proof, tests))));
    }

    [Fact]
    public void Every_link_leads_somewhere() => Assert.Empty(MarkdownLinks.Dangling(Document));

    /// <summary>A row that waits for its proof is written with this word.</summary>
    [Fact]
    public void Nothing_is_left_to_be_done() => Assert.DoesNotContain("TODO", Text, StringComparison.Ordinal);

    /// <summary>All that are wrong are told at once, and whole.</summary>
    private static void AssertNone(IEnumerable<Threat> wrong, Func<Threat, string> describe)
    {
        var lines = wrong.Select(threat => $"{threat.Group}: {describe(threat)}").ToList();
        Assert.True(lines.Count == 0, $"{Document}:\n{string.Join('\n', lines)}");
    }

    /// <param name="proof"><c>Class.Method</c>, or of the Action's tests <c>file: title</c>.</param>
    private static bool IsTest(string proof, IReadOnlySet<string> tests) =>
        proof.Split(": ", 2) is [var file, var title] && file.EndsWith(".test.cjs", StringComparison.Ordinal) ? TestNames.HasTitle(file, title) : tests.Contains(proof);
}

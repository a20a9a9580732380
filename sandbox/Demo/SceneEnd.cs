namespace AccountLinking.Sandbox.Demo;

/// <summary>How a scene ended.</summary>
/// <param name="Account">The account that the person is, or that was acted on.</param>
/// <param name="Failure">What should have been and was not; null when all was as it must be.</param>
public sealed record SceneEnd(string Happened, string Account, string? Failure = null)
{
    /// <summary>Keeps the first expectation that does not hold.</summary>
    public SceneEnd Expect(bool holds, string expectation) => holds || Failure is not null ? this : this with { Failure = expectation };
}

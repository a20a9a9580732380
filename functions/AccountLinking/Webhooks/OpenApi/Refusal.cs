namespace AccountLinking.Webhooks.OpenApi;

/// <summary>A request that is refused, and what it is told.</summary>
internal sealed record Refusal(Problem Problem, Example Example)
{
    /// <param name="request">The body; null where there is none, and where it is not one that can be shown.</param>
    /// <param name="name">The code, unless several examples have it.</param>
    public static Refusal Of(RefusedException refused, string summary, string? request, string? name = null) =>
        new(refused.Problem, new Example(name ?? refused.Problem.Code, summary, request, SharedAnswers.Problem(refused.Problem)));
}

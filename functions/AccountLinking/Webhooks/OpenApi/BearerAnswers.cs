using AccountLinking.Auth0.Tokens;
using AccountLinking.SelfService;

namespace AccountLinking.Webhooks.OpenApi;

/// <summary>What every route answers that a person's own application asks with an access token, besides what is its own.</summary>
internal static class BearerAnswers
{
    /// <param name="success">When everything is right.</param>
    /// <param name="scope">That the access token must have.</param>
    /// <param name="request">A good body, whose sender Auth0 must be asked about; null where requests have none.</param>
    /// <param name="trouble">What the route can come to.</param>
    /// <param name="own">What else it refuses.</param>
    public static IReadOnlyList<AnswerDescription> With(AnswerDescription success, string scope, string? request, AnswerDescription trouble, params IReadOnlyList<Refusal> own)
    {
        var refusals = own.Concat(OfTokens(scope, request)).GroupBy(refusal => refusal.Problem.Status).Select(Describe);
        AnswerDescription[] all = [success, .. refusals, .. request is null ? [] : SharedAnswers.OfBodies, SharedAnswers.Failed(request), trouble];
        return [.. all.OrderBy(answer => answer.Status).Select(answer => answer with { Headers = [.. answer.Headers, HeaderDescription.NoStore, .. HeaderDescription.CrossOrigin] })];
    }

    /// <param name="faulty">A body that is refused for one of its fields.</param>
    public static IReadOnlyList<Refusal> OfBody(string faulty, RefusedException refused) =>
    [
        AsFaulty(Refusal.Of(RefusedException.MalformedJson(), "The body ends too early", """{"handle": """)),
        AsFaulty(Refusal.Of(refused, "A field is missing", faulty)),
        Refusal.Of(RefusedException.Unreadable(400), "The body's chunks are none", request: null, "broken_body"),
    ];

    private static IReadOnlyList<Refusal> OfTokens(string scope, string? request) =>
    [
        Refusal.Of(Refusals.NoToken(), "Without an access token", request, "no_token"),
        Refusal.Of(Refusals.Token(TokenFault.Expired), "With one that has expired", request, "expired_token"),
        Refusal.Of(Refusals.Token(TokenFault.EncryptedOrOpaque), "With one of a sign-in that did not ask for this API", request, "opaque_token"),
        Refusal.Of(Refusals.Scope(scope), "With one that has another scope", request),
        Refusal.Of(Refusals.Disabled(), "Auth0:ApiAudience is not set", request),
        Refusal.Of(Refusals.TooManyRequests(TimeSpan.Zero), "Once more than SelfService:RequestsPerMinute", request),
    ];

    private static AnswerDescription Describe(IGrouping<int, Refusal> refusals)
    {
        var problems = refusals.Select(refusal => refusal.Problem).ToList();
        var answer = AnswerDescription.Problem(refusals.Key, TextOf(refusals.Key), [.. problems.Select(problem => problem.Code).Distinct(StringComparer.Ordinal)], [.. refusals.Select(refusal => refusal.Example)]);
        return answer with { Headers = [.. HeadersOf(problems)] };
    }

    private static IEnumerable<HeaderDescription> HeadersOf(IReadOnlyCollection<Problem> problems)
    {
        var challenges = problems.Select(problem => problem.Challenge).OfType<string>().Distinct(StringComparer.Ordinal).ToList();
        if (challenges.Count > 0) yield return HeaderDescription.Authenticate(challenges, problems.All(problem => problem.Challenge is not null));
        if (problems.Any(problem => problem.RetryAfter is not null)) yield return HeaderDescription.RetryAfter with { Text = "In seconds.", IsAlways = true };
    }

    private static string TextOf(int status) => status switch
    {
        400 => "The body is not what it must be, or what it holds is not good, or not any more; nothing was done.",
        401 => "There is no access token, or not a good one; `detail` says what is wrong with it.",
        403 => "The access token or the account does not allow this; nothing was done.",
        404 => "There is nothing of the kind, or people cannot link accounts themselves at all.",
        409 => "It cannot be done as things are, and nothing was done: `code` says why.",
        _ => "The person asks too often, in whichever applications.",
    };

    private static Refusal AsFaulty(Refusal refusal) => refusal with { Example = refusal.Example with { IsFaulty = true } };
}

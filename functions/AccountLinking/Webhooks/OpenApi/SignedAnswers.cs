namespace AccountLinking.Webhooks.OpenApi;

/// <summary>What every route answers whose requests are signed, besides what is its own.</summary>
internal static class SignedAnswers
{
    /// <param name="request">A good one, that Auth0 must be asked about.</param>
    /// <param name="faulty">One with a field that is missing.</param>
    /// <param name="own">All that the route answers when everything is right.</param>
    public static IReadOnlyList<AnswerDescription> With(string request, (string Request, string Field, string Expected) faulty, params IReadOnlyList<AnswerDescription> own)
    {
        AnswerDescription[] all = [.. own, Faulty(faulty), Unsigned(request), .. SharedAnswers.OfBodies, SharedAnswers.Failed(request), SharedAnswers.Trouble(request)];
        return [.. all.OrderBy(answer => answer.Status).Select(answer => answer with { Headers = [.. answer.Headers, HeaderDescription.NoStore] })];
    }

    private static AnswerDescription Faulty((string Request, string Field, string Expected) faulty) => AnswerDescription.Problem(
        400,
        "The body is not what it must be, and nothing was done.",
        [ProblemCode.MalformedJson, ProblemCode.InvalidField, ProblemCode.UnreadableRequest],
        new Example(ProblemCode.MalformedJson, "The body ends too early", """{"user_id": """, SharedAnswers.Problem(400, ProblemCode.MalformedJson, "The body is not a JSON object in UTF-8.")) { IsFaulty = true },
        new Example(
            ProblemCode.InvalidField, "A field is missing", faulty.Request, SharedAnswers.Problem(400, ProblemCode.InvalidField, $"'{faulty.Field}' must be {faulty.Expected}.", field: faulty.Field))
        { IsFaulty = true },
        new Example("broken_body", "The body's chunks are none", Request: null, SharedAnswers.Problem(400, ProblemCode.UnreadableRequest, "The body could not be read to its end.")));

    private static AnswerDescription Unsigned(string request) => AnswerDescription.Empty(
        401,
        "The signature is missing, old or another one. The answer is empty, and does not say which; so is that of the host in Azure, where the function key is missing.",
        new Example("unsigned", "Without a signature", request, Answer: null),
        new Example("other_secret", "Signed with a secret that is not for this route", request, Answer: null),
        new Example("old", "Signed six minutes ago", request, Answer: null));
}

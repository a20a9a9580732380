namespace AccountLinking.Webhooks;

/// <summary>The request is not one that the service understands or does; nothing was done.</summary>
internal sealed class RefusedException(Problem problem) : Exception(problem.Title)
{
    public Problem Problem { get; } = problem;

    public static RefusedException MalformedJson() => new(new Problem(400, ProblemCode.MalformedJson, "The body is not a JSON object in UTF-8."));

    public static RefusedException InvalidField(string field, string expected) =>
        new(new Problem(400, ProblemCode.InvalidField, $"'{field}' must be {expected}.") { Field = field });

    public static RefusedException WrongContentType() =>
        new(new Problem(415, ProblemCode.UnsupportedMediaType, "The body must be application/json in UTF-8."));

    public static RefusedException TooLarge() =>
        new(new Problem(413, ProblemCode.ContentTooLarge, $"The body may have at most {RequestBody.MaxBytes} bytes."));

    public static RefusedException Unreadable(int status) =>
        new(new Problem(status, ProblemCode.UnreadableRequest, "The body could not be read to its end."));
}

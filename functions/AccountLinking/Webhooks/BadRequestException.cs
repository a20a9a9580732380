namespace AccountLinking.Webhooks;

/// <summary>The request is not one that the service understands; nothing was done.</summary>
internal sealed class BadRequestException(Problem problem) : Exception(problem.Title)
{
    public Problem Problem { get; } = problem;

    public static BadRequestException MalformedJson() => new(new Problem(400, ProblemCode.MalformedJson, "The body is not a JSON object in UTF-8."));

    public static BadRequestException InvalidField(string field, string expected) =>
        new(new Problem(400, ProblemCode.InvalidField, $"'{field}' must be {expected}.") { Field = field });

    public static BadRequestException WrongContentType() =>
        new(new Problem(415, ProblemCode.UnsupportedMediaType, "The body must be application/json in UTF-8."));

    public static BadRequestException TooLarge() =>
        new(new Problem(413, ProblemCode.ContentTooLarge, $"The body may have at most {SignedRequest.MaxBytes} bytes."));

    public static BadRequestException Unreadable(int status) =>
        new(new Problem(status, ProblemCode.UnreadableRequest, "The body could not be read to its end."));
}

namespace AccountLinking.Webhooks;

/// <summary>The request is not one that the service understands; nothing was done.</summary>
internal sealed class BadRequestException(Problem problem) : Exception(problem.Title)
{
    public Problem Problem { get; } = problem;

    public static BadRequestException MalformedJson() => new(new Problem(400, "malformed_json", "The body is not a JSON object in UTF-8."));

    public static BadRequestException InvalidField(string field, string expected) =>
        new(new Problem(400, "invalid_field", $"'{field}' must be {expected}.") { Field = field });

    public static BadRequestException WrongContentType() =>
        new(new Problem(415, "unsupported_media_type", "The body must be application/json in UTF-8."));

    public static BadRequestException TooLarge() =>
        new(new Problem(413, "content_too_large", $"The body may have at most {SignedRequest.MaxBytes} bytes."));

    public static BadRequestException Unreadable(int status) =>
        new(new Problem(status, "unreadable_request", "The body could not be read to its end."));
}

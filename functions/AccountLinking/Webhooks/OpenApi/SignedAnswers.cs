using AccountLinking.Auth0;
using AccountLinking.Journal;

namespace AccountLinking.Webhooks.OpenApi;

/// <summary>What every route answers whose requests are signed, besides what is its own.</summary>
internal static class SignedAnswers
{
    private const string TraceId = "4bf92f3577b34da6a3ce929d0e0e4736";
    private const string NotJust = "The accounts could not be looked after just now.";

    /// <param name="request">A good one, that Auth0 must be asked about.</param>
    /// <param name="faulty">One with a field that is missing.</param>
    /// <param name="own">All that the route answers when everything is right.</param>
    public static IReadOnlyList<AnswerDescription> With(string request, (string Request, string Field, string Expected) faulty, params IReadOnlyList<AnswerDescription> own)
    {
        AnswerDescription[] all = [.. own, Faulty(faulty), Unsigned(request), Late, TooLarge, WrongType, Failed(request), Trouble(request)];
        return [.. all.OrderBy(answer => answer.Status).Select(answer => answer with { Headers = [.. answer.Headers, HeaderDescription.NoStore] })];
    }

    /// <summary>The body of a problem.</summary>
    public static string Problem(int status, string code, string title, string? detail = null, string? field = null)
    {
        var more = (detail is null ? string.Empty : $""" "detail": "{detail}",""") + (field is null ? string.Empty : $""" "field": "{field}",""");
        return $$"""{"type": "about:blank", "title": "{{title}}", "status": {{status}}, "code": "{{code}}",{{more}} "trace_id": "{{TraceId}}"}""";
    }

    private static AnswerDescription Faulty((string Request, string Field, string Expected) faulty) => AnswerDescription.Problem(
        400,
        "The body is not what it must be, and nothing was done.",
        [ProblemCode.MalformedJson, ProblemCode.InvalidField, ProblemCode.UnreadableRequest],
        new Example(ProblemCode.MalformedJson, "The body ends too early", """{"user_id": """, Problem(400, ProblemCode.MalformedJson, "The body is not a JSON object in UTF-8.")) { IsFaulty = true },
        new Example(
            ProblemCode.InvalidField, "A field is missing", faulty.Request, Problem(400, ProblemCode.InvalidField, $"'{faulty.Field}' must be {faulty.Expected}.", field: faulty.Field))
        { IsFaulty = true },
        new Example("broken_body", "The body's chunks are none", Request: null, Problem(400, ProblemCode.UnreadableRequest, "The body could not be read to its end.")));

    private static AnswerDescription Unsigned(string request) => AnswerDescription.Empty(
        401,
        "The signature is missing, old or another one. The answer is empty, and does not say which; so is that of the host in Azure, where the function key is missing.",
        new Example("unsigned", "Without a signature", request, Answer: null),
        new Example("other_secret", "Signed with a secret that is not for this route", request, Answer: null),
        new Example("old", "Signed six minutes ago", request, Answer: null));

    private static AnswerDescription Late { get; } = AnswerDescription.Problem(
        408,
        "The body did not come while there was time.",
        [ProblemCode.UnreadableRequest],
        new Example("missing_body", "A body that is announced and does not come", Request: null, Problem(408, ProblemCode.UnreadableRequest, "The body could not be read to its end.")));

    private static AnswerDescription TooLarge { get; } = AnswerDescription.Problem(
        413,
        "The body has more than 64 KiB.",
        [ProblemCode.ContentTooLarge],
        new Example(
            ProblemCode.ContentTooLarge, "A body of 64 KiB and one byte", Request: null, Problem(413, ProblemCode.ContentTooLarge, $"The body may have at most {RequestBody.MaxBytes} bytes.")));

    private static AnswerDescription WrongType { get; } = AnswerDescription.Problem(
        415,
        "The content type is another one than `application/json` in UTF-8.",
        [ProblemCode.UnsupportedMediaType],
        new Example(
            ProblemCode.UnsupportedMediaType, "A body that is sent as text/plain", Request: null, Problem(415, ProblemCode.UnsupportedMediaType, "The body must be application/json in UTF-8.")));

    private static AnswerDescription Failed(string request) => AnswerDescription.Problem(
        500,
        "The service has a fault: its log says where. In Azure the host answers a 500 with an empty body where it cannot pass a request on.",
        [ProblemCode.InternalError],
        new Example(ProblemCode.InternalError, "A part of the service fails as nobody expected", request, Problem(500, ProblemCode.InternalError, "The service failed; its log says where.")));

    private static AnswerDescription Trouble(string request) => AnswerDescription.Problem(
        503,
        "Auth0 or the journal did not do its part, or the time was used up; `detail` says what to look at. The same request may be sent again: what was begun is finished then.",
        [
            TroubleCode.Unavailable, TroubleCode.RateLimited, TroubleCode.Unauthorized, TroubleCode.Forbidden, TroubleCode.Rejected, TroubleCode.BudgetExceeded,
            JournalException.Code,
        ],
        Trouble(request, TroubleCode.Unavailable, "Auth0 fails", "Auth0 answered with status 503, several times where that was allowed: look at Auth0's status page."),
        Trouble(
            request, TroubleCode.RateLimited, "Auth0 has had too many calls, and says for how long", "Auth0's rate limit is reached (GET /api/v2/users/{id}): wait, or ask for fewer calls with Linking:RecheckAfter and the Action's list of connections."),
        Trouble(
            request,
            TroubleCode.Unauthorized,
            "Auth0 takes no access token of the service's",
            "Auth0 did not take the access token, nor one that was fetched anew: check Auth0:Domain, and that the application is still authorised for the Management API."),
        Trouble(
            request, TroubleCode.Forbidden, "The service lacks a scope", "The application lacks the scope read:users: authorise it for the Management API with exactly read:users update:users."),
        Trouble(
            request,
            TroubleCode.Rejected,
            "Auth0 refuses for good",
            "Auth0 rejected GET /api/v2/users/{id} with status 400, which asking again does not change: look at the tenant's log and at the service's settings."),
        Trouble(
            request,
            TroubleCode.BudgetExceeded,
            "Auth0 does not answer",
            "The time for this request was used up before the work was done; what was begun, the next attempt finishes. If this is frequent, look at Auth0's response times; the time of a login's requests is Webhooks:Budget."),
        Trouble(
            request,
            JournalException.Code,
            "The journal cannot be used",
            "The journal's folder cannot be used (IOException): check that Journal:Path is a folder that the service may write, with space left.")) with
    {
        Headers = [HeaderDescription.RetryAfter],
    };

    private static Example Trouble(string request, string code, string summary, string detail) => new(code, summary, request, Problem(503, code, NotJust, detail));
}

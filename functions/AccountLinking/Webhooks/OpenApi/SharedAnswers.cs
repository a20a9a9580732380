using System.Text.Json;
using AccountLinking.Auth0;
using AccountLinking.Journal;

namespace AccountLinking.Webhooks.OpenApi;

/// <summary>What goes wrong in the same way wherever it can, whoever asks.</summary>
internal static class SharedAnswers
{
    private const string TraceId = "4bf92f3577b34da6a3ce929d0e0e4736";
    private const string NotJust = "The accounts could not be looked after just now.";

    /// <summary>What is read first of Auth0, by most routes.</summary>
    private const string ReadUser = "GET /api/v2/users/{id}";

    private static readonly string[] TroubleCodes =
    [
        TroubleCode.Unavailable, TroubleCode.RateLimited, TroubleCode.Unauthorized, TroubleCode.Forbidden, TroubleCode.Rejected, TroubleCode.BudgetExceeded, JournalException.Code,
    ];

    /// <summary>The body of a problem.</summary>
    public static string Problem(int status, string code, string title, string? detail = null, string? field = null) =>
        Problem(new Problem(status, code, title) { Detail = detail, Field = field });

    public static string Problem(Problem problem) => JsonSerializer.Serialize(
        new Problem.Body("about:blank", problem.Title, problem.Status, problem.Code, problem.Detail, problem.Field, TraceId), WebhooksJsonContext.Default.ProblemBody);

    /// <summary>What comes with a body that is sent, and none of its meaning.</summary>
    public static IReadOnlyList<AnswerDescription> OfBodies { get; } =
    [
        AnswerDescription.Problem(
            408,
            "The body did not come while there was time.",
            [ProblemCode.UnreadableRequest],
            new Example("missing_body", "A body that is announced and does not come", Request: null, Problem(408, ProblemCode.UnreadableRequest, "The body could not be read to its end."))),
        AnswerDescription.Problem(
            413,
            "The body has more than 64 KiB.",
            [ProblemCode.ContentTooLarge],
            new Example(
                ProblemCode.ContentTooLarge, "A body of 64 KiB and one byte", Request: null, Problem(413, ProblemCode.ContentTooLarge, $"The body may have at most {RequestBody.MaxBytes} bytes."))),
        AnswerDescription.Problem(
            415,
            "The content type is another one than `application/json` in UTF-8.",
            [ProblemCode.UnsupportedMediaType],
            new Example(
                ProblemCode.UnsupportedMediaType, "A body that is sent as text/plain", Request: null, Problem(415, ProblemCode.UnsupportedMediaType, "The body must be application/json in UTF-8."))),
    ];

    /// <param name="request">A good one.</param>
    public static AnswerDescription Failed(string? request) => AnswerDescription.Problem(
        500,
        "The service has a fault: its log says where. In Azure the host answers a 500 with an empty body where it cannot pass a request on.",
        [ProblemCode.InternalError],
        new Example(ProblemCode.InternalError, "A part of the service fails as nobody expected", request, Problem(500, ProblemCode.InternalError, "The service failed; its log says where.")));

    /// <param name="request">A good one.</param>
    /// <param name="call">What Auth0 is asked first.</param>
    /// <param name="except">What the route does not come to.</param>
    public static AnswerDescription Trouble(string? request, string call = ReadUser, params IReadOnlyList<string> except)
    {
        var codes = TroubleCodes.Except(except, StringComparer.Ordinal).ToList();
        return AnswerDescription.Problem(
            503,
            $"{(codes.Contains(JournalException.Code) ? "Auth0 or the journal" : "Auth0")} did not do its part, or the time was used up; `detail` says what to look at. The same request may be sent again: what was begun is finished then.",
            codes,
            [.. codes.Select(code => new Example(code, SummaryOf(code), request, Problem(503, code, NotJust, DetailOf(code, call))))]) with
        {
            Headers = [HeaderDescription.RetryAfter],
        };
    }

    private static string SummaryOf(string code) => code switch
    {
        TroubleCode.Unavailable => "Auth0 fails",
        TroubleCode.RateLimited => "Auth0 has had too many calls, and says for how long",
        TroubleCode.Unauthorized => "Auth0 takes no access token of the service's",
        TroubleCode.Forbidden => "The service lacks a scope",
        TroubleCode.Rejected => "Auth0 refuses for good",
        TroubleCode.BudgetExceeded => "Auth0 does not answer",
        _ => "The journal cannot be used",
    };

    private static string DetailOf(string code, string call) => code switch
    {
        TroubleCode.Unavailable => "Auth0 answered with status 503, several times where that was allowed: look at Auth0's status page.",
        TroubleCode.RateLimited => $"Auth0's rate limit is reached ({call}): wait, or ask for fewer calls with Linking:RecheckAfter and the Action's list of connections.",
        TroubleCode.Unauthorized => "Auth0 did not take the access token, nor one that was fetched anew: check Auth0:Domain, and that the application is still authorised for the Management API.",
        TroubleCode.Forbidden => "The application lacks the scope read:users: authorise it for the Management API with exactly read:users update:users.",
        TroubleCode.Rejected => $"Auth0 rejected {call} with status 400, which asking again does not change: look at the tenant's log and at the service's settings.",
        TroubleCode.BudgetExceeded => "The time for this request was used up before the work was done; what was begun, the next attempt finishes. If this is frequent, look at Auth0's response times; the time of a login's requests is Webhooks:Budget.",
        _ => "The journal's folder cannot be used (IOException): check that Journal:Path is a folder that the service may write, with space left.",
    };
}

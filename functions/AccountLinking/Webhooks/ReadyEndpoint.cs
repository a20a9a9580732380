using System.Text.Encodings.Web;
using System.Text.Json;
using AccountLinking.Health;
using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;

namespace AccountLinking.Webhooks;

/// <summary><c>GET /api/health/ready</c>, for operations: what the doctor found, as JSON or, for a terminal, as lines.</summary>
internal sealed partial class ReadyEndpoint(Edge edge, Doctor doctor, ILogger<ReadyEndpoint> logger)
{
    private const string Text = "text/plain";
    private const string Json = "application/json";

    /// <summary>People read it, too: an apostrophe is one.</summary>
    private static readonly WebhooksJsonContext Readable = new(new JsonSerializerOptions(WebhooksJsonContext.Default.Options) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });

    private HealthReport? _told;

    public Task<IResult> HandleAsync(HttpContext context) => edge.GuardAsync(context, RouteTable.HealthReady, async request =>
    {
        var report = await doctor.ReportAsync(context.RequestAborted);
        // Once for a report, however many ask.
        if (Interlocked.Exchange(ref _told, report) != report && !report.IsReady) Log.NotReady(logger, string.Join(", ", report.Failed));
        var status = report.IsReady ? StatusCodes.Status200OK : StatusCodes.Status503ServiceUnavailable;
        request.EndsAs(ReadyResponse.StatusOf(report));
        context.Response.Headers.Vary = HeaderNames.Accept;
        return PrefersText(context.Request)
            ? Results.Text(HealthText.Of(report), $"{Text}; charset=utf-8", statusCode: status)
            : Results.Json(ReadyResponse.Of(report), Readable.ReadyResponse, statusCode: status);
    });

    /// <summary>Whoever takes both alike gets JSON.</summary>
    private static bool PrefersText(HttpRequest request) =>
        MediaTypeHeaderValue.TryParseList([.. request.Headers.Accept.OfType<string>()], out var accepted) && QualityOf(Text, accepted) > QualityOf(Json, accepted);

    /// <summary>That of the range that says most about the type: RFC 9110, section 12.5.1.</summary>
    private static double QualityOf(string type, IEnumerable<MediaTypeHeaderValue> accepted) =>
        accepted.Where(range => new MediaTypeHeaderValue(type).IsSubsetOf(range)).OrderBy(range => (range.MatchesAllTypes, range.MatchesAllSubTypes)).FirstOrDefault() is { } range ? range.Quality ?? 1 : 0;

    private static partial class Log
    {
        [LoggerMessage(EventIds.HealthReported, LogLevel.Warning, "Not ready: {Checks} failed; GET /api/health/ready tells what to do.", EventName = nameof(EventIds.HealthReported))]
        public static partial void NotReady(ILogger logger, string checks);
    }
}

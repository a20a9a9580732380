using System.Diagnostics;
using System.Globalization;
using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace AccountLinking.Webhooks;

/// <summary>
/// An error answer: RFC 9457, with a <c>code</c> for programs and a <c>trace_id</c> for whoever looks for it in the logs. What it
/// says never comes from the request or from Auth0.
/// </summary>
internal sealed record Problem(int Status, string Code, string Title)
{
    public const string ContentType = "application/problem+json";

    /// <summary>What to do about it, where there is something to do.</summary>
    public string? Detail { get; init; }

    /// <summary>The field of the request that is wrong.</summary>
    public string? Field { get; init; }

    public TimeSpan? RetryAfter { get; init; }

    /// <summary>Why, for whoever operates the service: a word that there are few of. The caller is not told.</summary>
    public string? Reason { get; init; }

    /// <summary>The <c>WWW-Authenticate</c> of a 401 or 403: RFC 6750, section 3.</summary>
    public string? Challenge { get; init; }

    public IResult ToResult(HttpContext context)
    {
        // Rounded up: whoever comes back a moment too early comes in vain.
        if (RetryAfter is { } wait) context.Response.Headers.RetryAfter = Math.Ceiling(wait.TotalSeconds).ToString(CultureInfo.InvariantCulture);
        if (Challenge is not null) context.Response.Headers.WWWAuthenticate = Challenge;
        return Results.Json(
            new Body("about:blank", Title, Status, Code, Detail, Field, TraceId(context)), WebhooksJsonContext.Default.ProblemBody, ContentType, Status);
    }

    public static string TraceId(HttpContext context) => ActivityOf(context)?.TraceId.ToHexString() ?? context.TraceIdentifier;

    /// <summary>Under the Functions host the request's activity is not the one that is current.</summary>
    public static Activity? ActivityOf(HttpContext context) => Activity.Current ?? context.Features.Get<IHttpActivityFeature>()?.Activity;

    internal sealed record Body(
        string Type,
        string Title,
        int Status,
        string Code,
        [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Detail,
        [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Field,
        string TraceId);
}

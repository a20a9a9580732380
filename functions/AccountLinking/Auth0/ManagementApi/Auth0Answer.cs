using System.Globalization;
using System.Net;
using System.Text.Json;
using System.Text.Unicode;

namespace AccountLinking.Auth0.ManagementApi;

/// <summary>An HTTP answer of Auth0's, read to its end.</summary>
/// <param name="Body">Undefined where it was not JSON.</param>
/// <param name="Wait">How long Auth0 says to wait before the next call; null where it says nothing.</param>
internal sealed record Auth0Answer(HttpStatusCode Status, JsonElement Body, TimeSpan? Wait)
{
    private const string RateLimitLimit = "x-ratelimit-limit";
    private const string RateLimitRemaining = "x-ratelimit-remaining";
    private const string RateLimitReset = "x-ratelimit-reset";

    /// <summary>More than the database under Auth0 can hold, so that nobody can write metadata of his own that cannot be read.</summary>
    public const int MaxDepth = 128;

    private static readonly TimeSpan ClockTolerance = TimeSpan.FromSeconds(3);

    /// <summary>The time of day at Auth0; null where the answer has none.</summary>
    public DateTimeOffset? Date { get; init; }

    /// <summary>How old it is, where something between kept it.</summary>
    public TimeSpan? Age { get; init; }

    /// <summary>How many calls may follow at once, and how many there may be at most; null where Auth0 says nothing of it.</summary>
    public (long Remaining, long Limit)? Headroom { get; init; }

    public bool Succeeded => (int)Status is >= 200 and < 300;

    public bool IsRateLimit => Status == HttpStatusCode.TooManyRequests;

    /// <summary>Asking again may help.</summary>
    public bool IsPassing => Status == HttpStatusCode.RequestTimeout || IsRateLimit || (int)Status >= 500;

    /// <summary>Auth0's words; for telling causes apart, never for passing on: they may quote ids.</summary>
    public string Message => Json.Text(Body, "message") ?? Json.Text(Body, "error_description") ?? string.Empty;

    public string Error => Json.Text(Body, "error") ?? string.Empty;

    /// <summary>A bearer that is no JWT at all is a 400 to Auth0.</summary>
    public bool IsUnauthorized => Status == HttpStatusCode.Unauthorized
        || (Status == HttpStatusCode.BadRequest && Message.StartsWith("Bad HTTP authentication header", StringComparison.Ordinal));

    public static async Task<Auth0Answer> ReadAsync(HttpResponseMessage response, TimeProvider clock, CancellationToken cancellation) => new(
        response.StatusCode,
        Parse(await response.Content.ReadAsByteArrayAsync(cancellation)),
        WaitOf(response, Now(response, clock)))
    {
        Date = response.Headers.Date,
        Age = response.Headers.Age,
        Headroom = NumberIn(response, RateLimitRemaining) is { } remaining && NumberIn(response, RateLimitLimit) is { } limit ? (remaining, limit) : null,
    };

    private static JsonElement Parse(byte[] body)
    {
        if (!Utf8.IsValid(body)) return default;
        try
        {
            LoneSurrogates.SpellOut(body);
            return JsonElement.Parse(body, new JsonDocumentOptions { MaxDepth = MaxDepth });
        }
        catch (JsonException)
        {
            return default;
        }
    }

    /// <summary>By our clock, which is finer than the seconds of the answer's date, unless it is wrong.</summary>
    private static DateTimeOffset Now(HttpResponseMessage response, TimeProvider clock)
    {
        var ours = clock.GetUtcNow();
        return response.Headers.Date is { } theirs && (theirs - ours).Duration() > ClockTolerance ? theirs : ours;
    }

    private static TimeSpan? WaitOf(HttpResponseMessage response, DateTimeOffset now)
    {
        var wait = response.Headers.RetryAfter switch
        {
            { Delta: { } delta } => delta,
            { Date: { } date } => date - now,
            _ when response.StatusCode == HttpStatusCode.TooManyRequests && Reset(response) is { } reset => reset - now,
            _ => (TimeSpan?)null,
        };
        return wait < TimeSpan.Zero ? TimeSpan.Zero : wait;
    }

    private static DateTimeOffset? Reset(HttpResponseMessage response) =>
        NumberIn(response, RateLimitReset) is { } seconds && seconds <= DateTimeOffset.MaxValue.ToUnixTimeSeconds() ? DateTimeOffset.FromUnixTimeSeconds(seconds) : null;

    private static long? NumberIn(HttpResponseMessage response, string header) =>
        response.Headers.TryGetValues(header, out var values) && long.TryParse(values.First(), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;
}

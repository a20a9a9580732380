using System.Globalization;

namespace AccountLinking.Sandbox.Tenant.ManagementApi;

/// <summary>
/// Auth0's limit for the Management API, one bucket for the tenant. Without a limit the headers are there all the same and
/// tell of a bucket that stays full.
/// See https://auth0.com/docs/troubleshoot/customer-support/operational-policies/rate-limit-policy.
/// </summary>
public sealed class RateLimiter(TimeProvider clock)
{
    private static readonly RateLimit Boundless = new(10_000, 10_000);

    private readonly Lock _gate = new();
    private RateLimit? _limit;
    private double _available;
    private DateTimeOffset _refilled;

    public RateLimit? Limit
    {
        get
        {
            lock (_gate) return _limit;
        }

        set
        {
            lock (_gate) (_limit, _available, _refilled) = (value, value?.Burst ?? 0, clock.GetUtcNow());
        }
    }

    /// <summary>Takes one request from the bucket, writes the headers, and says whether there was one left.</summary>
    public bool TryTake(IHeaderDictionary headers)
    {
        var now = clock.GetUtcNow();
        lock (_gate)
        {
            var limit = _limit ?? Boundless;
            _available = _limit is null ? limit.Burst : Refilled(limit, now);
            _refilled = now;
            var granted = _available >= 1;
            if (granted) _available--;
            Write(headers, limit, now);
            return granted;
        }
    }

    /// <summary>Rounded, so that ten tenths are one.</summary>
    private double Refilled(RateLimit limit, DateTimeOffset now) =>
        Math.Min(limit.Burst, Math.Round(_available + ((now - _refilled).TotalSeconds * limit.PerSecond), 6));

    private void Write(IHeaderDictionary headers, RateLimit limit, DateTimeOffset now)
    {
        // When the next request is added to the bucket, in whole seconds: Auth0 documents no finer unit.
        var missing = 1 - (_available - Math.Floor(_available));
        var reset = (now + TimeSpan.FromSeconds(missing / limit.PerSecond) + TimeSpan.FromTicks(TimeSpan.TicksPerSecond - 1)).ToUnixTimeSeconds();
        headers["x-ratelimit-limit"] = limit.Burst.ToString(CultureInfo.InvariantCulture);
        headers["x-ratelimit-remaining"] = Math.Floor(_available).ToString(CultureInfo.InvariantCulture);
        headers["x-ratelimit-reset"] = reset.ToString(CultureInfo.InvariantCulture);
    }
}

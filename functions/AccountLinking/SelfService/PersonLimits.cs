using System.Threading.RateLimiting;
using AccountLinking.Auth0;
using AccountLinking.Configuration;
using Microsoft.Extensions.Options;

namespace AccountLinking.SelfService;

/// <summary>How often one person may ask, whatever their applications do. Each instance of the service counts for itself.</summary>
internal sealed class PersonLimits(IOptions<SelfServiceOptions> options) : IDisposable
{
    private readonly PartitionedRateLimiter<UserId> _limiter = PartitionedRateLimiter.Create<UserId, UserId>(person => RateLimitPartition.GetTokenBucketLimiter(person, _ => Bucket(options.Value.RequestsPerMinute)));

    /// <returns>Null: the person may ask. Else when they may again.</returns>
    public TimeSpan? TryTake(UserId person)
    {
        using var lease = _limiter.AttemptAcquire(person);
        if (lease.IsAcquired) return null;
        return lease.TryGetMetadata(MetadataName.RetryAfter, out var wait) && wait > TimeSpan.Zero ? wait : TimeSpan.FromSeconds(1);
    }

    public void Dispose() => _limiter.Dispose();

    /// <summary>All at once, if they like; then one at a time.</summary>
    private static TokenBucketRateLimiterOptions Bucket(int perMinute) => new()
    {
        TokenLimit = perMinute,
        TokensPerPeriod = 1,
        ReplenishmentPeriod = TimeSpan.FromMinutes(1) / perMinute,
        QueueLimit = 0,
    };
}

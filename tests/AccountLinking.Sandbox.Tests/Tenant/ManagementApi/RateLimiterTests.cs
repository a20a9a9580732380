using System.Globalization;
using AccountLinking.Sandbox.Tenant.ManagementApi;
using Microsoft.AspNetCore.Http;

namespace AccountLinking.Sandbox.Tests.Tenant.ManagementApi;

public sealed class RateLimiterTests
{
    private readonly ManualClock _clock = new(TestTenant.Now);
    private readonly RateLimiter _limiter;

    public RateLimiterTests() => _limiter = new RateLimiter(_clock);

    [Fact]
    public void Refuses_what_is_beyond_the_burst()
    {
        _limiter.Limit = new RateLimit(3, 1);

        Assert.Equal([(true, 2), (true, 1), (true, 0), (false, 0), (false, 0)], Enumerable.Range(0, 5).Select(_ => Take()));
    }

    [Theory]
    [InlineData(0.5, 1999, 2000)]
    [InlineData(1, 999, 1000)]
    [InlineData(2, 499, 500)]
    [InlineData(4, 249, 250)]
    public void Is_refilled_at_its_rate(double perSecond, int tooEarlyMs, int inTimeMs)
    {
        _limiter.Limit = new RateLimit(1, perSecond);
        Take();

        _clock.Advance(TimeSpan.FromMilliseconds(tooEarlyMs));
        Assert.Equal((false, 0), Take());

        _clock.Advance(TimeSpan.FromMilliseconds(inTimeMs - tooEarlyMs));
        Assert.Equal((true, 0), Take());
        Assert.Equal((false, 0), Take());
    }

    [Fact]
    public void Never_holds_more_than_the_burst()
    {
        _limiter.Limit = new RateLimit(2, 10);
        _clock.Advance(TimeSpan.FromHours(1));

        Assert.Equal([(true, 1), (true, 0), (false, 0)], Enumerable.Range(0, 3).Select(_ => Take()));
    }

    [Fact]
    public void A_refused_request_costs_nothing()
    {
        _limiter.Limit = new RateLimit(1, 1);
        Take();
        for (var i = 0; i < 4; i++)
        {
            _clock.Advance(TimeSpan.FromMilliseconds(250));
            if (i < 3) Assert.Equal((false, 0), Take());
        }

        Assert.Equal((true, 0), Take());
    }

    [Theory]
    [InlineData(1, 0, 1)]
    [InlineData(1, 250, 2)]
    [InlineData(2, 0, 1)]
    [InlineData(0.1, 0, 10)]
    [InlineData(0.1, 1, 11)]
    [InlineData(1000, 0, 1)]
    [InlineData(4000, 0, 1)]
    public void The_reset_header_is_the_second_in_which_the_next_request_is_granted_at_last(double perSecond, int startMs, int expectedSeconds)
    {
        _limiter.Limit = new RateLimit(5, perSecond);
        _clock.Advance(TimeSpan.FromMilliseconds(startMs));
        var headers = new HeaderDictionary();

        _limiter.TryTake(headers);

        Assert.Equal(["x-ratelimit-limit", "x-ratelimit-remaining", "x-ratelimit-reset"], headers.Keys.Order(StringComparer.Ordinal));
        Assert.Equal(("5", "4"), (headers["x-ratelimit-limit"].ToString(), headers["x-ratelimit-remaining"].ToString()));
        Assert.Equal((TestTenant.Now.ToUnixTimeSeconds() + expectedSeconds).ToString(CultureInfo.InvariantCulture), headers["x-ratelimit-reset"].ToString());
    }

    [Fact]
    public void Who_waits_for_the_reset_is_granted()
    {
        _limiter.Limit = new RateLimit(1, 0.3);
        _clock.Advance(TimeSpan.FromMilliseconds(123));
        Take();
        var headers = new HeaderDictionary();
        Assert.False(_limiter.TryTake(headers));

        var reset = DateTimeOffset.FromUnixTimeSeconds(long.Parse(headers["x-ratelimit-reset"].ToString(), CultureInfo.InvariantCulture));
        _clock.Advance(reset - _clock.GetUtcNow());

        Assert.Equal((true, 0), Take());
    }

    [Fact]
    public void Without_a_limit_everything_is_granted_and_the_headers_tell_of_a_full_bucket()
    {
        Assert.Null(_limiter.Limit);
        Assert.All(Enumerable.Range(0, 20_000), _ => Assert.Equal((true, 9999), Take()));

        var headers = new HeaderDictionary();
        _limiter.TryTake(headers);

        Assert.Equal("10000", headers["x-ratelimit-limit"].ToString());
        Assert.Equal((TestTenant.Now.ToUnixTimeSeconds() + 1).ToString(CultureInfo.InvariantCulture), headers["x-ratelimit-reset"].ToString());
    }

    [Fact]
    public void A_new_limit_begins_with_a_full_bucket_and_can_be_taken_away()
    {
        _limiter.Limit = new RateLimit(1, 1);
        Take();
        _limiter.Limit = new RateLimit(2, 1);

        Assert.Equal([(true, 1), (true, 0), (false, 0)], Enumerable.Range(0, 3).Select(_ => Take()));

        _limiter.Limit = null;

        Assert.Equal((true, 9999), Take());
    }

    private (bool Granted, int Remaining) Take()
    {
        var headers = new HeaderDictionary();
        return (_limiter.TryTake(headers), int.Parse(headers["x-ratelimit-remaining"].ToString(), CultureInfo.InvariantCulture));
    }
}

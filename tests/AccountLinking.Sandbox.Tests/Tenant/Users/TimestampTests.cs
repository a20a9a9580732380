using System.Globalization;
using AccountLinking.Sandbox.Tenant.Users;

namespace AccountLinking.Sandbox.Tests.Tenant.Users;

public sealed class TimestampTests
{
    [Theory]
    [InlineData("2026-11-20T08:15:30Z", "2026-11-20T08:15:30.000Z")]
    [InlineData("2026-11-20T08:15:30.9999Z", "2026-11-20T08:15:30.999Z")]
    [InlineData("2026-01-01T00:30:00+01:00", "2025-12-31T23:30:00.000Z")]
    public void Is_utc_with_milliseconds(string time, string expected) =>
        Assert.Equal(expected, Timestamp.Format(DateTimeOffset.Parse(time, CultureInfo.InvariantCulture)));
}

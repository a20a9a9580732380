using System.Globalization;

namespace AccountLinking.Sandbox.Tenant.Users;

/// <summary>Dates as Auth0 writes them: UTC, ISO 8601, milliseconds.</summary>
public static class Timestamp
{
    public static string Format(DateTimeOffset time) =>
        time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);
}

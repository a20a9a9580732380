namespace AccountLinking.Auth0.Tokens;

/// <summary>The tenant's keys as they were at some time.</summary>
internal sealed record FetchedKeys(JsonWebKeySet Keys, DateTimeOffset At)
{
    /// <summary>A key that the tenant revokes is believed for that long.</summary>
    private static readonly TimeSpan Fresh = TimeSpan.FromMinutes(10);

    /// <summary>While the tenant does not answer, nobody should be locked out; but not for ever.</summary>
    private static readonly TimeSpan Usable = TimeSpan.FromDays(1);

    public bool AreFresh(DateTimeOffset now) => Age(now) < Fresh;

    public bool AreUsable(DateTimeOffset now) => Age(now) < Usable;

    /// <summary>A clock that was set back makes them old, and not everlasting.</summary>
    private TimeSpan Age(DateTimeOffset now) => (now - At).Duration();
}

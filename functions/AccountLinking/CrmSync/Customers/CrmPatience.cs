namespace AccountLinking.CrmSync.Customers;

/// <summary>Until when the CRM wants to be left alone (429 with Retry-After), by anybody of this process.</summary>
internal sealed class CrmPatience(TimeProvider clock)
{
    /// <summary>A slip of the CRM's must not switch the sync off for a day.</summary>
    private static readonly TimeSpan Longest = TimeSpan.FromHours(1);

    private long _until;

    public bool IsAsked => clock.GetUtcNow().UtcTicks < Interlocked.Read(ref _until);

    public void Ask(TimeSpan wait) => Interlocked.Exchange(ref _until, (clock.GetUtcNow() + (wait < Longest ? wait : Longest)).UtcTicks);
}

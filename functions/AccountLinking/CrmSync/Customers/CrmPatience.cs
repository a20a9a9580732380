namespace AccountLinking.CrmSync.Customers;

/// <summary>Until when the CRM wants to be left alone (Retry-After), by anybody of this process.</summary>
internal sealed class CrmPatience(TimeProvider clock)
{
    /// <summary>A slip of the CRM's must not switch the sync off for a day.</summary>
    private static readonly TimeSpan Longest = TimeSpan.FromHours(1);

    private readonly Lock _gate = new();
    private DateTimeOffset _until;

    public bool IsAsked => Until is not null;

    /// <summary>Null: it has not asked for it, or that is over.</summary>
    public DateTimeOffset? Until
    {
        get
        {
            lock (_gate) return clock.GetUtcNow() < _until ? _until : null;
        }
    }

    /// <summary>Whoever asks for more counts.</summary>
    public void Ask(TimeSpan wait)
    {
        var until = clock.GetUtcNow() + (wait < Longest ? wait : Longest);
        lock (_gate) _until = until > _until ? until : _until;
    }
}

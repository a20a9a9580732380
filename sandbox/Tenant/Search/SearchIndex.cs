using System.Collections.Immutable;
using AccountLinking.Sandbox.Tenant.Users;

namespace AccountLinking.Sandbox.Tenant.Search;

/// <summary>
/// What Auth0's user search sees: every change, but only after the lag. What was visible once stays so until a later change
/// becomes visible; a deleted or absorbed account is therefore still found for a while, as with the real one.
/// </summary>
public sealed class SearchIndex(TimeProvider clock)
{
    private readonly Queue<Change> _pending = new();
    private ImmutableDictionary<string, TenantUser> _visible = ImmutableDictionary.Create<string, TenantUser>(StringComparer.Ordinal);

    public TimeSpan Lag
    {
        get;
        set
        {
            // What is due under the old lag is visible already, whether or not anybody has looked.
            Settle();
            field = value;
        }
    }

    public void Observe(string userId, TenantUser? user)
    {
        _pending.Enqueue(new Change(clock.GetUtcNow(), userId, user));
        Settle();
    }

    public ImmutableDictionary<string, TenantUser> Visible()
    {
        Settle();
        return _visible;
    }

    /// <summary>Exactly this is visible, and nothing on its way.</summary>
    public void Restore(ImmutableDictionary<string, TenantUser> visible)
    {
        _pending.Clear();
        _visible = visible;
    }

    private void Settle()
    {
        var due = clock.GetUtcNow() - Lag;
        while (_pending.TryPeek(out var next) && next.At <= due)
        {
            _pending.Dequeue();
            _visible = next.User is null ? _visible.Remove(next.UserId) : _visible.SetItem(next.UserId, next.User);
        }
    }

    private readonly record struct Change(DateTimeOffset At, string UserId, TenantUser? User);
}

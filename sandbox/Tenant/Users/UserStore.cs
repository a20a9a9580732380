using System.Collections.Immutable;
using AccountLinking.Sandbox.Tenant.Search;

namespace AccountLinking.Sandbox.Tenant.Users;

/// <summary>
/// The tenant's accounts under one lock: each piece of work sees and leaves a whole state, however many requests there are.
/// Work is in memory and short, never a call or a wait.
/// </summary>
public sealed class UserStore
{
    private readonly Lock _gate = new();
    private readonly SearchIndex _index;
    private readonly Accounts _accounts;

    public UserStore(TimeProvider clock)
    {
        _index = new SearchIndex(clock);
        _accounts = new Accounts(_index);
    }

    /// <summary>How far the search index is behind. A shorter lag makes what is due by it visible at once.</summary>
    public TimeSpan SearchLag
    {
        get => Use(_ => _index.Lag);
        set => Use(_ => _index.Lag = value);
    }

    public T Use<T>(Func<Accounts, T> work)
    {
        lock (_gate) return work(_accounts);
    }

    public TenantUser? Find(string userId) => Use(accounts => accounts.Find(userId));

    /// <summary>Every account as it is now: what look-ups by id and by e-mail address see.</summary>
    public ImmutableDictionary<string, TenantUser> Current() => Use(accounts => accounts.All);

    /// <summary>Every account as the search index knows it: perhaps of a moment ago.</summary>
    public ImmutableDictionary<string, TenantUser> Indexed() => Use(_ => _index.Visible());

    public void Reset(IEnumerable<TenantUser> users) => Use(accounts =>
    {
        _index.Lag = TimeSpan.Zero;
        accounts.Clear();
        foreach (var user in users) accounts.Put(user);
        return true;
    });
}

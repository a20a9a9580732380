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

    /// <summary>All that there is, to come back to.</summary>
    public Snapshot Save() => Use(accounts => new Snapshot(accounts.All, _index.Visible()));

    /// <summary>The accounts as they were, and the index as it was visible: what was to become visible later never does.</summary>
    public void Restore(Snapshot snapshot) => Use(accounts =>
    {
        accounts.Clear();
        foreach (var user in snapshot.Accounts.Values) accounts.Put(user);
        _index.Restore(snapshot.Indexed);
        return true;
    });

    public void Reset(IEnumerable<TenantUser> users) => Use(accounts =>
    {
        _index.Lag = TimeSpan.Zero;
        accounts.Clear();
        foreach (var user in users) accounts.Put(user);
        return true;
    });

    /// <param name="Accounts">As they are.</param>
    /// <param name="Indexed">As the search index knows them.</param>
    public sealed record Snapshot(ImmutableDictionary<string, TenantUser> Accounts, ImmutableDictionary<string, TenantUser> Indexed);
}

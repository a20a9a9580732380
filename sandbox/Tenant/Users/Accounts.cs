using System.Collections.Immutable;
using AccountLinking.Sandbox.Tenant.Search;

namespace AccountLinking.Sandbox.Tenant.Users;

/// <summary>
/// All accounts of the tenant and who holds which identity. Not safe for two threads: <see cref="UserStore"/> hands it out
/// to one piece of work at a time.
/// </summary>
public sealed class Accounts(SearchIndex index)
{
    private readonly Dictionary<string, string> _holders = new(StringComparer.Ordinal);

    public ImmutableDictionary<string, TenantUser> All { get; private set; } = ImmutableDictionary.Create<string, TenantUser>(StringComparer.Ordinal);

    /// <summary>An account by its own id. The id of an identity that was linked to another account finds nothing.</summary>
    public TenantUser? Find(string userId) => All.GetValueOrDefault(userId);

    /// <summary>The account under which an identity stands now, as its main identity or as a secondary one.</summary>
    public TenantUser? FindHolder(string identityId) =>
        _holders.TryGetValue(identityId, out var userId) ? All[userId] : null;

    public void Put(TenantUser user)
    {
        Forget(user.UserId);
        foreach (var identity in user.Identities) _holders.Add(identity.FullId, user.UserId);
        All = All.SetItem(user.UserId, user);
        index.Observe(user.UserId, user);
    }

    public void Remove(string userId)
    {
        if (!All.ContainsKey(userId)) return;
        Forget(userId);
        All = All.Remove(userId);
        index.Observe(userId, user: null);
    }

    public void Clear()
    {
        foreach (var userId in All.Keys) Remove(userId);
    }

    private void Forget(string userId)
    {
        if (!All.TryGetValue(userId, out var before)) return;
        foreach (var identity in before.Identities) _holders.Remove(identity.FullId);
    }
}

using AccountLinking.Auth0;
using AccountLinking.Linking.Joining;
using AccountLinking.Linking.Rules;

namespace AccountLinking.Linking;

/// <summary>Finds the accounts that may carry what a sign-in has proven.</summary>
internal sealed class CandidateSearch(IAuth0Users users, SurvivorSearch survivors)
{
    /// <summary>Other accounts than the user's own. What the index says of them is a hint: it lags, and Auth0 warns of using it for linking.</summary>
    public async Task<IReadOnlyList<Hit>> LookUpAsync(Evidence evidence, Auth0User user, RequestBudget budget)
    {
        var found = await Task.WhenAll(evidence.LookUps.Select(async lookUp => lookUp switch
        {
            LookUp.Search { Query: var query } => (await users.SearchAsync(query, budget)).Select(id => new Hit(id, Account: null)),
            LookUp.ByEmail { Address: var address } => (await users.FindByEmailAsync(address, budget)).Select(account => new Hit(account.Id, account)),
            LookUp.Known { Id: var id } => [new Hit(id, Account: null)],
            _ => throw new InvalidOperationException("There are three ways to look somebody up."),
        }));
        return [.. found.SelectMany(hits => hits).Where(hit => !user.HasIdentity(hit.Id)).DistinctBy(hit => hit.Id)];
    }

    /// <summary>The accounts as they are now, or whoever has absorbed them.</summary>
    public async Task<IReadOnlyList<Auth0User>> ReadAsync(IReadOnlyList<Hit> hits, RequestBudget budget)
    {
        var read = await Task.WhenAll(hits.Select(async hit => hit.Account ?? await users.FindAsync(hit.Id, budget) ?? await survivors.FindRecordedAsync(hit.Id, budget)));
        return [.. read.OfType<Auth0User>().DistinctBy(account => account.Id)];
    }

    /// <summary>Of accounts that are gone, those that have absorbed them, as far as the journal knows.</summary>
    /// <param name="known">Accounts that were read already.</param>
    public async Task<IReadOnlyList<UserId>> MovedToAsync(IEnumerable<UserId> gone, IReadOnlyCollection<Auth0User> known, RequestBudget budget)
    {
        var holders = await Task.WhenAll(gone.Where(id => known.All(account => !account.HasIdentity(id))).Select(id => survivors.FindRecordedAsync(id, budget)));
        return [.. holders.OfType<Auth0User>().Select(holder => holder.Id).Except(known.Select(account => account.Id))];
    }

    /// <summary>An account that a rule's look-up found.</summary>
    /// <param name="Account">As the look-up had it, where that is never late.</param>
    internal sealed record Hit(UserId Id, Auth0User? Account);
}

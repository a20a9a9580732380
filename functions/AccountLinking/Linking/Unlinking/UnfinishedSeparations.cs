using AccountLinking.Auth0;
using AccountLinking.Configuration;
using AccountLinking.Journal;

namespace AccountLinking.Linking.Unlinking;

/// <summary>
/// Separations that broke off: before an account is joined with another, whoever is to leave it has left, and what the journal holds of one that has left is back on it.
/// </summary>
internal sealed class UnfinishedSeparations(IAuth0Users users, LinkJournal journal, Unlinker unlinker)
{
    /// <exception cref="Auth0Exception">Auth0 did not do its part; the next attempt goes on.</exception>
    /// <exception cref="JournalException">Likewise the journal.</exception>
    public async Task FinishAsync(IEnumerable<UserId> accounts, LinkingOptions settings, RequestBudget budget)
    {
        var found = await Task.WhenAll(accounts.Select(account => FindAsync(account, budget)));
        foreach (var begun in found.SelectMany(records => records).DistinctBy(record => record.Id))
        {
            await unlinker.UnlinkAsync(begun.Id, mayBeRelinked: false, settings, budget, UnlinkReach.Begun);
            budget.ReturnFromPointOfNoReturn();
        }
    }

    /// <summary>Where they have left, nothing of the account that survived is missing: the request that began it may be sent again, or the sweep comes.</summary>
    private async Task<IEnumerable<LinkRecord>> FindAsync(UserId account, RequestBudget budget)
    {
        if (await users.FindAsync(account, budget) is not { } now) return [];
        var found = await Task.WhenAll(now.IdentityIds.Select(id => journal.FindByAccountAsync(id, budget.Reading)));
        return found.SelectMany(records => records).Where(record => record.IsBeingUndone && record.JoinedIds.Skip(1).Any(now.HasIdentity));
    }
}

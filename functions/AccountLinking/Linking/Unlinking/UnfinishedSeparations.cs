using AccountLinking.Auth0;
using AccountLinking.Configuration;
using AccountLinking.Journal;

namespace AccountLinking.Linking.Unlinking;

/// <summary>Separations that broke off, of accounts that are to be joined now: what the journal holds of them must be back on the account before.</summary>
internal sealed class UnfinishedSeparations(LinkJournal journal, Unlinker unlinker)
{
    /// <exception cref="Auth0Exception">Auth0 did not do its part; the next attempt goes on.</exception>
    /// <exception cref="JournalException">Likewise the journal.</exception>
    public async Task FinishAsync(IEnumerable<UserId> accounts, LinkingOptions settings, RequestBudget budget)
    {
        var found = await Task.WhenAll(accounts.Select(account => journal.FindByAccountAsync(account, budget.Reading)));
        foreach (var begun in found.SelectMany(records => records).Where(record => record.IsBeingUndone).DistinctBy(record => record.Id))
        {
            await unlinker.UnlinkAsync(begun.Id, mayBeRelinked: false, settings, budget, UnlinkReach.InPlace);
            budget.ReturnFromPointOfNoReturn();
        }
    }
}

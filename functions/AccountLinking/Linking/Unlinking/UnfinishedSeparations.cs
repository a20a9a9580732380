using AccountLinking.Auth0;
using AccountLinking.Configuration;
using AccountLinking.Journal;

namespace AccountLinking.Linking.Unlinking;

/// <summary>Separations that broke off: what the journal holds of an account that they have detached must be back on it before it is joined with another.</summary>
internal sealed class UnfinishedSeparations(LinkJournal journal, Unlinker unlinker)
{
    /// <exception cref="Auth0Exception">Auth0 did not do its part; the next attempt goes on.</exception>
    /// <exception cref="JournalException">Likewise the journal.</exception>
    public async Task FinishAsync(IEnumerable<UserId> accounts, LinkingOptions settings, RequestBudget budget)
    {
        var found = await Task.WhenAll(accounts.Select(async account => (await journal.FindByAccountAsync(account, budget.Reading)).Where(record => IsToGiveBackTo(record, account))));
        foreach (var begun in found.SelectMany(records => records).DistinctBy(record => record.Id))
        {
            await unlinker.UnlinkAsync(begun.Id, mayBeRelinked: false, settings, budget, UnlinkReach.InPlace);
            budget.ReturnFromPointOfNoReturn();
        }
    }

    /// <summary>Nothing of the account that survived is missing: the request that began it may be sent again, or the sweep comes.</summary>
    private static bool IsToGiveBackTo(LinkRecord record, UserId account) => record.IsBeingUndone && record.Secondaries.Any(secondary => secondary.IsJoined && secondary.Id == account);
}

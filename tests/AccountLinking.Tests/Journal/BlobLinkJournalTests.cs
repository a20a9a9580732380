using AccountLinking.Journal.Stores;
using AccountLinking.Tests.Journal.Azurite;

namespace AccountLinking.Tests.Journal;

[Collection(SharedAzurite.Name)]
public sealed class BlobLinkJournalTests(AzuriteFixture azurite) : LinkJournalContract
{
    private protected override IJournalStore Store => field ??= azurite.Open();
}

using AccountLinking.Journal.Stores;
using AccountLinking.Tests.Journal.Azurite;

namespace AccountLinking.Tests.Journal;

[Collection(SharedAzurite.Name)]
public sealed class BlobJournalDeskTests(AzuriteFixture azurite) : JournalDeskContract
{
    private protected override IJournalStore Store => field ??= azurite.Open();
}

using AccountLinking.Journal.Stores;
using AccountLinking.Tests.Journal.Azurite;

namespace AccountLinking.Tests.Journal;

[Collection(SharedAzurite.Name)]
public sealed class BlobSpentNoncesTests(AzuriteFixture azurite) : SpentNoncesContract
{
    private protected override IJournalStore Store => field ??= azurite.Open();
}

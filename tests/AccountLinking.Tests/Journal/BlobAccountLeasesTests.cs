using AccountLinking.Journal.Stores;
using AccountLinking.Tests.Journal.Azurite;

namespace AccountLinking.Tests.Journal;

[Collection(SharedAzurite.Name)]
public sealed class BlobAccountLeasesTests(AzuriteFixture azurite) : AccountLeasesContract
{
    private protected override IJournalStore Store => field ??= azurite.Open();
}

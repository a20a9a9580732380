using AccountLinking.Journal.Stores;

namespace AccountLinking.Tests.Journal.Stores;

/// <summary>The store under which interleavings are explored is a store like the others.</summary>
public sealed class MemoryJournalStoreTests : JournalStoreContract
{
    private readonly MemoryJournalStore _store = new();

    private protected override IJournalStore Store => _store;

    private protected override IJournalStore Other => _store;
}

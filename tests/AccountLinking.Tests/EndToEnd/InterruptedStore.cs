using AccountLinking.Journal.Stores;

namespace AccountLinking.Tests.EndToEnd;

/// <summary>Something happens once, after a document was read.</summary>
internal sealed class InterruptedStore(IJournalStore store, string document, Func<Task> happensAsync) : IJournalStore
{
    private bool _hasHappened;

    public async Task<StoredDocument?> ReadAsync(string name, CancellationToken cancellation)
    {
        var read = await store.ReadAsync(name, cancellation);
        if (name != document || _hasHappened) return read;
        _hasHappened = true;
        await happensAsync();
        return read;
    }

    public Task<string?> WriteAsync(string name, ReadOnlyMemory<byte> content, string? expected, CancellationToken cancellation) => store.WriteAsync(name, content, expected, cancellation);

    public Task<bool> DeleteAsync(string name, string expected, CancellationToken cancellation) => store.DeleteAsync(name, expected, cancellation);

    public IAsyncEnumerable<string> ListAsync(string prefix, CancellationToken cancellation) => store.ListAsync(prefix, cancellation);
}

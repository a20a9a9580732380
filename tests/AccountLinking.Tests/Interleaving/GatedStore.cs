using System.Text;
using AccountLinking.Journal.Stores;

namespace AccountLinking.Tests.Interleaving;

/// <summary>The journal's store, likewise.</summary>
internal sealed class GatedStore(IJournalStore store) : IJournalStore
{
    public Task<StoredDocument?> ReadAsync(string name, CancellationToken cancellation) => Attempt.Current.CallAsync($"journal: read {name}", name, isRead: true, () => store.ReadAsync(name, cancellation));

    public Task<string?> WriteAsync(string name, ReadOnlyMemory<byte> content, string? expected, CancellationToken cancellation) =>
        Attempt.Current.CallAsync($"journal: write {name} over {expected ?? "nothing"}: {Encoding.UTF8.GetString(content.Span)}", name, isRead: false, () => store.WriteAsync(name, content, expected, cancellation));

    public Task<bool> DeleteAsync(string name, string expected, CancellationToken cancellation) =>
        Attempt.Current.CallAsync($"journal: delete {name} {expected}", name, isRead: false, () => store.DeleteAsync(name, expected, cancellation));

    public async IAsyncEnumerable<string> ListAsync(string prefix, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellation)
    {
        foreach (var name in await Attempt.Current.CallAsync($"journal: list {prefix}", null, isRead: true, async () => await store.ListAsync(prefix, cancellation).ToListAsync(cancellation))) yield return name;
    }
}

using System.Collections.Immutable;
using System.Globalization;
using AccountLinking.Journal.Stores;

namespace AccountLinking.Tests.Journal.Stores;

/// <summary>A store whose whole content is one value, so that a test can keep it and come back to it. Two that hold the same have seen the same writes of each document.</summary>
internal sealed class MemoryJournalStore : IJournalStore
{
    private readonly Lock _gate = new();
    private ImmutableSortedDictionary<string, Document> _documents = ImmutableSortedDictionary.Create<string, Document>(StringComparer.Ordinal);

    /// <summary>By name, with those that were deleted: their names must not come back with a version that they had.</summary>
    public ImmutableSortedDictionary<string, Document> Documents
    {
        get
        {
            lock (_gate) return _documents;
        }

        set
        {
            lock (_gate) _documents = value;
        }
    }

    public Task<StoredDocument?> ReadAsync(string name, CancellationToken cancellation) =>
        DoAsync(name, document => document?.Content is { } content ? new StoredDocument(content, document.Version) : null, cancellation);

    public Task<string?> WriteAsync(string name, ReadOnlyMemory<byte> content, string? expected, CancellationToken cancellation) =>
        DoAsync(name, document => IsExpected(document, expected) ? Put(name, document, content.ToArray()) : null, cancellation);

    public Task<bool> DeleteAsync(string name, string expected, CancellationToken cancellation) =>
        DoAsync(name, document => IsExpected(document, expected) && Put(name, document, content: null) is not null, cancellation);

    public async IAsyncEnumerable<string> ListAsync(string prefix, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellation)
    {
        await Task.CompletedTask;
        foreach (var (name, document) in Documents)
        {
            cancellation.ThrowIfCancellationRequested();
            if (document.Content is not null && name.StartsWith(prefix, StringComparison.Ordinal)) yield return name;
        }
    }

    private Task<T> DoAsync<T>(string name, Func<Document?, T> work, CancellationToken cancellation)
    {
        DocumentName.Check(name);
        if (cancellation.IsCancellationRequested) return Task.FromCanceled<T>(cancellation);
        lock (_gate) return Task.FromResult(work(_documents.GetValueOrDefault(name)));
    }

    private static bool IsExpected(Document? document, string? expected) => expected is null ? document?.Content is null : document?.Content is not null && document.Version == expected;

    private string Put(string name, Document? before, byte[]? content)
    {
        var document = new Document((before?.Writes ?? 0) + 1, content);
        _documents = _documents.SetItem(name, document);
        return document.Version;
    }

    /// <param name="Writes">How often it was written or deleted.</param>
    /// <param name="Content">Null: it was deleted.</param>
    internal sealed record Document(int Writes, byte[]? Content)
    {
        public string Version { get; } = Writes.ToString(CultureInfo.InvariantCulture);
    }
}

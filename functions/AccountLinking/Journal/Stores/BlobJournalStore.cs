using System.Runtime.CompilerServices;
using AccountLinking.Journal.Stores.Blobs;
using Azure.Core;
using Azure.Core.Pipeline;

namespace AccountLinking.Journal.Stores;

/// <summary>
/// Documents as block blobs in one container of Azure Blob Storage, shared by all instances of the service. A version is the blob's
/// ETag; storage itself refuses to replace or delete another one. See https://learn.microsoft.com/rest/api/storageservices/blob-service-rest-api.
/// </summary>
/// <param name="container">Such as <c>https://account.blob.core.windows.net/journal</c>. Nothing is sent there before the first call.</param>
/// <param name="transport">How requests get there; null: as is usual.</param>
internal sealed class BlobJournalStore(Uri container, TokenCredential credential, HttpPipelineTransport? transport = null) : IJournalStore
{
    /// <summary>Of a call with all that it repeats, or of a page of names: somebody waits for his login meanwhile.</summary>
    private static readonly TimeSpan MaxTime = TimeSpan.FromSeconds(3);

    private readonly BlobContainer _container = new(container, credential, transport);

    /// <summary>How many names are asked for at once; null: as many as storage gives, which is 5000.</summary>
    public int? PageSize { get; init; }

    public Task<StoredDocument?> ReadAsync(string name, CancellationToken cancellation)
    {
        DocumentName.Check(name);
        return GuardAsync(async limit => (await FindAsync(name, limit))?.ToDocument(), cancellation);
    }

    public Task<string?> WriteAsync(string name, ReadOnlyMemory<byte> content, string? expected, CancellationToken cancellation)
    {
        DocumentName.Check(name);
        var write = Guid.NewGuid().ToString("n");
        return GuardAsync(
            async limit =>
            {
                var answer = await _container.SendAsync(BlobRequest.Put(name, content, expected, write), limit);
                if (answer.Status == 201) return answer.Version ?? throw BlobTrouble.NoBlobStorage();
                if (!answer.IsOutdated && !(answer.IsNoBlob && expected is not null)) throw BlobTrouble.Of(answer);
                return answer.FollowsLostOne ? await VersionOfAsync(name, write, limit) : null;
            },
            cancellation);
    }

    public Task<bool> DeleteAsync(string name, string expected, CancellationToken cancellation)
    {
        DocumentName.Check(name);
        return GuardAsync(
            async limit =>
            {
                var answer = await _container.SendAsync(BlobRequest.Delete(name, expected), limit);
                if (answer.Status == 202) return true;
                if (!answer.IsNoBlob && !answer.IsOutdated) throw BlobTrouble.Of(answer);
                return answer.FollowsLostOne && await FindAsync(name, limit) is null;
            },
            cancellation);
    }

    /// <remarks>All pages are read before the first name: storage has an order of its own where accounts have folders (hierarchical namespace).</remarks>
    public async IAsyncEnumerable<string> ListAsync(string prefix, [EnumeratorCancellation] CancellationToken cancellation)
    {
        var names = new List<string>();
        for (string? marker = ""; marker is not null;)
        {
            var page = await PageAsync(prefix, marker, cancellation);
            names.AddRange(page.Names.Where(name => DocumentName.Is(name) && name.StartsWith(prefix, StringComparison.Ordinal)));
            marker = page.Next;
        }

        foreach (var name in names.Order(StringComparer.Ordinal)) yield return name;
    }

    /// <summary>
    /// An earlier attempt may have been the one that took effect. Each write leaves a mark of its own: equal bytes could be
    /// somebody else's, who would then have won as well.
    /// </summary>
    private async Task<string?> VersionOfAsync(string name, string write, CancellationToken limit) =>
        await FindAsync(name, limit) is { } found && found.Write == write ? found.Version : null;

    private async Task<BlobAnswer?> FindAsync(string name, CancellationToken limit)
    {
        var answer = await _container.SendAsync(BlobRequest.Get(name), limit);
        if (answer.IsNoBlob) return null;
        if (answer.Status != 200) throw BlobTrouble.Of(answer);
        return answer.IsBlob ? answer : throw BlobTrouble.NoBlobStorage();
    }

    private Task<BlobPage> PageAsync(string prefix, string marker, CancellationToken cancellation) => GuardAsync(
        async limit =>
        {
            var answer = await _container.SendAsync(BlobRequest.List(prefix, marker, PageSize), limit);
            if (answer.Status != 200) throw BlobTrouble.Of(answer);
            // The same marker again would be the same page for ever.
            return BlobPage.Parse(answer.Content) is { } page && page.Next != marker ? page : throw BlobTrouble.NoBlobStorage();
        },
        cancellation);

    private static async Task<T> GuardAsync<T>(Func<CancellationToken, Task<T>> callAsync, CancellationToken cancellation)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        limit.CancelAfter(MaxTime);
        try
        {
            return await callAsync(limit.Token);
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            throw new OperationCanceledException(cancellation);
        }
        catch (Exception failure) when (BlobTrouble.IsNoAnswer(failure))
        {
            throw BlobTrouble.OfNoAnswer(failure);
        }
    }
}

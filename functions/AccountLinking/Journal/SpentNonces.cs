using System.Globalization;
using AccountLinking.Journal.Stores;

namespace AccountLinking.Journal;

/// <summary>
/// What may be used once, across all processes: whoever is first to write its name has used it. Names tell when it would have expired by itself, so
/// that they can be forgotten then; they tell nothing else.
/// </summary>
internal sealed class SpentNonces(IJournalStore store)
{
    private const string Prefix = "nonces/";

    /// <summary>Of any age that there will be: names are ordered as text.</summary>
    private const string TimeFormat = "D12";

    /// <param name="id">Letters <c>a</c>–<c>f</c> and digits.</param>
    /// <returns>With which it can be given back; null: it is spent already.</returns>
    /// <exception cref="JournalException">Whether it was is not known: it must not be used.</exception>
    public async Task<SpentNonce?> TrySpendAsync(string id, DateTimeOffset expires, CancellationToken cancellation)
    {
        var name = $"{Prefix}{expires.ToUnixTimeSeconds().ToString(TimeFormat, CultureInfo.InvariantCulture)}-{id}";
        return await store.WriteAsync(name, ReadOnlyMemory<byte>.Empty, expected: null, cancellation) is { } version ? new SpentNonce(name, version) : null;
    }

    /// <summary>Nothing was done with it, or not all: the same request may be sent again.</summary>
    /// <exception cref="JournalException">It stays spent, perhaps.</exception>
    public async Task GiveBackAsync(SpentNonce nonce, CancellationToken cancellation) => await store.DeleteAsync(nonce.Name, nonce.Version, cancellation);

    /// <summary>Later than it expires: another machine's clock may be behind.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);

    /// <returns>How many had expired, and are forgotten.</returns>
    /// <exception cref="JournalException">The store does not do its part; the next round does.</exception>
    public async Task<int> ForgetAsync(DateTimeOffset now, CancellationToken cancellation)
    {
        var forgotten = 0;
        var end = Prefix + (now - Patience).ToUnixTimeSeconds().ToString(TimeFormat, CultureInfo.InvariantCulture);
        await foreach (var name in store.ListAsync(Prefix, cancellation))
        {
            if (string.CompareOrdinal(name, end) >= 0) break;
            if (await store.ReadAsync(name, cancellation) is { } document && await store.DeleteAsync(name, document.Version, cancellation)) forgotten++;
        }

        return forgotten;
    }
}

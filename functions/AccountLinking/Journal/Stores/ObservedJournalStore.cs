using System.Runtime.CompilerServices;
using AccountLinking.Telemetry;

namespace AccountLinking.Journal.Stores;

/// <summary>Tells of each call to a store what was done and to which kind of document; never to which.</summary>
internal sealed class ObservedJournalStore(IJournalStore inner, ServiceTelemetry telemetry) : IJournalStore, IDisposable
{
    private const string Peer = "journal";

    public void Dispose() => (inner as IDisposable)?.Dispose();

    public Task<StoredDocument?> ReadAsync(string name, CancellationToken cancellation) => ObserveAsync("read", name, () => inner.ReadAsync(name, cancellation));

    public Task<string?> WriteAsync(string name, ReadOnlyMemory<byte> content, string? expected, CancellationToken cancellation) =>
        ObserveAsync("write", name, () => inner.WriteAsync(name, content, expected, cancellation));

    public Task<bool> DeleteAsync(string name, string expected, CancellationToken cancellation) => ObserveAsync("delete", name, () => inner.DeleteAsync(name, expected, cancellation));

    /// <summary>How long the first name takes is told: all that there are have been listed by then.</summary>
    public async IAsyncEnumerable<string> ListAsync(string prefix, [EnumeratorCancellation] CancellationToken cancellation)
    {
        await using var names = inner.ListAsync(prefix, cancellation).GetAsyncEnumerator(cancellation);
        for (var isThere = await ObserveAsync("list", prefix, () => names.MoveNextAsync().AsTask()); isThere; isThere = await names.MoveNextAsync()) yield return names.Current;
    }

    private async Task<T> ObserveAsync<T>(string operation, string name, Func<Task<T>> callAsync)
    {
        using var call = telemetry.BeginCall(Peer, $"{operation} {KindOf(name)}");
        try
        {
            var result = await callAsync();
            call.Succeeded();
            return result;
        }
        catch (JournalException)
        {
            call.Failed(JournalException.Code);
            throw;
        }
        catch (OperationCanceledException)
        {
            call.GivenUp();
            throw;
        }
    }

    private static string KindOf(string name) => name.Split('/')[0];
}

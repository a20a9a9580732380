using System.Globalization;
using System.Text.Json;
using AccountLinking.Auth0;
using AccountLinking.Journal.Leases;
using AccountLinking.Journal.Stores;
using AccountLinking.Telemetry;

namespace AccountLinking.Journal;

/// <summary>
/// Records of links, found by their id and by each of their accounts. One is written before the first change at Auth0 and again after the
/// last; until then it also stands among those that are open, where the sweep finds it.
/// </summary>
internal sealed class LinkJournal(IJournalStore store, AccountNames names, ServiceTelemetry telemetry)
{
    private const string Records = "records/";
    private const string Open = "open/";

    /// <summary>Ids in the order in which they were made; they tell nothing else.</summary>
    public static string NewId(DateTimeOffset now) => Guid.CreateVersion7(now).ToString("n");

    public static bool IsId(string text) => Guid.TryParseExact(text, "n", out _) && !text.Any(char.IsAsciiLetterUpper);

    /// <summary>When the link of that id was begun; of what is no id, never.</summary>
    public static DateTimeOffset BegunAt(string id) =>
        IsId(id)
            ? DateTimeOffset.FromUnixTimeMilliseconds(Math.Min(DateTimeOffset.MaxValue.ToUnixTimeMilliseconds(), long.Parse(id.AsSpan(0, 12), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture)))
            : DateTimeOffset.MinValue;

    /// <summary>Null: there is none of that id.</summary>
    public async Task<LinkRecord?> FindAsync(string id, CancellationToken cancellation) => (await ReadAsync(id, cancellation))?.Record;

    /// <summary>Those that an account is part of, the newest first.</summary>
    public async Task<IReadOnlyList<LinkRecord>> FindByAccountAsync(UserId account, CancellationToken cancellation) =>
        await FindAllAsync(await FindIdsByAccountAsync(account, cancellation), cancellation);

    /// <summary>The ids of those that an account is part of; some may be gone.</summary>
    public async Task<IReadOnlyList<string>> FindIdsByAccountAsync(UserId account, CancellationToken cancellation) =>
        await store.ReadAsync(names.Of(account), cancellation) is { } entry ? [.. AccountEntry.Read(names.Of(account), entry).AllLinks] : [];

    /// <summary>Writes an account's document anew, from all records that there are, if it cannot be read.</summary>
    public async Task MendAsync(UserId account, CancellationToken cancellation)
    {
        if (await store.ReadAsync(names.Of(account), cancellation) is not { } document || AccountEntry.TryRead(document) is not null) return;
        List<string> links = [];
        await foreach (var id in ListAsync(cancellation))
        {
            // One that cannot be read may be the account's: it must be seen to first.
            if (await FindAsync(id, cancellation) is { } record && record.AccountIds.Contains(account)) links.Add(id);
        }

        await store.WriteAsync(names.Of(account), (AccountEntry.Empty with { Links = links }).Write(), document.Version, cancellation);
    }

    /// <summary>Whether an account is part of a link that was begun and never ended, and nobody is at work on the account.</summary>
    public async Task<bool> IsLeftOpenAsync(UserId account, DateTimeOffset now, CancellationToken cancellation)
    {
        if (await store.ReadAsync(names.Of(account), cancellation) is not { } document) return false;
        var entry = AccountEntry.Read(names.Of(account), document);
        return !entry.IsHeld(now) && (await FindAllAsync(entry.PossibleLinks, cancellation)).Any(record => record.State == LinkState.Started);
    }

    /// <summary>Those that there are, the newest first.</summary>
    public async Task<IReadOnlyList<LinkRecord>> FindAllAsync(IEnumerable<string> ids, CancellationToken cancellation)
    {
        var found = await Task.WhenAll(ids.Distinct(StringComparer.Ordinal).Where(IsId).Select(id => FindAsync(id, cancellation)));
        return [.. found.OfType<LinkRecord>().OrderByDescending(record => record.Id, StringComparer.Ordinal)];
    }

    /// <exception cref="JournalException">It could not be written: nothing may be changed at Auth0.</exception>
    public async Task StartAsync(LinkRecord record, CancellationToken cancellation)
    {
        // In this order: a record that the sweep does not find would stay as it is for ever.
        if (await store.WriteAsync(Open + record.Id, ReadOnlyMemory<byte>.Empty, expected: null, cancellation) is null
            || await store.WriteAsync(Records + record.Id, Write(record), expected: null, cancellation) is null)
            throw Taken();
        telemetry.CountRecord(NameOf(record.State));
    }

    /// <summary>A record of what was done before: nothing of it is left to be settled.</summary>
    /// <exception cref="JournalException">It could not be written.</exception>
    public async Task AddAsync(LinkRecord record, CancellationToken cancellation)
    {
        if (await store.WriteAsync(Records + record.Id, Write(record), expected: null, cancellation) is null) throw Taken();
    }

    /// <summary>What became of it.</summary>
    /// <param name="staysOpen">It is to be looked at again, though it has ended; one that is still <see cref="LinkState.Started"/> is in any case.</param>
    public async Task ChangeAsync(LinkRecord record, CancellationToken cancellation, bool staysOpen = false)
    {
        if (await ReadAsync(record.Id, cancellation) is not { } old) throw new JournalException("A record of the journal is gone while it is worked on.");
        if (await store.WriteAsync(Records + record.Id, Write(record), old.Version, cancellation) is null)
            throw new JournalException("A record of the journal was changed by somebody who does not hold its lease.");
        if (old.Record.State != record.State) telemetry.CountRecord(NameOf(record.State));
        // One that had ended before stands there only to be looked at again.
        if (old.Record.State == LinkState.Started && record.State != LinkState.Started && !staysOpen) await CloseAsync(record.Id, cancellation);
    }

    /// <summary>Something about it is to be finished again: it stands among those that are open.</summary>
    public async Task ReopenAsync(LinkRecord record, CancellationToken cancellation)
    {
        // Also where it stands there already.
        await store.WriteAsync(Open + record.Id, ReadOnlyMemory<byte>.Empty, expected: null, cancellation);
        await ChangeAsync(record, cancellation);
    }

    /// <summary>The ids of records that are open, the oldest first.</summary>
    public IAsyncEnumerable<string> ListOpenAsync(CancellationToken cancellation) => ListAsync(Open, cancellation);

    /// <summary>The ids of all records, the oldest first.</summary>
    public IAsyncEnumerable<string> ListAsync(CancellationToken cancellation) => ListAsync(Records, cancellation);

    /// <summary>Whether it stands among those that are open.</summary>
    public async Task<bool> IsOpenAsync(string id, CancellationToken cancellation) => await store.ReadAsync(Open + id, cancellation) is not null;

    public async Task CloseAsync(string id, CancellationToken cancellation) => await DeleteAsync(Open + id, cancellation);

    /// <summary>For good. Whoever calls holds the leases of its accounts, as far as they are known.</summary>
    /// <returns>False: there is none.</returns>
    public async Task<bool> EraseAsync(string id, CancellationToken cancellation)
    {
        var isErased = await DeleteAsync(Records + id, cancellation);
        await CloseAsync(id, cancellation);
        return isErased;
    }

    private async IAsyncEnumerable<string> ListAsync(string prefix, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellation)
    {
        await foreach (var name in store.ListAsync(prefix, cancellation)) yield return name[prefix.Length..];
    }

    private async Task<bool> DeleteAsync(string name, CancellationToken cancellation) =>
        await store.ReadAsync(name, cancellation) is { } document && await store.DeleteAsync(name, document.Version, cancellation);

    private async Task<(LinkRecord Record, string Version)?> ReadAsync(string id, CancellationToken cancellation) =>
        IsId(id) && await store.ReadAsync(Records + id, cancellation) is { } document ? (Read(id, document), document.Version) : null;

    private static JournalException Taken() => new("A new record of the journal stands there already: check that nothing else writes to Journal:Path or Journal:ContainerUri.");

    private static string NameOf(LinkState state) => state.ToString().ToLowerInvariant();

    private static byte[] Write(LinkRecord record) => JsonSerializer.SerializeToUtf8Bytes(record, JournalJsonContext.Default.LinkRecord);

    private static LinkRecord Read(string id, StoredDocument document)
    {
        try
        {
            var record = JsonSerializer.Deserialize(document.Content, JournalJsonContext.Default.LinkRecord);
            if (record?.Id == id && record.Version == LinkRecord.CurrentVersion && record.Accounts.Any()) return record;
        }
        catch (JsonException)
        {
        }

        throw JournalException.Damaged(Records + id);
    }
}

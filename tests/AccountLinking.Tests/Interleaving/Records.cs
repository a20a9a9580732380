using System.Runtime.CompilerServices;
using System.Text.Json;
using AccountLinking.Journal;
using AccountLinking.Journal.Leases;
using AccountLinking.Tests.Journal.Stores;

namespace AccountLinking.Tests.Interleaving;

/// <summary>What the journal holds.</summary>
internal static class Records
{
    private const string Folder = "records/";

    private static readonly ConditionalWeakTable<MemoryJournalStore.Document, LinkRecord> Read = [];

    public static IEnumerable<LinkRecord> Of(World.Saved world) => Documents(world).Select(Of);

    public static IEnumerable<MemoryJournalStore.Document> Documents(World.Saved world) =>
        world.Documents.Where(document => document.Key.StartsWith(Folder, StringComparison.Ordinal) && document.Value.Content is not null).Select(document => document.Value);

    public static LinkRecord Of(MemoryJournalStore.Document document) =>
        Read.GetValue(document, static one => JsonSerializer.Deserialize(one.Content, JournalJsonContext.Default.LinkRecord)!);

    /// <summary>The sweep finds it.</summary>
    public static bool IsOpen(World.Saved world, LinkRecord record) => world.VersionOf("open/" + record.Id) is not null;

    /// <summary>Whoever held them is still said to.</summary>
    public static bool AreLeasesLeft(World.Saved world) => world.Documents.Any(document =>
        document.Key.StartsWith(AccountLinking.Journal.AccountNames.Prefix, StringComparison.Ordinal) && document.Value is { Content: { } content, Version: var version }
        && AccountEntry.Read(document.Key, new AccountLinking.Journal.Stores.StoredDocument(content, version)).Holder is not null);
}

using System.Text.Json;
using AccountLinking.Journal.Stores;

namespace AccountLinking.Journal.Leases;

/// <summary>What the journal notes of one account: who is at work on it, and the links that it is part of.</summary>
/// <param name="Holder">Whoever holds the lease; of a link that is being made, its id. Null: nobody.</param>
/// <param name="Until">When the lease ends; somebody else may take it then, and finds out first what became of the work.</param>
/// <param name="Links">Ids of records, the oldest first.</param>
/// <param name="Vain">Ids of records of links that came to nothing: whoever works on the account need not read them.</param>
internal sealed record AccountEntry(string? Holder, DateTimeOffset? Until, IReadOnlyList<string> Links, IReadOnlyList<string> Vain)
{
    public static readonly AccountEntry Empty = new(null, null, [], []);

    /// <exception cref="JournalException">It is none.</exception>
    public static AccountEntry Read(string name, StoredDocument document) => TryRead(document) ?? throw JournalException.Damaged(name);

    /// <summary>Null: it is none.</summary>
    public static AccountEntry? TryRead(StoredDocument document)
    {
        try
        {
            return JsonSerializer.Deserialize(document.Content, JournalJsonContext.Default.AccountEntry);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    public byte[] Write() => JsonSerializer.SerializeToUtf8Bytes(this, JournalJsonContext.Default.AccountEntry);

    /// <summary>That of a holder who never came back may be the id of a link, too.</summary>
    public IEnumerable<string> PossibleLinks => Holder is { } id && !Links.Contains(id) ? Links.Append(id) : Links;

    public IEnumerable<string> AllLinks => PossibleLinks.Concat(Vain);

    public bool IsHeld(DateTimeOffset now) => Holder is not null && Until > now;
}

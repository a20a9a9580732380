using AccountLinking.Journal.Stores;

namespace AccountLinking.Journal.Leases;

/// <summary>Leases that somebody holds. They are let go of as soon as the work is done.</summary>
internal sealed class HeldAccounts(IJournalStore store, string holder)
{
    private readonly List<(string Name, AccountEntry Entry, string Version, IDisposable Turn)> _held = [];
    private readonly HashSet<string> _recalled = new(StringComparer.Ordinal);
    private readonly HashSet<string> _vain = new(StringComparer.Ordinal);
    private readonly HashSet<string> _gone = new(StringComparer.Ordinal);
    private bool _isLink;

    public string Holder { get; } = holder;

    /// <summary>The records of <see cref="Links"/>, as they are by now, the newest first.</summary>
    public IReadOnlyList<LinkRecord> Records { get; set; } = [];

    /// <summary>All links that one of the accounts is part of.</summary>
    public IEnumerable<string> Links => _held.SelectMany(held => held.Entry.Links).Distinct(StringComparer.Ordinal);

    /// <param name="turn">Of those of this process who want the same account.</param>
    public void Add(string name, AccountEntry entry, string version, IDisposable turn) => _held.Add((name, entry, version, turn));

    /// <summary>Between two records of the same accounts there is room for those that one of them is split into.</summary>
    private static readonly TimeSpan Step = TimeSpan.FromMilliseconds(1);

    /// <summary>A time for a record of these accounts, so that they tell in which order they were made: clocks of two machines may differ.</summary>
    public DateTimeOffset TimeOfNext(DateTimeOffset now) => Records.SelectMany(record => new[] { record.StartedAt, record.EndedAt, record.UndoneSince }).OfType<DateTimeOffset>().Select(time => time + Step).Append(now).Max();

    /// <summary>The holder is a link that there is a record of: the accounts remember it.</summary>
    public void Remember() => _isLink = true;

    /// <summary>There is a record of such a link: the accounts remember it, if they did not.</summary>
    public void Recall(string link) => _recalled.Add(link);

    /// <summary>The link came to nothing: it is remembered for whoever asks for all records of an account.</summary>
    public void Retire(string link) => _vain.Add(link);

    /// <summary>There is no such record, or none any more.</summary>
    public void Forget(string link) => _gone.Add(link);

    /// <summary>One that another has taken meanwhile is theirs.</summary>
    public async Task ReleaseAsync(CancellationToken cancellation) => await Task.WhenAll(_held.Select(held => ReleaseAsync(held.Name, held.Entry, held.Version, held.Turn, cancellation)));

    private async Task ReleaseAsync(string name, AccountEntry entry, string version, IDisposable turn, CancellationToken cancellation)
    {
        // Whether or not the store does its part: nobody else of this process need wait for that.
        using var over = turn;
        string[] links = [.. entry.Links.Where(link => link != Holder).Union(_recalled, StringComparer.Ordinal), .. _isLink ? [Holder] : Array.Empty<string>()];
        var left = new AccountEntry(
            null, null, [.. links.Where(link => !_gone.Contains(link) && !_vain.Contains(link))], [.. entry.Vain.Union(links.Where(_vain.Contains), StringComparer.Ordinal).Where(link => !_gone.Contains(link))]);
        if (left is { Links: [], Vain: [] }) await store.DeleteAsync(name, version, cancellation);
        else await store.WriteAsync(name, left.Write(), version, cancellation);
    }
}

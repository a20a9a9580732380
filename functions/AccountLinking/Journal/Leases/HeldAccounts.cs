using AccountLinking.Journal.Stores;

namespace AccountLinking.Journal.Leases;

/// <summary>Leases that somebody holds. They are let go of as soon as the work is done.</summary>
internal sealed class HeldAccounts(IJournalStore store, string holder)
{
    private readonly List<(string Name, AccountEntry Entry, string Version)> _held = [];
    private readonly List<string> _left = [];
    private readonly HashSet<string> _vain = new(StringComparer.Ordinal);
    private readonly HashSet<string> _gone = new(StringComparer.Ordinal);
    private bool _isLink;

    public string Holder { get; } = holder;

    /// <summary>Holders who never came back: their work must be settled before anything else is done.</summary>
    public IReadOnlyList<string> Left => _left;

    /// <summary>The records of <see cref="Links"/>, as they are by now, the newest first.</summary>
    public IReadOnlyList<LinkRecord> Records { get; set; } = [];

    /// <summary>All links that one of the accounts is part of.</summary>
    public IEnumerable<string> Links => _held.SelectMany(held => held.Entry.Links).Distinct(StringComparer.Ordinal);

    public void Add(string name, AccountEntry entry, string version, string? leftBy)
    {
        _held.Add((name, entry, version));
        if (leftBy is not null && !_left.Contains(leftBy)) _left.Add(leftBy);
    }

    /// <summary>The holder is a link that there is a record of: the accounts remember it.</summary>
    public void Remember() => _isLink = true;

    /// <summary>The link came to nothing: it is remembered for whoever asks for all records of an account.</summary>
    public void Retire(string link) => _vain.Add(link);

    /// <summary>There is no such record, or none any more.</summary>
    public void Forget(string link) => _gone.Add(link);

    /// <summary>One that another has taken meanwhile is theirs.</summary>
    public async Task ReleaseAsync(CancellationToken cancellation) => await Task.WhenAll(_held.Select(held => ReleaseAsync(held.Name, held.Entry, held.Version, cancellation)));

    private async Task ReleaseAsync(string name, AccountEntry entry, string version, CancellationToken cancellation)
    {
        string[] links = [.. entry.Links.Where(link => link != Holder), .. _isLink ? [Holder] : Array.Empty<string>()];
        var left = new AccountEntry(
            null, null, [.. links.Where(link => !_gone.Contains(link) && !_vain.Contains(link))], [.. entry.Vain.Union(links.Where(_vain.Contains), StringComparer.Ordinal).Where(link => !_gone.Contains(link))]);
        if (left is { Links: [], Vain: [] }) await store.DeleteAsync(name, version, cancellation);
        else await store.WriteAsync(name, left.Write(), version, cancellation);
    }
}

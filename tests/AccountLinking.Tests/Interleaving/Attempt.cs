using AccountLinking.Auth0;
using AccountLinking.Journal;

namespace AccountLinking.Tests.Interleaving;

/// <summary>One request while it runs: what it waits for, and what it has seen. The rest of it follows from that.</summary>
internal sealed class Attempt
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(50);
    private static readonly AsyncLocal<Attempt?> Running = new();

    private readonly string _id;
    private readonly StillClock _clock;
    private readonly List<(string What, string? Document, UInt128 Digest)> _seen = [];
    private readonly List<PendingCall> _pending = [];
    private (string Name, string? Version)? _lastRead;
    private int _ids;

    /// <param name="id">Of the request among all, three hexadecimal digits each: the actor and its attempt.</param>
    public Attempt(string id, StillClock clock) => (_id, _clock, StartedAt) = (id, clock, clock.GetUtcNow());

    public static Attempt? CurrentOrNone => Running.Value;

    public static Attempt Current => Running.Value ?? throw new InvalidOperationException("Somebody calls who is no request.");

    private DateTimeOffset StartedAt { get; }

    public IReadOnlyList<PendingCall> Pending => _pending;

    public Task<object>? Work { get; private set; }

    public void Start(Func<Task<object>> workAsync)
    {
        Running.Value = this;
        Work = workAsync();
        Running.Value = null;
    }

    /// <summary>Ids that the same request gets again when it is repeated.</summary>
    public string NextId() => $"{_clock.GetUtcNow().ToUnixTimeMilliseconds():x12}7{_id[..3]}8{_id[3..]}{++_ids:x12}";

    public async Task<T> CallAsync<T>(string name, string? document, bool isRead, Func<Task<T>> executeAsync)
    {
        var times = _seen.Count(seen => seen.What == name) + _pending.Count(pending => pending.What == name);
        var call = new PendingCall(name, times, document, isRead, async () => await executeAsync());
        _pending.Add(call);
        return (T)(await call.Answer)!;
    }

    public void Complete(PendingCall call, CallResult result)
    {
        _pending.Remove(call);
        _seen.Add((call.What, call.Document, Digest.Of(Digest.Of(call.Name), result.Digest)));
        if (call.Document is { } document && call.IsRead) _lastRead = (document, (result.Value as AccountLinking.Journal.Stores.StoredDocument)?.Version);
        call.Complete(result);
    }

    /// <summary>It waits to look again at a document, of which it has seen this version.</summary>
    public (string Name, string? Version)? AwaitedDocument => IsPaused ? _lastRead : null;

    public TimeSpan Elapsed => _clock.GetUtcNow() - StartedAt;

    private bool IsPaused => _clock.IsPaused(this, Pause);

    /// <summary>What it has seen in vain is as if it had not looked: it begins again.</summary>
    public void LookAgain()
    {
        while (_seen is [.., var last] && last.Document == _lastRead!.Value.Name) _seen.RemoveAt(_seen.Count - 1);
        _clock.EndPause(this, Pause);
    }

    /// <summary>Two attempts of one actor that have seen the same do the same.</summary>
    public UInt128 State()
    {
        var sum = Digest.Of($"{_id} {Elapsed} {IsPaused} {string.Join(' ', _clock.Ends(this))}");
        foreach (var seen in _seen) sum += seen.Digest;
        foreach (var pending in _pending) sum += Digest.Of("pending " + pending.Name);
        return sum;
    }
}

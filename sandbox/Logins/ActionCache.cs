using AccountLinking.Sandbox.Json;

namespace AccountLinking.Sandbox.Logins;

/// <summary>
/// The records of the Action's <c>api.cache</c>, from one login to the next. Logins that run at once each add what they
/// changed; one that began before a reset adds nothing after it.
/// </summary>
public sealed class ActionCache
{
    private readonly Lock _gate = new();
    private JsonMap _records = JsonMap.Empty;
    private int _generation;

    public Snapshot Take()
    {
        lock (_gate) return new Snapshot(_records, _generation);
    }

    public void Merge(Snapshot before, JsonMap after)
    {
        lock (_gate)
        {
            if (before.Generation != _generation) return;
            foreach (var key in before.Records.Keys.Except(after.Keys, StringComparer.Ordinal)) _records = _records.Without(key);
            _records = _records.With(after.Where(key => !Same(before.Records, after, key)));
        }
    }

    public void Clear()
    {
        lock (_gate) (_records, _generation) = (JsonMap.Empty, _generation + 1);
    }

    private static bool Same(JsonMap before, JsonMap after, string key) =>
        before.TryGetValue(key, out var value) && value.GetRawText() == after[key].GetRawText();

    public sealed record Snapshot(JsonMap Records, int Generation);
}

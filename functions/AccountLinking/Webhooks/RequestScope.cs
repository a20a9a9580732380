using System.Collections;
using System.Collections.Immutable;

namespace AccountLinking.Webhooks;

/// <summary>What every line of the log has that belongs to one request. It is begun before anything is known of the request, and what is known by then is there when a line is written.</summary>
internal sealed class RequestScope : IReadOnlyList<KeyValuePair<string, object?>>
{
    private ImmutableArray<KeyValuePair<string, object?>> _values = [];

    public int Count => _values.Length;

    public KeyValuePair<string, object?> this[int index] => _values[index];

    public void Add(string name, string? value)
    {
        if (value is not null) _values = _values.Add(KeyValuePair.Create(name, (object?)value));
    }

    public IEnumerator<KeyValuePair<string, object?>> GetEnumerator() => ((IEnumerable<KeyValuePair<string, object?>>)_values).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    public override string ToString() => string.Join(' ', _values.Select(value => $"{value.Key}:{value.Value}"));
}

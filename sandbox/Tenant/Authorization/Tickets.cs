using System.Security.Cryptography;

namespace AccountLinking.Sandbox.Tenant.Authorization;

/// <summary>What somebody outside holds only a name of, which cannot be guessed; it is gone after a while.</summary>
public sealed class Tickets<T>(TimeProvider clock, TimeSpan lifetime)
    where T : class
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, (T Value, DateTimeOffset End)> _tickets = new(StringComparer.Ordinal);

    /// <returns>The name.</returns>
    public string Add(T value)
    {
        var (name, now) = (RandomNumberGenerator.GetHexString(64, lowercase: true), clock.GetUtcNow());
        lock (_gate)
        {
            foreach (var (old, ticket) in _tickets)
            {
                if (ticket.End <= now) _tickets.Remove(old);
            }

            _tickets[name] = (value, now + lifetime);
        }

        return name;
    }

    public T? Find(string? name)
    {
        lock (_gate) return name is not null && _tickets.TryGetValue(name, out var ticket) && ticket.End > clock.GetUtcNow() ? ticket.Value : null;
    }

    /// <summary>Of several who ask at once, one gets it.</summary>
    public T? Take(string? name)
    {
        lock (_gate)
        {
            var found = Find(name);
            if (found is not null) _tickets.Remove(name!);
            return found;
        }
    }

    public void Clear()
    {
        lock (_gate) _tickets.Clear();
    }
}

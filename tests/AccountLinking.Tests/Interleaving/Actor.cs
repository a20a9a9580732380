using System.Collections.Immutable;

namespace AccountLinking.Tests.Interleaving;

/// <summary>A request, and those that repeat it, at one moment.</summary>
/// <param name="Place">Where its process is found.</param>
/// <param name="Outcomes">Of all attempts that succeeded.</param>
/// <param name="Holders">The accounts that its identity was under while the last attempt ran.</param>
internal sealed record Actor(int Index, Request Request, int Place, ActorState Is, int Attempts, ImmutableList<object> Outcomes, ImmutableSortedSet<string> Holders)
{
    private UInt128? _state;

    /// <summary>A copy is another one, with a state of its own.</summary>
    private Actor(Actor other)
    {
        (Index, Request, Place, Is, Attempts, Outcomes, Holders) = (other.Index, other.Request, other.Place, other.Is, other.Attempts, other.Outcomes, other.Holders);
    }

    public UInt128 State => _state ??= Digest.Of($"{Index} {Place} {Is} {Attempts} {string.Join('\n', Outcomes)} {string.Join(' ', Holders)}");

    /// <summary>It runs while the accounts are like this.</summary>
    public Actor Seeing(World.Saved world) => Request.User is { } user && world.HolderOf(user) is { } holder && !Holders.Contains(holder) ? this with { Holders = Holders.Add(holder) } : this;
}

internal enum ActorState
{
    /// <summary>Its request has not come yet.</summary>
    Expected,
    Running,

    /// <summary>It was answered with a 503, and comes again.</summary>
    Failed,
    Done,
}

using AccountLinking.Auth0;

namespace AccountLinking.Linking;

/// <summary>How a request to link ended.</summary>
/// <param name="ContinueAs">The account that the login must continue as, whatever happened.</param>
public abstract record LinkOutcome(UserId ContinueAs)
{
    /// <summary>Joined now.</summary>
    public sealed record Linked(UserId ContinueAs) : LinkOutcome(ContinueAs);

    /// <summary>The identity already hangs under that account: another request was first, or an earlier login.</summary>
    public sealed record AlreadyLinked(UserId ContinueAs) : LinkOutcome(ContinueAs);

    /// <summary>Nobody else carries the number.</summary>
    public sealed record NoMatch(UserId ContinueAs) : LinkOutcome(ContinueAs);

    /// <summary>Several accounts carry the number, and nobody guesses.</summary>
    public sealed record Ambiguous(UserId ContinueAs, int Candidates) : LinkOutcome(ContinueAs);

    /// <summary>No rule applies.</summary>
    /// <param name="Why">A <see cref="Reason"/>.</param>
    public sealed record NotEligible(UserId ContinueAs, string Why) : LinkOutcome(ContinueAs);

    /// <summary>There is a match, or numbers that contradict each other, and joining would be unsafe.</summary>
    /// <param name="Why">A <see cref="Reason"/>.</param>
    public sealed record Refused(UserId ContinueAs, string Why) : LinkOutcome(ContinueAs);
}

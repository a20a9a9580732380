using AccountLinking.Auth0;

namespace AccountLinking.Linking;

/// <summary>How a request to link ended.</summary>
/// <param name="ContinueAs">The account that the login must continue as, whatever happened.</param>
public abstract record LinkOutcome(UserId ContinueAs)
{
    /// <summary>Joined now.</summary>
    /// <param name="LinkId">The journal's record of it.</param>
    public sealed record Linked(UserId ContinueAs, string Rule, string LinkId) : LinkOutcome(ContinueAs);

    /// <summary>In a dry run: it would have been joined, and have continued as the primary account.</summary>
    public sealed record WouldLink(UserId ContinueAs, string Rule, UserId Primary) : LinkOutcome(ContinueAs);

    /// <summary>The identity already hangs under that account: another request was first, or an earlier login.</summary>
    public sealed record AlreadyLinked(UserId ContinueAs) : LinkOutcome(ContinueAs);

    /// <summary>A rule applies, and there is nobody to join with.</summary>
    public sealed record NoMatch(UserId ContinueAs, string Rule) : LinkOutcome(ContinueAs);

    /// <summary>There are accounts to join with, and the rule joins none by itself.</summary>
    public sealed record Suggested(UserId ContinueAs, string Rule, int Candidates) : LinkOutcome(ContinueAs);

    /// <summary>There are several accounts to join with, and nobody guesses.</summary>
    public sealed record Ambiguous(UserId ContinueAs, string Rule, int Candidates) : LinkOutcome(ContinueAs);

    /// <summary>No rule applies.</summary>
    /// <param name="Why">A <see cref="Reason"/>.</param>
    public sealed record NotEligible(UserId ContinueAs, string Why) : LinkOutcome(ContinueAs);

    /// <summary>There is a match, or numbers that contradict each other, and joining would be unsafe.</summary>
    /// <param name="Why">A <see cref="Reason"/>.</param>
    /// <param name="Rule">The rule that had a match; null where the account alone is reason enough.</param>
    public sealed record Refused(UserId ContinueAs, string Why, string? Rule) : LinkOutcome(ContinueAs);
}

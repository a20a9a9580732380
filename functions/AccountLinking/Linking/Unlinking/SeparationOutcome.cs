using AccountLinking.Auth0;

namespace AccountLinking.Linking.Unlinking;

/// <summary>How a person's request to separate one of their identities ended.</summary>
public abstract record SeparationOutcome
{
    /// <summary>They are two accounts now.</summary>
    /// <param name="Account">The one that had it.</param>
    /// <param name="Restored">The accounts that there are again.</param>
    /// <param name="LinkId">The journal's record of it.</param>
    public sealed record Separated(UserId Account, IReadOnlyList<UserId> Restored, string LinkId) : SeparationOutcome;

    /// <summary>The account is the identity's own: another would have to be the main one first.</summary>
    public sealed record IsMain : SeparationOutcome;

    /// <summary>The account has no other.</summary>
    public sealed record IsLast : SeparationOutcome;

    /// <summary>The account does not have it, or not any more.</summary>
    public sealed record Unknown : SeparationOutcome;

    /// <summary>Somebody has blocked the account: it is not for its owner to change.</summary>
    public sealed record Blocked : SeparationOutcome;

    /// <summary>Whoever asks has no account of his own any more.</summary>
    public sealed record AccountGone : SeparationOutcome;
}

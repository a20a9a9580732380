using AccountLinking.Auth0;

namespace AccountLinking.Linking.Unlinking;

/// <summary>How a request to unlink ended.</summary>
/// <param name="Primary">The account that survived the link.</param>
public abstract record UnlinkOutcome(UserId Primary)
{
    /// <summary>Separated now.</summary>
    /// <param name="Restored">The accounts that there are again.</param>
    public sealed record Unlinked(UserId Primary, IReadOnlyList<UserId> Restored) : UnlinkOutcome(Primary);

    /// <summary>They were separated before, or never joined.</summary>
    public sealed record AlreadyUnlinked(UserId Primary, IReadOnlyList<UserId> Restored) : UnlinkOutcome(Primary);
}

using AccountLinking.Auth0;
using AccountLinking.Configuration;
using AccountLinking.Journal;
using AccountLinking.Linking.Rules;

namespace AccountLinking.Linking;

/// <summary>Why accounts may have to become one, and whose account it begins with.</summary>
public abstract record Occasion(UserId UserId)
{
    /// <summary>The connection of the account's own that was used just now; null where that is not known.</summary>
    internal virtual ConnectionReference? UsedConnection => null;

    /// <summary>Whether it is noted on the account when to look again.</summary>
    internal virtual bool IsNoted => true;

    /// <summary>Whether accounts that it joins are not separated any more.</summary>
    internal virtual bool EndsSeparations => false;

    /// <summary>Whether accounts were separated that must not be joined for this.</summary>
    /// <param name="records">What the journal knows of the accounts.</param>
    internal virtual bool IsRuledOutBy(IReadOnlyCollection<LinkRecord> records, IReadOnlyCollection<Auth0User> accounts) => Separations.Among(records, accounts).Count > 0;

    /// <param name="user">The account, as it is now.</param>
    internal abstract Examination Examine(Auth0User user, LinkingOptions options);

    /// <summary>The account is gone: whether all is done if this one has absorbed it.</summary>
    internal abstract bool IsFulfilledBy(Auth0User survivor);
}

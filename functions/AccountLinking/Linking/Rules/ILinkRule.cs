using AccountLinking.Auth0;
using AccountLinking.Configuration;

namespace AccountLinking.Linking.Rules;

/// <summary>
/// One way to tell that two accounts are one person's. Pure: a rule says whom to look for and measures who is found; it neither
/// looks nor joins. README.md tells how to add one.
/// </summary>
internal interface ILinkRule
{
    /// <summary>The <c>rule</c> of the answer.</summary>
    string Name { get; }

    bool IsEnabled(LinkingOptions options);

    /// <param name="connection">The connection of the sign-in: one of the account's own.</param>
    Examination Examine(Auth0User user, ConnectionReference connection, LinkingOptions options);
}

using AccountLinking.Auth0;
using AccountLinking.Configuration;
using AccountLinking.Linking.Rules;

namespace AccountLinking.Linking;

/// <summary>Who signs in, and over which connection. Nothing else that the Action could say would be believed.</summary>
public sealed record SignIn(UserId UserId, ConnectionReference Connection, string? TransactionId) : Occasion(UserId)
{
    internal override ConnectionReference UsedConnection => Connection;

    internal override Examination Examine(Auth0User user, LinkingOptions options) => LinkRules.Examine(user, Connection, options);

    /// <summary>Whoever it is, the login must continue as him.</summary>
    internal override bool IsFulfilledBy(Auth0User survivor) => true;
}

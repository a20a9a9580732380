using AccountLinking.Auth0;

namespace AccountLinking.Configuration;

/// <summary>The rule that finds accounts by verified e-mail address: section <c>Linking:Email</c>.</summary>
public sealed class EmailOptions
{
    public EmailMode Mode { get; set; } = EmailMode.Suggest;

    /// <summary>
    /// For <see cref="EmailMode.Automatic"/>: the connections whose <c>email_verified</c> is believed, by their exact names; no
    /// wildcards. Both accounts may have identities on these alone. List one only if it checks each address itself.
    /// </summary>
    public string[] TrustedConnections { get; set; } = [];

    internal bool Trusts(Auth0User account) => account.Identities.All(identity => TrustedConnections.Contains(identity.Connection));
}

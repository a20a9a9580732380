using AccountLinking.Auth0;
using AccountLinking.Configuration;

namespace AccountLinking.Linking.Rules;

/// <summary>
/// Finds accounts with the same verified e-mail address. Auth0 advises against joining by that alone
/// (https://auth0.com/docs/manage-users/user-accounts/user-profiles/verified-email-usage), so unless it is told otherwise the rule
/// only says that there are some; to join them it must know that each connection on both sides checks the addresses it asserts.
/// </summary>
internal sealed class EmailRule : ILinkRule
{
    public string Name => "email";

    public bool IsEnabled(LinkingOptions options) => options.Email.Mode != EmailMode.Off;

    public Examination Examine(Auth0User user, ConnectionReference connection, LinkingOptions options)
    {
        if (options.Email.Mode == EmailMode.Automatic && !options.Email.Trusts(user)) return new Examination.DoesNotApply(Reason.UntrustedConnection);
        if (EmailAddress.Of(user) is not { } address) return new Examination.DoesNotApply(Reason.NoEmail);
        if (!user.IsEmailVerified) return new Examination.DoesNotApply(Reason.EmailUnverified);
        return new Examination.Applies(new EmailEvidence(Name, user, address, options.Email));
    }
}

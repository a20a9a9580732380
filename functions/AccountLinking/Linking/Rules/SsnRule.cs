using AccountLinking.Auth0;
using AccountLinking.Configuration;
using AccountLinking.Linking.NationalIds;

namespace AccountLinking.Linking.Rules;

/// <summary>Joins by national id: a trusted connection asserts the number of whoever signs in, and another account carries it.</summary>
internal sealed class SsnRule : ILinkRule
{
    public string Name => "ssn";

    public bool IsEnabled(LinkingOptions options) => options.Ssn.Enabled;

    public Examination Examine(Auth0User user, ConnectionReference connection, LinkingOptions options)
    {
        if (!options.Ssn.TrustedConnections.Contains(connection.Name)) return new Examination.DoesNotApply(Reason.UntrustedConnection);
        // Which of several identities on one connection signed in is not known: they must agree, and with what is stored.
        var asserted = user.Identities.Where(identity => identity.Connection == connection.Name).SelectMany(identity => Numbers.Asserted(user, identity, options.Ssn)).ToList();
        // What nobody asserts now is believed of whoever signs in as it is of those who are found.
        if (asserted.Count == 0 && !options.Ssn.VouchFor(user)) return new Examination.DoesNotApply(Reason.SsnMissing);
        var texts = asserted.Append(Numbers.Stored(user, options.Ssn)).OfType<string>().Distinct(StringComparer.Ordinal).ToList();
        if (texts.Count == 0) return new Examination.DoesNotApply(Reason.SsnMissing);
        if (texts.Count > 1) return new Examination.Refused(Reason.NationalIdConflict, Name);
        if (!NationalId.TryParse(texts[0], options.Ssn.Format, out var number)) return new Examination.NotEligible(Reason.SsnInvalid);
        if (Numbers.Contradict([user], options.Ssn)) return new Examination.Refused(Reason.NationalIdConflict, Name);
        return new Examination.Applies(new SsnEvidence(Name, number, asserted.Count > 0, options.Ssn));
    }
}

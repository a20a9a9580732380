using AccountLinking.Auth0;
using AccountLinking.Configuration;

namespace AccountLinking.Linking;

/// <summary>Joins by national id: a trusted connection asserts the number of whoever signs in, and another account carries it. Pure.</summary>
internal static class SsnRule
{
    public const string Name = "ssn";

    public static Examination Examine(Auth0User user, ConnectionReference connection, LinkingOptions options)
    {
        if (user.IsBlocked) return new Examination.Refused(Reason.UserBlocked);
        var identities = user.Identities.Where(identity => identity.Connection == connection.Name).ToList();
        if (identities.Count == 0 || !IsPinned(connection, options)) return new Examination.NotEligible(Reason.ConnectionMismatch);
        if (!options.Ssn.Enabled) return new Examination.NotEligible(Reason.NoRuleEnabled);
        if (!options.Ssn.TrustedConnections.Contains(connection.Name)) return new Examination.NotEligible(Reason.UntrustedConnection);
        return ExamineNumber(user, identities, options.Ssn);
    }

    public static UserQuery Query(NationalId number, SsnOptions options) => UserQuery.AppMetadata(options.MetadataKey, number.Reveal());

    private static Examination ExamineNumber(Auth0User user, List<UserIdentity> identities, SsnOptions options)
    {
        // Which of several identities on one connection signed in is not known: they must agree, and with what is stored.
        var texts = identities.SelectMany(identity => Numbers.Asserted(user, identity, options)).Append(Numbers.Stored(user, options)).OfType<string>().Distinct(StringComparer.Ordinal).ToList();
        if (texts.Count == 0) return new Examination.NotEligible(Reason.SsnMissing);
        if (texts.Count > 1) return new Examination.Refused(Reason.NationalIdConflict);
        if (!NationalId.TryParse(texts[0], options.Format, out var number)) return new Examination.NotEligible(Reason.SsnInvalid);
        return Numbers.All(user, options).Count > 1 ? new Examination.Refused(Reason.NationalIdConflict) : new Examination.Applies(number);
    }

    /// <summary>The name on the user's identity decides; an id that the settings list for it must be the posted one, if one was posted.</summary>
    private static bool IsPinned(ConnectionReference connection, LinkingOptions options) =>
        connection.Id is not { } posted || !options.Connections.TryGetValue(connection.Name, out var listed) || listed == posted;
}

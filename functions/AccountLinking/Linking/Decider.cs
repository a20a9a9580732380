using AccountLinking.Auth0;
using AccountLinking.Configuration;

namespace AccountLinking.Linking;

/// <summary>Decides whether two accounts are joined, and which of them survives. Pure: two logins that race decide the same.</summary>
internal static class Decider
{
    /// <param name="hits">Accounts that the search found, each as read again by its id.</param>
    public static LinkDecision Decide(
        Auth0User user, ConnectionReference connection, NationalId number, IReadOnlyList<Auth0User> hits, LinkingOptions options)
    {
        // The index lags: who no longer carries the number was found by mistake.
        var candidates = hits.Where(hit => hit.Id != user.Id && Numbers.IsStored(hit, number, options.Ssn)).DistinctBy(hit => hit.Id).ToList();
        if (candidates.Count == 0) return new LinkDecision.NoMatch();
        if (candidates.Any(candidate => Numbers.All(candidate, options.Ssn).Count > 1)) return new LinkDecision.Refused(Reason.NationalIdConflict);
        if (candidates.Any(candidate => candidate.IsBlocked)) return new LinkDecision.Refused(Reason.CandidateBlocked);
        if (!candidates.All(candidate => IsTrusted(candidate, options.Ssn))) return new LinkDecision.Refused(Reason.CandidateConnectionUntrusted);
        return candidates.Count > 1 ? new LinkDecision.Ambiguous(candidates.Count) : Join(user, candidates[0], connection, number, options);
    }

    private static LinkDecision Join(Auth0User user, Auth0User candidate, ConnectionReference connection, NationalId number, LinkingOptions options)
    {
        var primary = Primary.Choose([user, candidate], number, options);
        var secondary = ReferenceEquals(primary, user) ? candidate : user;
        if (Metadata.IsPresent(secondary)) return new LinkDecision.Refused(Reason.MetadataPresent);
        if (!secondary.MainIdentity.IsDatabase) return new LinkDecision.Join(primary, secondary, ConnectionId: null);
        return DatabaseOf(secondary, ReferenceEquals(secondary, user) ? connection : null, options) is { } id
            ? new LinkDecision.Join(primary, secondary, id)
            : new LinkDecision.Refused(Reason.ConnectionUnknown);
    }

    /// <summary>A number in <c>app_metadata</c> is only as good as whoever could write it: a way to sign up that nobody vouches for is none.</summary>
    private static bool IsTrusted(Auth0User candidate, SsnOptions options) => candidate.Identities.All(identity =>
        options.TrustedConnections.Contains(identity.Connection) || options.CandidateConnections.Contains(identity.Connection));

    private static string? DatabaseOf(Auth0User secondary, ConnectionReference? signedInOver, LinkingOptions options)
    {
        var name = secondary.MainIdentity.Connection;
        if (signedInOver?.Name == name && signedInOver.Id is { } posted) return posted;
        return options.Connections.TryGetValue(name, out var listed) ? listed : null;
    }
}

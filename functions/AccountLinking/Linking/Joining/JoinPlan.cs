using AccountLinking.Auth0;
using AccountLinking.Linking.Merging;

namespace AccountLinking.Linking.Joining;

/// <summary>Which accounts become one, and what the one that survives is then.</summary>
/// <param name="Primary">As it was read.</param>
/// <param name="Secondaries">In the order in which their metadata gives way to each other.</param>
/// <param name="SignedIn">Whoever signs in: one of them, or the primary.</param>
/// <param name="Metadata">That of all of them.</param>
/// <param name="Joined">The primary as it will be.</param>
internal sealed record JoinPlan(Auth0User Primary, IReadOnlyList<Secondary> Secondaries, UserId SignedIn, MergedMetadata Metadata, Auth0User Joined)
{
    /// <summary>Whoever signs in first: then he has an account to continue as, whatever becomes of the others.</summary>
    public IEnumerable<Secondary> InOrderOfLinking => Secondaries.OrderBy(secondary => secondary.Account.Id == SignedIn ? 0 : 1);
}

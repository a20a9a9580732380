using AccountLinking.Auth0;
using AccountLinking.Configuration;
using AccountLinking.Linking.Merging;

namespace AccountLinking.Linking.Joining;

/// <summary>Which accounts become one, and what the one that survives is then. Pure.</summary>
internal sealed class JoinPlan
{
    /// <param name="primary">As it was read.</param>
    /// <param name="secondaries">In the order in which their metadata gives way to each other.</param>
    /// <param name="signedIn">One of them, or the primary.</param>
    /// <param name="ssn">Says which accounts' numbers are worth something.</param>
    public JoinPlan(Auth0User primary, IReadOnlyList<Secondary> secondaries, UserId signedIn, SsnOptions ssn)
    {
        (Primary, Secondaries, SignedIn) = (primary, secondaries, signedIn);
        var absorbed = secondaries.Select(secondary => secondary.Account).ToList();
        Metadata = MetadataMerge.Of(primary, absorbed, ssn);
        Joined = JoinedAccount.Of(primary, absorbed, Metadata);
    }

    public Auth0User Primary { get; }

    public IReadOnlyList<Secondary> Secondaries { get; }

    public UserId SignedIn { get; }

    /// <summary>That of all of them.</summary>
    public MergedMetadata Metadata { get; }

    /// <summary>The primary as it will be.</summary>
    public Auth0User Joined { get; }

    public IReadOnlyCollection<Auth0User> Accounts => [Primary, .. Secondaries.Select(secondary => secondary.Account)];

    /// <summary>Whoever signs in first: then he has an account to continue as, whatever becomes of the others.</summary>
    public IEnumerable<Secondary> InOrderOfLinking => Secondaries.OrderBy(secondary => secondary.Account.Id == SignedIn ? 0 : 1);

}

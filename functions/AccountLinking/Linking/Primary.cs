using AccountLinking.Auth0;
using AccountLinking.Configuration;
using AccountLinking.Linking.Rules;

namespace AccountLinking.Linking;

/// <summary>Which account survives: a function of the set of accounts, whatever their order.</summary>
internal static class Primary
{
    /// <summary>The one that survives first.</summary>
    public static IReadOnlyList<Auth0User> Rank(IEnumerable<Auth0User> accounts, Evidence evidence, LinkingOptions options) =>
    [
        .. accounts
            .OrderBy(account => evidence.IsChosen(account) switch { true => 0, false => 1, null => RankOf(account, evidence, options) })
            .ThenBy(account => account.CreatedAt)
            .ThenBy(account => account.Id.ToString(), StringComparer.Ordinal),
    ];

    private static int RankOf(Auth0User account, Evidence evidence, LinkingOptions options) => options.Primary switch
    {
        PrimaryChoice.Existing => evidence.IsEstablished(account) ? 0 : 1,
        PrimaryChoice.PreferConnections => account.Identities.Min(identity => RankOf(identity.Connection, options.PreferConnections)),
        _ => 0,
    };

    private static int RankOf(string connection, string[] preferred) =>
        Array.IndexOf(preferred, connection) is var index && index >= 0 ? index : preferred.Length;
}

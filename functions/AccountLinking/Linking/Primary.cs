using AccountLinking.Auth0;
using AccountLinking.Configuration;

namespace AccountLinking.Linking;

/// <summary>Which account survives: a function of the set of accounts, whatever their order.</summary>
internal static class Primary
{
    public static Auth0User Choose(IEnumerable<Auth0User> accounts, NationalId number, LinkingOptions options) => accounts
        .OrderBy(account => Rank(account, number, options))
        .ThenBy(account => account.CreatedAt)
        .ThenBy(account => account.Id.ToString(), StringComparer.Ordinal)
        .First();

    private static int Rank(Auth0User account, NationalId number, LinkingOptions options) => options.Primary switch
    {
        PrimaryChoice.Existing => Numbers.IsStored(account, number, options.Ssn) ? 0 : 1,
        PrimaryChoice.PreferConnections => account.Identities.Min(identity => RankOf(identity.Connection, options.PreferConnections)),
        _ => 0,
    };

    private static int RankOf(string connection, string[] preferred) =>
        Array.IndexOf(preferred, connection) is var index && index >= 0 ? index : preferred.Length;
}

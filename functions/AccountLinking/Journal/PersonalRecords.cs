using AccountLinking.Auth0;

namespace AccountLinking.Journal;

/// <summary>
/// Finds all records that hold something of a person, from one of the accounts that are or were theirs. Records are found by their
/// accounts; but an account that is absorbed takes along what it had absorbed itself, so that a later record holds that as well.
/// </summary>
internal static class PersonalRecords
{
    /// <param name="findAsync">The records that an account is part of.</param>
    /// <returns>The newest first.</returns>
    public static async Task<IReadOnlyList<LinkRecord>> FindAsync(UserId account, Func<UserId, Task<IReadOnlyList<LinkRecord>>> findAsync)
    {
        Dictionary<UserId, IReadOnlyList<LinkRecord>> asked = [];
        Dictionary<string, LinkRecord> found = [];
        HashSet<UserId> persons = [account];
        for (var isComplete = false; !isComplete;)
        {
            foreach (var id in persons.Concat(found.Values.Select(record => record.PrimaryId)).Except(asked.Keys).ToList()) asked[id] = await findAsync(id);
            var (records, accounts) = (found.Count, persons.Count);
            foreach (var record in asked.Values.SelectMany(records => records).Where(record => HoldsAnyOf(persons, record)).ToList())
            {
                found[record.Id] = record;
                persons.UnionWith(AbsorbedBy(persons, record));
            }

            isComplete = found.Count == records && persons.Count == accounts && found.Values.All(record => asked.ContainsKey(record.PrimaryId));
        }

        return [.. found.Values.OrderByDescending(record => record.Id, StringComparer.Ordinal)];
    }

    private static bool HoldsAnyOf(HashSet<UserId> persons, LinkRecord record) => persons.Any(person => record.Accounts.Any(account => account.Id == person || account.HasIdentity(person)));

    /// <summary>While they are one, they are the same person's.</summary>
    private static IEnumerable<UserId> AbsorbedBy(HashSet<UserId> persons, LinkRecord record) => record.State == LinkState.Linked && persons.Contains(record.PrimaryId)
        ? record.Secondaries.Where(secondary => secondary.IsJoined).Select(secondary => secondary.Id)
        : [];
}

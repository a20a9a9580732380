using System.Text.Json;
using System.Text.Json.Nodes;
using AccountLinking.Auth0;
using AccountLinking.Journal;

namespace AccountLinking.Linking;

/// <summary>
/// <c>app_metadata.account_linking.never</c>: a list of user ids. An account is not joined by a rule with one of these, nor with
/// the account that has one of them absorbed, until the person proves both.
/// </summary>
internal static class Separations
{
    private const string Never = "never";

    /// <summary>Whether one of them was separated from another. A note on either side is enough, and one that nobody can read is of everybody.</summary>
    public static bool AreAmong(IReadOnlyCollection<Auth0User> accounts) => accounts.Any(account =>
        Of(account) is not { } never || accounts.Any(other => other.Id != account.Id && other.Identities.Any(identity => never.Contains(identity.FullId))));

    /// <summary>Whether it was separated from anybody, or so it may be.</summary>
    public static bool Has(Auth0User account) => Of(account) is not { Count: 0 };

    /// <summary>Who is joined stays separated from whom each of them was separated from, but for each other: only the person's own proof joins such.</summary>
    /// <param name="appMetadata">The survivor's, in which this is changed.</param>
    public static void Join(JsonObject appMetadata, Auth0User primary, IReadOnlyCollection<Auth0User> secondaries)
    {
        List<string> own = Of(primary) ?? [];
        HashSet<string> joined = [.. secondaries.Prepend(primary).SelectMany(account => account.Identities).Select(identity => identity.FullId)];
        var left = own.Concat(secondaries.SelectMany(secondary => Of(secondary) ?? [])).Where(id => !joined.Contains(id)).Distinct(StringComparer.Ordinal).ToList();
        if (!left.SequenceEqual(own, StringComparer.Ordinal)) Change(appMetadata, _ => left);
    }

    /// <summary>The account's <c>app_metadata</c> with these noted; what cannot be read gives way to them.</summary>
    public static void Add(JsonObject appMetadata, IEnumerable<UserId> others) => Change(appMetadata, list => list.Union(others.Select(id => id.ToString()), StringComparer.Ordinal));

    /// <summary>The account's <c>app_metadata</c> without these.</summary>
    public static void Remove(JsonObject appMetadata, IEnumerable<UserId> others) => Change(appMetadata, list => list.Except(others.Select(id => id.ToString()), StringComparer.Ordinal));

    /// <summary>What the journal knows of two of them that were joined once, and separated for good. A note on an account may have been overwritten.</summary>
    public static IReadOnlyList<LinkRecord> Among(IEnumerable<LinkRecord> records, IReadOnlyCollection<Auth0User> accounts) =>
        [.. records.Where(record => record.IsSeparation && HasSeparated(record, accounts))];

    /// <summary>When somebody was separated from this account last, or it from somebody; one that is still to be separated is so later than now. Null: never, as far as the journal knows.</summary>
    public static DateTimeOffset? LastOf(IEnumerable<LinkRecord> records, Auth0User account) => records.Max(record => (record, SidesOf(record).Count(side => IsOn(side, account))) switch
    {
        (_, 0) => null,
        ({ IsSeparation: true }, _) => record.ApartSince ?? record.EndedAt,
        ({ IsBeingUndone: true }, 1) => record.ApartSince ?? record.UndoneSince,
        ({ IsBeingUndone: true }, _) => DateTimeOffset.MaxValue,
        _ => null,
    });

    /// <summary>Whether a person has proven, after somebody wanted these accounts to be separated, that both are theirs. What Auth0 carried out late was not meant any more.</summary>
    public static bool IsOverruled(LinkRecord begun, IEnumerable<LinkRecord> records) => records.Any(record =>
        record is { State: LinkState.Linked, Rule: Proof.Rule, MadeOf: null } && record.StartedAt > begun.UndoneSince && HasSeparated(begun, [.. record.Accounts]));

    /// <summary>Whether an identity that was on one side of it is with one of the accounts, and one of another side with another.</summary>
    private static bool HasSeparated(LinkRecord record, IReadOnlyCollection<Auth0User> accounts)
    {
        var sides = SidesOf(record);
        var present = accounts.SelectMany(account => sides.Index().Where(side => IsOn(side.Item, account)).Select(side => (Side: side.Index, account.Id))).ToList();
        return present.Any(one => present.Any(other => other.Side != one.Side && other.Id != one.Id));
    }

    private static List<HashSet<string>> SidesOf(LinkRecord record) =>
        [.. record.Secondaries.Where(secondary => secondary.IsJoined).Select(secondary => IdentitiesOf(secondary.Account)).Prepend(IdentitiesOf(record.PrimaryAccount))];

    private static bool IsOn(HashSet<string> side, Auth0User account) => account.Identities.Any(identity => side.Contains(identity.FullId));

    private static HashSet<string> IdentitiesOf(Auth0User account) => [.. account.Identities.Select(identity => identity.FullId)];

    private static void Change(JsonObject appMetadata, Func<IEnumerable<string>, IEnumerable<string>> change)
    {
        var marker = appMetadata[AccountNote.Key] as JsonObject ?? [];
        var list = (marker[Never] as JsonArray)?.Select(id => id is JsonValue value && value.TryGetValue<string>(out var text) ? text : null).OfType<string>() ?? [];
        List<string> changed = [.. change(list)];
        if (changed.Count > 0) marker[Never] = new JsonArray([.. changed.Select(id => JsonValue.Create(id))]);
        else marker.Remove(Never);
        if (marker.Count > 0) appMetadata[AccountNote.Key] = marker.DeepClone();
        else appMetadata.Remove(AccountNote.Key);
    }

    /// <summary>Null: something stands there, and it is no list of user ids.</summary>
    private static List<string>? Of(Auth0User account)
    {
        var note = account.AppMetadata is { } metadata && Json.Property(metadata, AccountNote.Key) is { } marker ? Json.Property(marker, Never) : null;
        if (note is null or { ValueKind: JsonValueKind.Null }) return [];
        if (note is not { ValueKind: JsonValueKind.Array } list) return null;
        var ids = list.EnumerateArray().Select(id => id.ValueKind == JsonValueKind.String && Json.TryText(id, out var text) ? text : null).ToList();
        return ids.Contains(null) ? null : [.. ids.OfType<string>().Distinct(StringComparer.Ordinal)];
    }
}

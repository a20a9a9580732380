using System.Text.Json.Nodes;
using AccountLinking.Auth0;
using AccountLinking.Auth0.Profiles;
using AccountLinking.Journal;
using AccountLinking.Linking.Merging;
using AccountLinking.Linking.NationalIds;

namespace AccountLinking.Linking.Unlinking;

/// <summary>What two accounts have to become so that they are what they were, as far as nobody has changed them since. Pure.</summary>
internal static class Restoration
{
    /// <summary>Of the account that survived, or whoever has absorbed it since.</summary>
    public static MetadataPatch OfHolder(LinkRecord record, Undoing undoing, Auth0User now)
    {
        var back = undoing.TakeBackFrom(now);
        var app = AccountMetadata.Apply(AccountMetadata.AppOf(now), back.AppMetadata);
        var user = AccountMetadata.Apply(AccountMetadata.UserOf(now), back.UserMetadata);
        // Else it once had what the link had brought, and no more: what is known of it is its own.
        if (record.JoinedIds.Any(now.HasIdentity)) ForgetKnown(record.PrimaryAccount, now, user, app);
        Note(app, now, SeparatedFrom(record));
        return new MetadataPatch(AccountMetadata.Changes(AccountMetadata.UserOf(now), user), AccountMetadata.Changes(AccountMetadata.AppOf(now), app));
    }

    /// <summary>All that leaves the survivor: what came along with another's account may leave that one, too.</summary>
    private static IEnumerable<UserId> SeparatedFrom(LinkRecord record) => record.Secondaries.Where(secondary => secondary.IsJoined)
        .SelectMany(secondary => secondary.Account.IdentityIds.Prepend(secondary.Id)).Distinct();

    /// <summary>Of an account that was absorbed and is one of its own again: what it had, and what it has got since.</summary>
    /// <param name="others">Whom it must not be joined with again.</param>
    /// <param name="leftovers">Gets what Auth0 would not take.</param>
    public static MetadataPatch OfAbsorbed(AbsorbedAccount absorbed, Auth0User now, IEnumerable<UserId> others, Leftovers leftovers)
    {
        var before = absorbed.Account;
        var (user, app) = (AccountMetadata.UserOf(now), AccountMetadata.AppOf(now));
        var (userBefore, appBefore) = (AccountMetadata.UserOf(before), AccountMetadata.AppOf(before));
        // A record of the CRM's is whole or not at all.
        if (CrmCopy.RecordOf(now) is not null) ForgetSync(userBefore, appBefore, before);
        var restored = JsonMerge.OfObjects(app, leftovers.StripReserved(appBefore));
        Note(restored, now, others);
        return new MetadataPatch(AccountMetadata.Changes(user, JsonMerge.OfObjects(user, leftovers.Strip(userBefore))), AccountMetadata.Changes(app, restored));
    }

    /// <summary>A login after the link may have noted whose number it is; whoever is right about that notes it again.</summary>
    private static void ForgetKnown(Auth0User before, Auth0User now, JsonObject user, JsonObject app)
    {
        if (Fingerprint.Of(before) != Fingerprint.Of(now)) app.Remove(Fingerprint.Key);
        if (!IsSameSync(before, now)) ForgetSync(user, app, now);
    }

    private static bool IsSameSync(Auth0User before, Auth0User now) =>
        JsonNode.DeepEquals(AccountMetadata.AppOf(before)[CrmCopy.RecordKey], AccountMetadata.AppOf(now)[CrmCopy.RecordKey]);

    /// <summary>A sync after the link may have been for the other one's phone number; the next one asks about this account's own.</summary>
    private static void ForgetSync(JsonObject userMetadata, JsonObject appMetadata, Auth0User account)
    {
        foreach (var key in CrmCopy.KeysOf(account)) userMetadata.Remove(key);
        appMetadata.Remove(CrmCopy.RecordKey);
    }

    /// <summary>Nobody is separated from himself: an account that was absorbed may have absorbed the other one since.</summary>
    private static void Note(JsonObject appMetadata, Auth0User now, IEnumerable<UserId> others) => Separations.Add(appMetadata, others.Where(other => other != now.Id));

    /// <summary>Of either account, when a separation that was for good is so no more.</summary>
    public static MetadataPatch Reunitable(Auth0User now, IReadOnlyCollection<UserId> others)
    {
        var app = AccountMetadata.AppOf(now);
        Separations.Remove(app, others);
        return new MetadataPatch(userMetadata: null, AccountMetadata.Changes(AccountMetadata.AppOf(now), app));
    }
}

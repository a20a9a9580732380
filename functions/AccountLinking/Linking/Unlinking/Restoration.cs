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
    /// <param name="others">Whom it must not be joined with again.</param>
    public static MetadataPatch OfHolder(LinkRecord record, Undoing undoing, Auth0User now, IEnumerable<UserId> others)
    {
        var back = undoing.TakeBackFrom(now);
        var app = AccountMetadata.Apply(AccountMetadata.AppOf(now), back.AppMetadata);
        // A login after the link may have noted whose number it is; whoever is right about that notes it again.
        if (Fingerprint.Of(record.PrimaryAccount) != Fingerprint.Of(now)) app.Remove(Fingerprint.Key);
        var user = AccountMetadata.Apply(AccountMetadata.UserOf(now), back.UserMetadata);
        if (!IsSameSync(record.PrimaryAccount, now)) ForgetSync(user, app, now);
        Note(app, now, others);
        return new MetadataPatch(AccountMetadata.Changes(AccountMetadata.UserOf(now), user), AccountMetadata.Changes(AccountMetadata.AppOf(now), app));
    }

    /// <summary>Of an account that was absorbed and is one of its own again: what it had, and what it has got since.</summary>
    /// <param name="others">Likewise.</param>
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

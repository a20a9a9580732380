using System.Text.Json.Nodes;
using AccountLinking.Auth0;
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
        Note(app, now, others);
        return new MetadataPatch(back.UserMetadata, AccountMetadata.Changes(AccountMetadata.AppOf(now), app));
    }

    /// <summary>Of an account that was absorbed and is one of its own again: what it had, and what it has got since.</summary>
    /// <param name="others">Likewise.</param>
    /// <param name="leftovers">Gets what Auth0 would not take.</param>
    public static MetadataPatch OfAbsorbed(AbsorbedAccount absorbed, Auth0User now, IEnumerable<UserId> others, Leftovers leftovers)
    {
        var before = absorbed.Account;
        var (user, app) = (AccountMetadata.UserOf(now), AccountMetadata.AppOf(now));
        var restored = JsonMerge.OfObjects(app, leftovers.StripReserved(AccountMetadata.AppOf(before)));
        Note(restored, now, others);
        return new MetadataPatch(AccountMetadata.Changes(user, JsonMerge.OfObjects(user, leftovers.Strip(AccountMetadata.UserOf(before)))), AccountMetadata.Changes(app, restored));
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

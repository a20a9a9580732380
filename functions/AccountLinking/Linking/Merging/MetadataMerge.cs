using System.Text.Json.Nodes;
using AccountLinking.Auth0;
using AccountLinking.Auth0.Profiles;
using AccountLinking.Configuration;
using AccountLinking.Linking.NationalIds;

namespace AccountLinking.Linking.Merging;

/// <summary>
/// What becomes of the metadata of accounts that are joined, of which Auth0 itself keeps the survivor's alone. Pure.
/// <c>user_metadata</c> and <c>app_metadata</c> are merged separately, by <see cref="JsonMerge"/>. What the CRM says of the survivor's phone number stands; what it
/// said of the others' goes, record and copy: the next sync asks about the account that there is then.
/// </summary>
internal static class MetadataMerge
{
    /// <param name="secondaries">In the order in which they give way to each other.</param>
    /// <param name="ssn">Says which accounts' numbers are worth something.</param>
    public static MergedMetadata Of(Auth0User primary, IEnumerable<Auth0User> secondaries, SsnOptions ssn)
    {
        var absorbed = secondaries.ToList();
        var notCopied = new Leftovers();
        var (user, app) = (AccountMetadata.UserOf(primary), AccountMetadata.AppOf(primary));
        var mergedUser = absorbed.Aggregate(user, (all, secondary) => Merge(all, notCopied.Strip(OwnOf(secondary, primary)), notCopied));
        var mergedApp = absorbed.Aggregate(app, (all, secondary) => Merge(all, notCopied.StripApp(AccountMetadata.AppOf(secondary), UnvouchedKey(secondary, ssn)), notCopied));
        AddOwn(mergedApp, primary, absorbed, ssn);
        return new MergedMetadata(mergedUser, mergedApp, new MetadataPatch(AccountMetadata.Changes(user, mergedUser), AccountMetadata.Changes(app, mergedApp)), notCopied.ToReport());
    }

    /// <summary>A copy that somebody's own were mixed into would be none, and be written over by the next sync.</summary>
    private static JsonObject OwnOf(Auth0User secondary, Auth0User primary)
    {
        var own = CrmCopy.OwnMetadataOf(secondary);
        foreach (var key in CrmCopy.KeysOf(primary)) own.Remove(key);
        return own;
    }

    /// <summary>Auth0 replaces first-level keys whole: one that holds what it does not take cannot be sent again, and stays as it is.</summary>
    private static JsonObject Merge(JsonObject primary, JsonObject secondary, Leftovers notCopied)
    {
        JsonObject mergeable = [];
        foreach (var (key, value) in secondary)
        {
            if (primary[key] is { } stands && Leftovers.HoldsUnstorable(stands)) notCopied.Unstorable++;
            else mergeable[key] = value?.DeepClone();
        }

        return JsonMerge.OfObjects(primary, mergeable);
    }

    /// <summary>
    /// Whoever could write a number on an account that nobody vouches for would have it, on the survivor, on one that somebody vouches for:
    /// as soon as the link fails or is undone.
    /// </summary>
    private static string? UnvouchedKey(Auth0User secondary, SsnOptions ssn) => ssn.VouchFor(secondary) ? null : ssn.MetadataKey;

    private static void AddOwn(JsonObject merged, Auth0User primary, IReadOnlyList<Auth0User> secondaries, SsnOptions ssn)
    {
        Separations.Join(merged, primary, secondaries);
        // The number is proven for whichever of them has it: another one would have kept them apart.
        var fingerprint = Fingerprint.Of(primary) ?? secondaries.Where(ssn.VouchFor).Select(Fingerprint.Of).FirstOrDefault(known => known is not null);
        if (fingerprint is { } found && merged[Fingerprint.Key] is null) merged[Fingerprint.Key] = found.ToString();
    }
}

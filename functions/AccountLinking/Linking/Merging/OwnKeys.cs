using AccountLinking.Auth0.Profiles;
using AccountLinking.Linking.NationalIds;

namespace AccountLinking.Linking.Merging;

/// <summary>The service's keys in <c>app_metadata</c>. They follow rules of their own: they tell of one account, not of a person.</summary>
internal static class OwnKeys
{
    public static readonly IReadOnlySet<string> InAppMetadata = new HashSet<string>(StringComparer.Ordinal) { AccountNote.Key, CrmCopy.RecordKey, Fingerprint.Key };

    /// <summary>Nobody else can have it for something of his own.</summary>
    public static bool IsTaken(string key) => MetadataKeys.ReservedInAppMetadata.Contains(key) || InAppMetadata.Contains(key);
}

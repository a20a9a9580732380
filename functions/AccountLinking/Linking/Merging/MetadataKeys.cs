using AccountLinking.Linking.NationalIds;

namespace AccountLinking.Linking.Merging;

/// <summary>Keys that are no ordinary ones.</summary>
internal static class MetadataKeys
{
    /// <summary>https://auth0.com/docs/manage-users/user-accounts/metadata/metadata-fields-data and bulk-user-import-schema.</summary>
    public static readonly IReadOnlySet<string> ReservedInAppMetadata = new HashSet<string>(StringComparer.Ordinal)
    {
        "__tenant", "_id", "blocked", "clientID", "created_at", "email", "email_verified", "globalClientID", "global_client_id", "identities", "lastIP", "lastLogin",
        "loginsCount", "metadata", "multifactor", "multifactor_last_modified", "updated_at", "user_id", "username",
    };

    /// <summary>Ours follow rules of their own: they tell of one account, not of a person.</summary>
    public static readonly IReadOnlySet<string> OwnInAppMetadata = new HashSet<string>(StringComparer.Ordinal) { AccountNote.Key, "crm_sync", Fingerprint.Key };

    public static bool IsTaken(string key) => ReservedInAppMetadata.Contains(key) || OwnInAppMetadata.Contains(key);

    /// <summary>Auth0 refuses the whole patch for one of these, however deep it stands.</summary>
    public static bool IsUnstorable(string key) => key.Contains('.', StringComparison.Ordinal) || key.Contains('$', StringComparison.Ordinal);
}

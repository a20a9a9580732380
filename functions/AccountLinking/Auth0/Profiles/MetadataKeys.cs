namespace AccountLinking.Auth0.Profiles;

/// <summary>Keys of metadata that Auth0 does not take.</summary>
internal static class MetadataKeys
{
    /// <summary>https://auth0.com/docs/manage-users/user-accounts/metadata/metadata-fields-data and bulk-user-import-schema.</summary>
    public static readonly IReadOnlySet<string> ReservedInAppMetadata = new HashSet<string>(StringComparer.Ordinal)
    {
        "__tenant", "_id", "blocked", "clientID", "created_at", "email", "email_verified", "globalClientID", "global_client_id", "identities", "lastIP", "lastLogin",
        "loginsCount", "metadata", "multifactor", "multifactor_last_modified", "updated_at", "user_id", "username",
    };

    /// <summary>Auth0 refuses the whole patch for one of these, however deep it stands.</summary>
    public static bool IsUnstorable(string key) => key.Contains('.', StringComparison.Ordinal) || key.Contains('$', StringComparison.Ordinal);
}

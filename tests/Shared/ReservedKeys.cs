namespace AccountLinking.TestSupport;

public static class ReservedKeys
{
    /// <summary>https://auth0.com/docs/manage-users/user-accounts/metadata/metadata-fields-data, and what Auth0 refuses besides.</summary>
    public static TheoryData<string> InAppMetadata =>
    [
        "__tenant", "_id", "blocked", "clientID", "created_at", "email_verified", "email", "globalClientID", "global_client_id", "identities", "lastIP", "lastLogin",
        "loginsCount", "metadata", "multifactor_last_modified", "multifactor", "updated_at", "user_id", "username",
    ];
}

using AccountLinking.Sandbox.Json;
using AccountLinking.Sandbox.Tenant.Users;

namespace AccountLinking.Sandbox.Tenant.ManagementApi;

/// <summary>The account that <c>POST /api/v2/users</c> creates, with the attributes that Auth0 fills in.</summary>
public static class NewUser
{
    private static readonly string[] NotStored = ["connection", "user_id", "password", "verify_email", "user_metadata", "app_metadata"];

    public static TenantUser Create(JsonMap body, Connection connection, string subject, DateTimeOffset now)
    {
        if (connection is { IsDatabase: false, IsPasswordless: false })
            throw ManagementApiException.OperationNotSupported(
                "Connection does not support user creation through the API. It must either be a database or passwordless connection.");
        foreach (var required in connection.IsDatabase ? (string[])["email", "password"] : ["phone_number"])
        {
            if (!body.ContainsKey(required)) throw ManagementApiException.InvalidBody($"Payload validation error: 'Missing required property: {required}'.");
        }

        var identity = connection.IdentityOf(subject);
        return new TenantUser(
            identity.FullId,
            NewAccount.Attributes(Profile(body), subject, now),
            [identity],
            body.TryGetValue("user_metadata", out var userMetadata) ? JsonMap.From(userMetadata) : null,
            body.TryGetValue("app_metadata", out var appMetadata) ? JsonMap.From(appMetadata) : JsonMap.Empty);
    }

    /// <summary>Auth0's own user store keeps addresses in lower case.</summary>
    private static JsonMap Profile(JsonMap body)
    {
        var profile = body.Where(name => !NotStored.Contains(name));
        return profile.Text("email") is { } email ? profile.With("email", email.ToLowerInvariant()) : profile;
    }
}

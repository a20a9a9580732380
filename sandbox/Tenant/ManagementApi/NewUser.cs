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
            Attributes(body, now),
            [identity],
            body.TryGetValue("user_metadata", out var userMetadata) ? JsonMap.From(userMetadata) : null,
            body.TryGetValue("app_metadata", out var appMetadata) ? JsonMap.From(appMetadata) : JsonMap.Empty);
    }

    private static JsonMap Attributes(JsonMap body, DateTimeOffset now)
    {
        var attributes = JsonMap.Empty.With("created_at", Timestamp.Format(now)).With("updated_at", Timestamp.Format(now));
        if (body.Text("email")?.ToLowerInvariant() is { } email)
        {
            attributes = attributes
                .With("email_verified", false)
                .With("name", email)
                .With("nickname", email.Split('@')[0])
                .With("picture", Gravatar.Of(email));
            body = body.With("email", email);
        }
        else
        {
            attributes = attributes.With("name", body.Text("phone_number")!);
        }

        return attributes.With(body.Where(name => !NotStored.Contains(name)));
    }
}

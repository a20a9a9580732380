using System.Text.Json;
using AccountLinking.Sandbox.Json;
using AccountLinking.Sandbox.Tenant.Users;

namespace AccountLinking.Sandbox.Tenant.ManagementApi;

/// <summary>What <c>PATCH /api/v2/users/{id}</c> does to a user: a pure function, its refusals included.</summary>
public static class UserPatch
{
    private static readonly string[] ProfileAttributes = ["family_name", "given_name", "name", "nickname", "picture"];
    private static readonly string[] DatabaseAttributes = ["email", "email_verified", "username", "password"];
    private static readonly string[] PhoneAttributes = ["phone_number", "phone_verified"];

    /// <summary>Orders to Auth0, not attributes of the user.</summary>
    private static readonly string[] Instructions = ["connection", "client_id", "password", "verify_email", "verify_phone_number", "user_metadata", "app_metadata"];

    private static readonly (string One, string Other)[] NotTogether =
        [("password", "email"), ("password", "email_verified"), ("username", "email"), ("username", "email_verified"), ("username", "password")];

    /// <exception cref="ManagementApiException">Auth0 would not make this change; nothing is changed.</exception>
    public static TenantUser Apply(TenantUser user, JsonMap body, Connections connections, DateTimeOffset now)
    {
        RefuseCombinations(body);
        RefuseByConnection(user, body, connections);

        var changes = JsonMap.Empty.With(body
            .Where(change => !Instructions.Contains(change.Key))
            .Select(change => KeyValuePair.Create(change.Key, Normalised(change.Key, change.Value))));
        var attributes = Verification.Reset(user.Attributes, changes)
            .Aggregate(user.Attributes, (all, change) => Set(all, change.Key, change.Value));
        if (body.ContainsKey("password")) attributes = attributes.With("last_password_reset", Timestamp.Format(now));
        return (user with
        {
            Attributes = attributes,
            UserMetadata = body.TryGetValue("user_metadata", out var userMetadata) ? Merge(user.UserMetadata, userMetadata) : user.UserMetadata,
            AppMetadata = body.TryGetValue("app_metadata", out var appMetadata) ? Merge(user.AppMetadata, appMetadata) : user.AppMetadata,
        }).Touched(now);
    }

    /// <summary>
    /// Auth0 merges metadata at the first level only: a nested object replaces the old one whole, <c>null</c> removes a
    /// property, and <c>{}</c> removes them all.
    /// </summary>
    public static JsonMap Merge(JsonMap? current, JsonElement change)
    {
        var changes = JsonMap.From(change);
        return changes.Count == 0 ? JsonMap.Empty : changes.Aggregate(current ?? JsonMap.Empty, (all, property) => Set(all, property.Key, property.Value));
    }

    private static JsonMap Set(JsonMap map, string key, JsonElement value) =>
        value.ValueKind == JsonValueKind.Null ? map.Without(key) : map.With(key, value);

    /// <summary>Auth0's own user store keeps addresses in lower case.</summary>
    private static JsonElement Normalised(string attribute, JsonElement value) =>
        attribute == "email" && value.GetString() is { } email ? JsonValue.Of(email.ToLowerInvariant()) : value;

    private static void RefuseCombinations(JsonMap body)
    {
        foreach (var (one, other) in NotTogether)
        {
            if (body.ContainsKey(one) && body.ContainsKey(other))
                throw ManagementApiException.OperationNotSupported($"Cannot update {one} and {other} simultaneously.");
        }
    }

    private static void RefuseByConnection(TenantUser user, JsonMap body, Connections connections)
    {
        var named = body.Text("connection");
        if (named is not null && connections.Named(named) is null) throw ManagementApiException.InexistentConnection();

        var connection = connections.Named(user.MainIdentity.Connection);
        var updatable = connection switch
        {
            { IsDatabase: true } => [.. ProfileAttributes, .. DatabaseAttributes],
            { IsPasswordless: true } => [.. ProfileAttributes, .. PhoneAttributes],
            _ => (string[])[],
        };
        string[] sent = [.. ((string[])[.. DatabaseAttributes, .. PhoneAttributes, .. ProfileAttributes]).Where(body.ContainsKey)];
        if (sent.Length > 0 && named is not null && named != user.MainIdentity.Connection)
            throw ManagementApiException.OperationNotSupported(
                $"The following user attributes cannot be updated: {string.Join(", ", sent)}. The specified connection belongs to a secondary identity.");
        if (sent.Except(updatable).ToArray() is { Length: > 0 } refused)
            throw ManagementApiException.OperationNotSupported(
                $"The following user attributes cannot be updated: {string.Join(", ", refused)}. The connection ({user.MainIdentity.Connection}) must either be "
                + "a database connection (using the Auth0 store), a passwordless connection (email or sms) or has disabled 'Sync user profile attributes at each login'.");
    }
}

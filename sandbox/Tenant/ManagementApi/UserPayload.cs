using System.Text.Json;
using System.Text.RegularExpressions;
using AccountLinking.Sandbox.Json;

namespace AccountLinking.Sandbox.Tenant.ManagementApi;

/// <summary>
/// What a body that creates or updates a user may hold: the properties of Auth0's API description, and the rules for metadata
/// keys. See https://auth0.com/docs/manage-users/user-accounts/metadata/metadata-fields-data.
/// </summary>
public static partial class UserPayload
{
    private static readonly HashSet<string> ForbiddenInAppMetadata = new(StringComparer.Ordinal)
    {
        "__tenant", "_id", "blocked", "clientID", "created_at", "email_verified", "email", "globalClientID", "global_client_id", "identities",
        "lastIP", "lastLogin", "loginsCount", "metadata", "multifactor_last_modified", "multifactor", "updated_at", "user_id", "username",
    };

    private static readonly PayloadSchema CreateSchema = new(
    [
        .. Common(nullable: false),
        new PayloadProperty("connection", "string", MinLength: 1),
        new PayloadProperty("user_id", "string", MaxLength: 255) { Pattern = NoSpace() },
        new PayloadProperty("password", "string", MinLength: 1),
        new PayloadProperty("verify_email", "boolean"),
    ]);

    private static readonly PayloadSchema UpdateSchema = new(
    [
        .. Common(nullable: true),
        new PayloadProperty("connection", "string", MinLength: 1),
        new PayloadProperty("client_id", "string", MinLength: 1),
        new PayloadProperty("password", "string", Nullable: true, MinLength: 1),
        new PayloadProperty("verify_email", "boolean"),
        new PayloadProperty("verify_phone_number", "boolean"),
    ]);

    public static void ValidateCreate(JsonMap body)
    {
        CreateSchema.Validate(body, "connection");
        ValidateMetadata(body);
    }

    public static void ValidateUpdate(JsonMap body)
    {
        UpdateSchema.Validate(body);
        ValidateMetadata(body);
    }

    private static IEnumerable<PayloadProperty> Common(bool nullable) =>
    [
        new("email", "string", nullable) { IsEmail = true },
        new("email_verified", "boolean"),
        new("phone_number", "string", nullable) { Pattern = E164() },
        new("phone_verified", "boolean"),
        new("name", "string", nullable, MinLength: 1, MaxLength: 300),
        new("nickname", "string", nullable, MinLength: 1, MaxLength: 300),
        new("given_name", "string", nullable, MinLength: 1, MaxLength: 150),
        new("family_name", "string", nullable, MinLength: 1, MaxLength: 150),
        new("picture", "string", nullable),
        new("username", "string", nullable, MinLength: 1, MaxLength: 128),
        new("blocked", "boolean"),
        new("user_metadata", "object"),
        new("app_metadata", "object"),
    ];

    public static void ValidateMetadata(JsonMap body)
    {
        foreach (var name in (string[])["user_metadata", "app_metadata"])
        {
            if (body.TryGetValue(name, out var metadata)) ValidateKeys(metadata);
        }

        if (body.TryGetValue("app_metadata", out var appMetadata)
            && JsonMap.From(appMetadata).Keys.FirstOrDefault(ForbiddenInAppMetadata.Contains) is { } forbidden)
            throw ManagementApiException.InvalidBody($"Forbidden attribute in app_metadata: {forbidden}");
    }

    private static void ValidateKeys(JsonElement value)
    {
        if (value.ValueKind == JsonValueKind.Array)
        {
            foreach (var item in value.EnumerateArray()) ValidateKeys(item);
            return;
        }

        if (value.ValueKind != JsonValueKind.Object) return;
        foreach (var property in value.EnumerateObject())
        {
            if (property.Name.Contains('.', StringComparison.Ordinal))
                throw ManagementApiException.InvalidBody($"Fields with \".\" are not allowed, please remove all dotted fields. Example: \"{property.Name}\"");
            if (property.Name.Contains('$', StringComparison.Ordinal))
                throw ManagementApiException.InvalidBody($"Fields with \"$\" are not allowed. Example: \"{property.Name}\"");
            ValidateKeys(property.Value);
        }
    }

    [GeneratedRegex(@"^\S*$", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex NoSpace();

    [GeneratedRegex(@"^\+[0-9]{1,15}$", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex E164();
}

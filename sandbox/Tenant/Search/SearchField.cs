using System.Globalization;
using System.Text.Json;
using AccountLinking.Sandbox.Json;
using AccountLinking.Sandbox.Tenant.Users;

namespace AccountLinking.Sandbox.Tenant.Search;

/// <summary>
/// A searchable field of a user: a root attribute, or a path into <c>identities</c>, <c>user_metadata</c> or
/// <c>app_metadata</c>, in which array levels are left out.
/// See https://auth0.com/docs/manage-users/user-accounts/user-profiles/user-profile-structure (attributes marked "search").
/// </summary>
public sealed class SearchField
{
    private static readonly HashSet<string> Attributes = new(StringComparer.Ordinal)
    {
        "user_id", "email", "email_verified", "name", "given_name", "family_name", "nickname", "username", "phone_number", "phone_verified",
        "blocked", "created_at", "updated_at", "last_login", "last_ip", "logins_count",
    };

    private static readonly HashSet<string> Containers = new(StringComparer.Ordinal) { "identities", "user_metadata", "app_metadata" };

    /// <summary>Auth0 compares everything else with regard to case.</summary>
    private static readonly HashSet<string> CaseInsensitive = new(StringComparer.Ordinal) { "email", "name", "given_name", "family_name", "nickname" };

    private readonly string[] _path;
    private readonly StringComparison _comparison;

    private SearchField(string[] path)
    {
        _path = path;
        _comparison = path.Length == 1 && CaseInsensitive.Contains(path[0]) ? StringComparison.OrdinalIgnoreCase : StringComparison.Ordinal;
    }

    /// <summary>Null for a field that Auth0 does not index: raw claims of an identity provider, for example.</summary>
    public static SearchField? Parse(string name)
    {
        var path = name.Split('.');
        var known = path.Length == 1 ? Attributes.Contains(name) : Containers.Contains(path[0]) && !path.Contains(string.Empty);
        return known ? new SearchField(path) : null;
    }

    public bool Holds(TenantUser user, string value) =>
        Values(user).Any(found => Equal(found, value));

    private IEnumerable<JsonElement> Values(TenantUser user) => _path[0] switch
    {
        "user_id" => [JsonValue.Of(user.UserId)],
        "identities" => user.Identities.SelectMany(identity => Values(identity.ToJson(), depth: 1)),
        "user_metadata" => Values(user.UserMetadata ?? JsonMap.Empty, depth: 1),
        "app_metadata" => Values(user.AppMetadata, depth: 1),
        _ => Values(user.Attributes, depth: 0),
    };

    private IEnumerable<JsonElement> Values(JsonMap map, int depth) =>
        map.TryGetValue(_path[depth], out var value) ? Values(value, depth + 1) : [];

    private IEnumerable<JsonElement> Values(JsonElement element, int depth)
    {
        if (element.ValueKind == JsonValueKind.Array) return element.EnumerateArray().SelectMany(item => Values(item, depth));
        if (depth == _path.Length) return [element];
        return element.ValueKind == JsonValueKind.Object && element.TryGetProperty(_path[depth], out var inner) ? Values(inner, depth + 1) : [];
    }

    private bool Equal(JsonElement found, string value) => found.ValueKind switch
    {
        JsonValueKind.String => string.Equals(found.GetString(), value, _comparison),
        JsonValueKind.True => value == "true",
        JsonValueKind.False => value == "false",
        JsonValueKind.Number => decimal.TryParse(value, NumberStyles.Float & ~(NumberStyles.AllowLeadingWhite | NumberStyles.AllowTrailingWhite), CultureInfo.InvariantCulture, out var number)
            && found.TryGetDecimal(out var other) && number == other,
        _ => false,
    };
}

using AccountLinking.Sandbox.Json;

namespace AccountLinking.Sandbox.Tenant.ManagementApi;

/// <summary>The <c>fields</c> and <c>include_fields</c> parameters: which properties of a user the answer holds.</summary>
public sealed class FieldSelection
{
    public static readonly string[] Parameters = ["fields", "include_fields"];

    private static readonly string[] Known =
    [
        "phone_number", "email", "email_verified", "picture", "username", "user_id", "name", "nickname", "created_at", "identities", "app_metadata",
        "user_metadata", "last_ip", "last_login", "logins_count", "updated_at", "blocked", "family_name", "given_name",
    ];

    private readonly HashSet<string> _fields;
    private readonly bool _include;

    private FieldSelection(IEnumerable<string> fields, bool include) => (_fields, _include) = (fields.ToHashSet(StringComparer.Ordinal), include);

    public static FieldSelection Read(QueryParameters query)
    {
        var text = query.Text("fields") ?? string.Empty;
        var fields = text.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        return fields.Except(Known).Any()
            ? throw ManagementApiException.InvalidQuery(
                $"Query validation error: 'String '{text}' does not match pattern. Must be a comma separated list of the following values: {string.Join(',', Known)}' on property fields.")
            : new FieldSelection(fields, query.Flag("include_fields") ?? true);
    }

    public JsonMap Apply(JsonMap user) => _fields.Count == 0 ? user : user.Where(name => _fields.Contains(name) == _include);
}

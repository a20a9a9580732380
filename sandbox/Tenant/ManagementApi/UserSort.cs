using System.Text.Json;
using AccountLinking.Sandbox.Tenant.Users;

namespace AccountLinking.Sandbox.Tenant.ManagementApi;

/// <summary>The order of a list of users: by default the oldest first.</summary>
public sealed class UserSort
{
    public static readonly UserSort Default = new("created_at", descending: false);

    private readonly string _field;
    private readonly bool _descending;

    private UserSort(string field, bool descending) => (_field, _descending) = (field, descending);

    /// <summary>Reads Auth0's <c>field:1</c> or <c>field:-1</c>. Metadata cannot be sorted on.</summary>
    public static UserSort Parse(string? sort)
    {
        if (sort is null) return Default;
        var parts = sort.Split(':');
        if (parts.Length != 2 || parts[0].Length == 0 || parts[1] is not ("1" or "-1") || parts[0].Contains("metadata", StringComparison.Ordinal))
            throw ManagementApiException.InvalidQuery($"Query validation error: 'String does not match pattern field:1 or field:-1: {sort}' on property sort.");
        return new UserSort(parts[0], parts[1] == "-1");
    }

    public IEnumerable<TenantUser> Apply(IEnumerable<TenantUser> users)
    {
        var sorted = _descending ? users.OrderByDescending(Key, StringComparer.Ordinal) : users.OrderBy(Key, StringComparer.Ordinal);
        return sorted.ThenBy(user => user.UserId, StringComparer.Ordinal);
    }

    private string Key(TenantUser user)
    {
        if (_field == "user_id") return user.UserId;
        if (!user.Attributes.TryGetValue(_field, out var value)) return string.Empty;
        return value.ValueKind == JsonValueKind.Number ? value.GetDouble().ToString("00000000000000000000.######", null) : value.ToString();
    }
}

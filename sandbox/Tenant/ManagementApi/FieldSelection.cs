using AccountLinking.Sandbox.Json;

namespace AccountLinking.Sandbox.Tenant.ManagementApi;

/// <summary>The <c>fields</c> and <c>include_fields</c> parameters: which properties of a user the answer holds.</summary>
public sealed class FieldSelection
{
    public static readonly string[] Parameters = ["fields", "include_fields"];

    private readonly HashSet<string> _fields;
    private readonly bool _include;

    private FieldSelection(IEnumerable<string> fields, bool include) => (_fields, _include) = (fields.ToHashSet(StringComparer.Ordinal), include);

    public static FieldSelection Read(QueryParameters query) =>
        new((query.Text("fields") ?? string.Empty).Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries), query.Flag("include_fields") ?? true);

    public JsonMap Apply(JsonMap user) => _fields.Count == 0 ? user : user.Where(name => _fields.Contains(name) == _include);
}

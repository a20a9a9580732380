using System.Text.Json.Nodes;
using AccountLinking.Configuration;

namespace AccountLinking.CrmSync;

/// <summary>A claim of the ID token.</summary>
/// <param name="Name">With its namespace. Not a key in the record: Auth0 takes none with a <c>.</c> in it.</param>
internal sealed record CrmClaim(string Name, JsonNode Value)
{
    /// <param name="fields">The CRM's. One that it does not have is no claim.</param>
    public static IReadOnlyList<CrmClaim> Of(JsonObject fields, CrmOptions options) =>
        [.. options.ClaimFields.Distinct(StringComparer.Ordinal).Select(field => Of(field, fields, options.Namespace)).OfType<CrmClaim>()];

    private static CrmClaim? Of(string field, JsonObject fields, string prefix) => field == CrmOptions.AllFields
        ? new CrmClaim(prefix, fields.DeepClone())
        : fields[field] is { } value ? new CrmClaim(prefix + field, value.DeepClone()) : null;
}

using System.Text.Json;
using System.Text.Json.Nodes;

namespace AccountLinking.Auth0.Profiles;

/// <summary>
/// What the CRM sync has written on an account: its record, <c>app_metadata.crm_sync</c>, which people cannot edit, and in <c>user_metadata</c> copies of
/// the CRM's fields, whose names the record knows. It tells of the account's own phone number, so it goes nowhere with a link.
/// </summary>
internal static class CrmCopy
{
    public const string RecordKey = "crm_sync";
    public const string KeysOfCopy = "keys";

    /// <summary>Whatever stands there.</summary>
    public static JsonElement? RecordOf(Auth0User account) => account.AppMetadata is { } metadata ? Json.Property(metadata, RecordKey) : null;

    /// <summary>The keys of <c>user_metadata</c> that are the CRM's; none where the record is none.</summary>
    public static IReadOnlySet<string> KeysOf(Auth0User account) =>
        RecordOf(account) is { } record && Json.Property(record, KeysOfCopy) is { ValueKind: JsonValueKind.Array } keys
            ? keys.EnumerateArray().Select(key => key.ValueKind == JsonValueKind.String && Json.TryText(key, out var name) ? name : null).OfType<string>().ToHashSet(StringComparer.Ordinal)
            : new HashSet<string>(StringComparer.Ordinal);

    /// <summary>The account's <c>user_metadata</c> but for what is the CRM's, as a copy to change.</summary>
    public static JsonObject OwnMetadataOf(Auth0User account)
    {
        var own = AccountMetadata.UserOf(account);
        foreach (var key in KeysOf(account)) own.Remove(key);
        return own;
    }
}

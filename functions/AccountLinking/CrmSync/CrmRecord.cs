using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using AccountLinking.Auth0;
using AccountLinking.Auth0.Profiles;

namespace AccountLinking.CrmSync;

/// <summary>
/// What is known of an account's customer: <c>app_metadata.crm_sync</c>, which people cannot edit. Answers and claims come from it alone; what stands in
/// <c>user_metadata</c> is a copy for whoever reads that, and believed by nobody here.
/// </summary>
/// <param name="ExternalUserId">Null: the CRM knows none.</param>
/// <param name="Keys">The keys of <c>user_metadata</c> that are the copy; none of somebody whom the CRM does not know.</param>
/// <param name="LastUpdate">When the CRM said so, to the second.</param>
/// <param name="ValidUntil">The end of that day.</param>
/// <param name="PhoneHash">Of the number that the CRM was asked about.</param>
/// <param name="NumbersHash">Of all that the account showed then: see <see cref="ShownNumbers"/>.</param>
/// <param name="CopyHash">Of the copy.</param>
internal sealed record CrmRecord(
    string? ExternalUserId,
    IReadOnlyList<CrmClaim> Claims,
    IReadOnlyList<string> Keys,
    DateTimeOffset LastUpdate,
    DateTimeOffset ValidUntil,
    string PhoneHash,
    string NumbersHash,
    string CopyHash)
{
    private const string TimeFormat = "yyyy-MM-dd'T'HH:mm:ss'Z'";

    /// <summary>Whether the CRM knew the number.</summary>
    public bool IsFound => Keys.Count > 0;

    public static string Format(DateTimeOffset time) => time.UtcDateTime.ToString(TimeFormat, CultureInfo.InvariantCulture);

    /// <summary>Null: there is none, or none that the service has written.</summary>
    public static CrmRecord? Of(Auth0User account)
    {
        if (CrmCopy.RecordOf(account) is not { ValueKind: JsonValueKind.Object } json) return null;
        if (!TryTime(json, "last_update", out var lastUpdate) || !TryTime(json, "valid_until", out var validUntil)) return null;
        if (Json.Text(json, "phone_hash") is not { } phoneHash || Json.Text(json, "numbers_hash") is not { } numbersHash || Json.Text(json, "copy_hash") is not { } copyHash || !TryClaims(json, out var claims)) return null;
        var record = new CrmRecord(Json.Text(json, "external_user_id"), claims, [.. CrmCopy.KeysOf(account)], lastUpdate, validUntil, phoneHash, numbersHash, copyHash);
        return record.IsFound || record is { ExternalUserId: null, Claims: [] } ? record : null;
    }

    public JsonObject ToJson() => new()
    {
        ["external_user_id"] = ExternalUserId,
        ["claims"] = new JsonArray([.. Claims.Select(claim => new JsonObject { ["name"] = claim.Name, ["value"] = claim.Value.DeepClone() })]),
        [CrmCopy.KeysOfCopy] = new JsonArray([.. Keys.Select(key => JsonValue.Create(key))]),
        ["last_update"] = Format(LastUpdate),
        ["valid_until"] = Format(ValidUntil),
        ["phone_hash"] = PhoneHash,
        ["numbers_hash"] = NumbersHash,
        ["copy_hash"] = CopyHash,
    };

    private static bool TryClaims(JsonElement json, [NotNullWhen(true)] out IReadOnlyList<CrmClaim>? claims)
    {
        var all = Json.Property(json, "claims") is { ValueKind: JsonValueKind.Array } list ? list.EnumerateArray().Select(ReadClaim).ToList() : [null];
        claims = all.Contains(null) ? null : [.. all.OfType<CrmClaim>()];
        return claims is not null;
    }

    private static CrmClaim? ReadClaim(JsonElement json) =>
        Json.Text(json, "name") is { } name && Json.Property(json, "value") is { ValueKind: not JsonValueKind.Null } value && Json.ToNode(value) is { } node ? new CrmClaim(name, node) : null;

    private static bool TryTime(JsonElement json, string name, out DateTimeOffset time) =>
        DateTimeOffset.TryParseExact(Json.Text(json, name), TimeFormat, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out time);
}

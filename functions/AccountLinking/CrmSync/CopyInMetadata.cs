using System.Text.Json.Nodes;
using AccountLinking.Auth0;
using AccountLinking.Auth0.Profiles;
using AccountLinking.Configuration;

namespace AccountLinking.CrmSync;

/// <summary>
/// The CRM's fields as they stand in <c>user_metadata</c>, beside what is the person's own. People can edit all of it, so it is compared with what was
/// written, and written anew where it differs. Pure.
/// </summary>
internal static class CopyInMetadata
{
    /// <summary>Whether it is what that record's sync has left there.</summary>
    public static bool IsIntact(Auth0User account, CrmRecord record, CrmOptions options) =>
        HashOf(AccountMetadata.UserOf(account), record.Keys.Union(AlwaysOurs(options), StringComparer.Ordinal)) == record.CopyHash;

    /// <param name="fields">Null: the CRM does not know the number.</param>
    public static Laid Lay(Auth0User account, CrmRecord? before, JsonObject? fields, PhoneNumber number, Today today, CrmOptions options)
    {
        var metadata = AccountMetadata.UserOf(account);
        var isTakenOver = before is null && fields is not null && IsOfClassicRule(metadata, fields, options);
        var owned = OwnedKeys(account, before, fields, isTakenOver, options);
        Dictionary<string, JsonNode> copy = new(StringComparer.Ordinal);
        var kept = 0;
        foreach (var (name, value) in fields ?? [])
        {
            if (!metadata.ContainsKey(name) || owned.Contains(name)) copy[name] = value!;
            else if (!JsonNode.DeepEquals(metadata[name], value)) kept++;
        }

        if (fields is not null) copy[CrmFields.LastUpdate] = JsonValue.Create(CrmRecord.Format(today.Now));
        var after = metadata.DeepClone().AsObject();
        foreach (var gone in owned.Except(copy.Keys, StringComparer.Ordinal)) after.Remove(gone);
        foreach (var (name, value) in copy) after[name] = value.DeepClone();
        var replaced = before is not { IsFound: true } && !isTakenOver ? owned.Count(key => metadata.ContainsKey(key) && !JsonNode.DeepEquals(metadata[key], after[key])) : 0;
        var record = new CrmRecord(
            fields is null ? null : ExternalIdOf(fields, options),
            fields is null ? [] : CrmClaim.Of(fields, options),
            [.. copy.Keys.Order(StringComparer.Ordinal)],
            today.Now,
            today.End,
            number.Hash,
            ShownNumbers.HashOf(account),
            HashOf(after, copy.Keys.Union(AlwaysOurs(options), StringComparer.Ordinal)));
        return new Laid(record, after, new MetadataPatch(AccountMetadata.Changes(metadata, after), new JsonObject { [CrmCopy.RecordKey] = record.ToJson() }), kept, replaced);
    }

    /// <summary>The account without record and copy; empty: it has neither.</summary>
    public static MetadataPatch Forget(Auth0User account)
    {
        var metadata = AccountMetadata.UserOf(account);
        var user = CrmCopy.KeysOf(account).Where(metadata.ContainsKey).Select(key => KeyValuePair.Create<string, JsonNode?>(key, null));
        return CrmCopy.RecordOf(account) is null ? MetadataPatch.Empty : new MetadataPatch(new JsonObject(user), new JsonObject { [CrmCopy.RecordKey] = null });
    }

    /// <summary>Whoever reads the copy must find no other id there than the CRM's, and no other date than that of the sync.</summary>
    private static IEnumerable<string> AlwaysOurs(CrmOptions options) => [options.ExternalIdField, CrmFields.LastUpdate];

    private static HashSet<string> OwnedKeys(Auth0User account, CrmRecord? before, JsonObject? fields, bool isTakenOver, CrmOptions options)
    {
        HashSet<string> owned = new(AlwaysOurs(options), StringComparer.Ordinal);
        // Of somebody who was no customer before either, a date without an id is no copy.
        if (before is not { IsFound: true } && fields is null && !AccountMetadata.UserOf(account).ContainsKey(options.ExternalIdField)) owned.Clear();
        // Whatever else may be wrong with the record.
        owned.UnionWith(CrmCopy.KeysOf(account));
        if (isTakenOver) owned.UnionWith(fields!.Select(field => field.Key));
        return owned;
    }

    /// <summary>A Rule that wrote the same fields before this service did has left its last copy: it is the CRM's, and is kept up to date.</summary>
    private static bool IsOfClassicRule(JsonObject metadata, JsonObject fields, CrmOptions options) =>
        metadata.ContainsKey(CrmFields.LastUpdate) && ExternalIdOf(metadata, options) is { } known && known == ExternalIdOf(fields, options);

    /// <summary>A text, or a number in its own digits.</summary>
    public static string? ExternalIdOf(JsonObject fields, CrmOptions options) => fields[options.ExternalIdField] switch
    {
        JsonValue value when value.GetValueKind() == System.Text.Json.JsonValueKind.String => value.GetValue<string>() is { Length: > 0 } id ? id : null,
        JsonValue value when value.GetValueKind() == System.Text.Json.JsonValueKind.Number => value.ToJsonString(),
        _ => null,
    };

    private static string HashOf(JsonObject metadata, IEnumerable<string> keys)
    {
        JsonObject copy = [];
        foreach (var key in keys)
        {
            if (metadata.TryGetPropertyValue(key, out var value)) copy[key] = value?.DeepClone();
        }

        return CanonicalHash.Of(copy);
    }
}

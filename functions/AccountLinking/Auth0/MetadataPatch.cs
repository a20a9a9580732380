using System.Text.Json.Nodes;

namespace AccountLinking.Auth0;

/// <summary>
/// First-level keys of an account's metadata with their new values, whole, as Auth0 merges them; null removes one:
/// https://auth0.com/docs/manage-users/user-accounts/metadata/manage-metadata-api.
/// </summary>
public sealed record MetadataPatch
{
    /// <param name="userMetadata">Empty is none: Auth0 takes <c>{}</c> for an order to erase it all.</param>
    /// <param name="appMetadata">Likewise.</param>
    public MetadataPatch(JsonObject? userMetadata, JsonObject? appMetadata) =>
        (UserMetadata, AppMetadata) = (userMetadata is { Count: > 0 } ? userMetadata : null, appMetadata is { Count: > 0 } ? appMetadata : null);

    public static MetadataPatch Empty { get; } = new(null, null);

    public JsonObject? UserMetadata { get; }

    public JsonObject? AppMetadata { get; }

    public bool IsEmpty => UserMetadata is null && AppMetadata is null;

    /// <summary>With these keys of <c>app_metadata</c> too, or instead.</summary>
    public MetadataPatch WithAppMetadata(JsonObject? more)
    {
        if (more is null) return this;
        var all = AppMetadata?.DeepClone().AsObject() ?? [];
        foreach (var (key, value) in more) all[key] = value?.DeepClone();
        return new MetadataPatch(UserMetadata, all);
    }
}

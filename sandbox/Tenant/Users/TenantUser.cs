using System.Collections.Immutable;
using AccountLinking.Sandbox.Json;

namespace AccountLinking.Sandbox.Tenant.Users;

/// <summary>
/// An account of the tenant. Immutable: the store replaces whole users, so that the search index may keep old ones and no
/// reader ever sees half a change.
/// </summary>
/// <param name="UserId">The id of the main identity, <c>provider|id</c>.</param>
/// <param name="Attributes">What stands at the root of Auth0's user JSON: the profile, raw claims, dates and counters.</param>
/// <param name="Identities">The main identity first.</param>
/// <param name="UserMetadata">Null until it is first set: Auth0 shows it once erased as <c>{}</c>, and before not at all.</param>
/// <param name="AppMetadata">Auth0 never shows it empty.</param>
public sealed record TenantUser(
    string UserId,
    JsonMap Attributes,
    ImmutableArray<Identity> Identities,
    JsonMap? UserMetadata,
    JsonMap AppMetadata)
{
    /// <summary>Attributes of the account, not of the person as the identity provider describes them.</summary>
    private static readonly HashSet<string> AccountAttributes = new(StringComparer.Ordinal)
    {
        "created_at", "updated_at", "last_login", "last_ip", "logins_count", "last_password_reset", "blocked", "multifactor", "multifactor_last_modified",
    };

    public Identity MainIdentity => Identities[0];

    /// <summary>What the main identity's provider says of the person: its <c>profileData</c>, which stands at the root of the user.</summary>
    public JsonMap Profile => Attributes.Where(key => !AccountAttributes.Contains(key));

    public bool IsBlocked => Attributes.IsTrue("blocked");

    public Identity? FindIdentity(string fullId) => Identities.FirstOrDefault(identity => identity.FullId == fullId);

    public bool HasSecondary(string fullId) => Identities.Skip(1).Any(identity => identity.FullId == fullId);

    public TenantUser Touched(DateTimeOffset now) => this with { Attributes = Attributes.With("updated_at", Timestamp.Format(now)) };

    /// <summary>Auth0's user JSON.</summary>
    public JsonMap ToJson()
    {
        var json = Attributes
            .With("user_id", UserId)
            .With("identities", JsonValue.Write(writer =>
            {
                writer.WriteStartArray();
                foreach (var identity in Identities) identity.ToJson().WriteTo(writer);
                writer.WriteEndArray();
            }));
        if (UserMetadata is not null) json = json.With("user_metadata", UserMetadata.ToElement());
        if (AppMetadata.Count > 0) json = json.With("app_metadata", AppMetadata.ToElement());
        return json;
    }
}

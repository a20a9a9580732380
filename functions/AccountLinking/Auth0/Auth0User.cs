using System.Globalization;
using System.Text.Json;

namespace AccountLinking.Auth0;

/// <summary>An account as Auth0 has it at one moment. The first identity is the main one.</summary>
public sealed record Auth0User
{
    private Auth0User(JsonElement document, UserId id, IReadOnlyList<UserIdentity> identities) =>
        (Document, Id, Identities) = (document, id, identities);

    /// <summary>The whole answer: claims that Auth0 does not know stand at its root.</summary>
    public JsonElement Document { get; }

    public UserId Id { get; }

    public IReadOnlyList<UserIdentity> Identities { get; }

    public UserIdentity MainIdentity => Identities[0];

    public bool IsBlocked => Property("blocked") is { ValueKind: JsonValueKind.True };

    /// <summary>As the main identity's provider spells it; null where there is none.</summary>
    public string? Email => Json.Text(Document, "email") is { Length: > 0 } email ? email : null;

    public bool IsEmailVerified => Property("email_verified") is { ValueKind: JsonValueKind.True };

    /// <summary>Auth0 lists what the person has enrolled with. Anything else that says something there counts as an enrolment.</summary>
    public bool HasMfa => Property("multifactor") is { ValueKind: not (JsonValueKind.Null or JsonValueKind.False) } enrolled
        && (enrolled.ValueKind != JsonValueKind.Array || enrolled.GetArrayLength() > 0);

    /// <summary>Youngest of all where Auth0 does not say: such an account is never taken for the older one.</summary>
    public DateTimeOffset CreatedAt =>
        Property("created_at") is { ValueKind: JsonValueKind.String } text
        && DateTimeOffset.TryParse(text.GetString(), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var created)
            ? created
            : DateTimeOffset.MaxValue;

    public JsonElement? UserMetadata => Property("user_metadata");

    public JsonElement? AppMetadata => Property("app_metadata");

    /// <summary>Null: it is not a user as Auth0 documents it, with an id and at least one identity.</summary>
    public static Auth0User? TryRead(JsonElement document)
    {
        if (document.ValueKind != JsonValueKind.Object || !UserId.TryParse(Json.Text(document, "user_id"), out var id)) return null;
        if (!document.TryGetProperty("identities", out var list) || list.ValueKind != JsonValueKind.Array || list.GetArrayLength() == 0) return null;
        var identities = list.EnumerateArray().Select(ReadIdentity).ToList();
        return identities.Contains(null) ? null : new Auth0User(document, id, identities!);
    }

    /// <summary>Its own id and those that its other identities have when they stand alone.</summary>
    public IEnumerable<UserId> IdentityIds => Identities.Select(identity => UserId.TryParse(identity.FullId, out var id) ? id : (UserId?)null).OfType<UserId>();

    public bool HasIdentity(UserId id) => Identities.Any(identity => identity.FullId == id.ToString());

    /// <summary>The claims of an identity: at the root for the main one.</summary>
    public JsonElement ClaimsOf(UserIdentity identity) => ReferenceEquals(identity, MainIdentity) ? Document : identity.ProfileData;

    /// <summary>Nothing personal: it may end up in a log.</summary>
    public override string ToString() => $"an account with {Identities.Count} identities";

    private static UserIdentity? ReadIdentity(JsonElement identity)
    {
        if (identity.ValueKind != JsonValueKind.Object) return null;
        var (provider, id, connection) = (Json.Text(identity, "provider"), Json.TextOrNumber(identity, "user_id"), Json.Text(identity, "connection"));
        if (provider is null || id is null || connection is null) return null;
        return new UserIdentity(provider, id, connection, identity.TryGetProperty("profileData", out var claims) ? claims : default);
    }

    private JsonElement? Property(string name) => Document.TryGetProperty(name, out var value) ? value : null;
}

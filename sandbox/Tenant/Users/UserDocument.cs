using System.Collections.Immutable;
using System.Text.Json;
using AccountLinking.Sandbox.Json;

namespace AccountLinking.Sandbox.Tenant.Users;

/// <summary>Reads Auth0's user JSON as a seed file or a test gives it, filling in what it leaves out.</summary>
public static class UserDocument
{
    private static readonly HashSet<string> Structural = new(StringComparer.Ordinal) { "user_id", "identities", "user_metadata", "app_metadata" };

    public static TenantUser Parse(JsonMap document, Connections connections, DateTimeOffset now)
    {
        var fields = new JsonFields(document);
        var userId = fields.RequiredText("user_id");
        if (!UserIds.TrySplit(userId, out var provider, out var id))
            throw new FieldException("'user_id' must be 'provider|id', for example 'auth0|anna'.");

        if (userId.Any(char.IsControl)) throw new FieldException("'user_id' must not hold control characters.");
        var attributes = document.Where(key => !Structural.Contains(key));
        if (!attributes.ContainsKey("created_at")) attributes = attributes.With("created_at", Timestamp.Format(now));
        if (!attributes.ContainsKey("updated_at")) attributes = attributes.With("updated_at", attributes["created_at"]);

        return new TenantUser(
            userId,
            attributes,
            Identities(fields, provider, id, connections),
            fields.OptionalObject("user_metadata"),
            fields.OptionalObject("app_metadata") ?? JsonMap.Empty);
    }

    private static ImmutableArray<Identity> Identities(JsonFields fields, string provider, string id, Connections connections)
    {
        var listed = fields.OptionalList("identities");
        if (listed.Count == 0)
        {
            var connection = connections.OfIdentity(provider, id)
                ?? throw new FieldException($"'identities' is required: no connection of the tenant follows from the provider '{provider}' of 'user_id'.");
            return [new Identity(provider, id, connection.Name, connection.IsSocial)];
        }

        ImmutableArray<Identity> identities = [.. listed.Select(ParseIdentity)];
        if (identities[0].FullId != $"{provider}|{id}")
            throw new FieldException("'identities[0]' must be the main identity: its provider and user_id make up the 'user_id' of the user.");
        if (identities.Select(identity => identity.FullId).Distinct(StringComparer.Ordinal).Count() != identities.Length)
            throw new FieldException("'identities' names the same identity twice.");
        return identities;
    }

    private static Identity ParseIdentity(JsonFields fields) => new(
        fields.RequiredText("provider"),
        IdentityId(fields),
        fields.RequiredText("connection"),
        fields.OptionalBool("isSocial"),
        fields.OptionalObject("profileData"));

    /// <summary>Auth0's schema allows a string or an integer here.</summary>
    private static string IdentityId(JsonFields fields) =>
        fields.OptionalAny("user_id") is { ValueKind: JsonValueKind.Number } number ? number.GetRawText() : fields.RequiredText("user_id");
}

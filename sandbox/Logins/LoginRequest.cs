using System.Text.Json;
using AccountLinking.Sandbox.Json;
using AccountLinking.Sandbox.Tenant;

namespace AccountLinking.Sandbox.Logins;

/// <summary>A person signs in over a connection.</summary>
/// <param name="Subject">Who the identity provider says it is; within the connection.</param>
/// <param name="Claims">What else it says of the person, raw claims like <c>ssn</c> included.</param>
public sealed record LoginRequest(Connection Connection, string Subject, JsonMap Claims)
{
    public string IdentityId => Connection.IdentityOf(Subject).FullId;

    /// <summary>Attributes that Auth0 keeps itself: no identity provider can set them.</summary>
    private static readonly HashSet<string> Auth0Own = new(StringComparer.Ordinal)
    {
        "user_id", "identities", "user_metadata", "app_metadata", "created_at", "updated_at", "last_login", "last_ip", "logins_count",
        "last_password_reset", "blocked", "multifactor", "multifactor_last_modified", "enrolledFactors",
    };

    /// <summary>Attributes of which Auth0 knows what they are; anything else is a raw claim and may be of any kind.</summary>
    private static readonly string[] Texts = ["email", "phone_number", "name", "nickname", "given_name", "family_name", "picture", "username"];

    /// <summary>Reads <c>connection</c> and <c>profile</c>; what else there may be is the caller's to say.</summary>
    /// <exception cref="FieldException">A field is missing or mistyped.</exception>
    public static LoginRequest Parse(JsonFields fields, Connections connections)
    {
        var name = fields.RequiredText("connection");
        var claims = fields.RequiredFields("profile");
        var connection = connections.Named(name)
            ?? throw new FieldException($"'{fields.Path("connection")}' names no connection of the tenant; it has {string.Join(", ", connections.All.Select(known => known.Name))}.");

        var subject = claims.RequiredText("sub");
        foreach (var text in Texts) claims.OptionalText(text);
        claims.OptionalBool("email_verified");
        claims.OptionalBool("phone_verified");
        if (claims.Map.Keys.FirstOrDefault(Auth0Own.Contains) is { } own)
            throw new FieldException($"'{claims.Path(own)}' is kept by Auth0 itself; an identity provider cannot set it.");
        if (subject.Any(char.IsControl)) throw new FieldException($"'{claims.Path("sub")}' must not hold control characters.");
        return new LoginRequest(connection, subject, WithoutNulls(claims.Map.Without("sub")));
    }

    /// <summary>Somebody whom the tenant knows already signs in again: the identity provider says nothing new.</summary>
    public static LoginRequest Again(Connection connection, string subject) => new(connection, subject, JsonMap.Empty);

    /// <summary>A claim that is null is one that the identity provider does not give.</summary>
    private static JsonMap WithoutNulls(JsonMap claims) => claims.Where(name => claims[name].ValueKind != JsonValueKind.Null);
}

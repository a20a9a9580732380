using System.Text.Json;
using AccountLinking.Sandbox.Json;
using AccountLinking.Sandbox.Tenant;
using AccountLinking.Sandbox.Tenant.Users;

namespace AccountLinking.Sandbox.Logins;

/// <summary>
/// The <c>event</c> of a post-login Action, without its secrets.
/// See https://auth0.com/docs/actions/reference/post-login/post-login-event-object.
/// </summary>
public static class EventDocument
{
    /// <summary>Claims of an identity provider that Auth0 does not know never reach an Action.</summary>
    private static readonly HashSet<string> UserAttributes = new(StringComparer.Ordinal)
    {
        "created_at", "email", "email_verified", "enrolledFactors", "family_name", "given_name", "last_password_reset", "multifactor", "name", "nickname",
        "phone_number", "phone_verified", "picture", "updated_at", "username",
    };

    public static JsonMap Of(TenantUser user, Connection connection, string sessionId, DateTimeOffset now) => JsonMap.From(JsonValue.From(new
    {
        user = User(user),
        connection = new { id = connection.Id, name = connection.Name, strategy = connection.Strategy, metadata = Nothing },
        authentication = new { methods = new[] { new { name = Method(connection), timestamp = Timestamp.Format(now) } } },
        authorization = new { roles = Array.Empty<string>() },
        client = new { client_id = SandboxApplication.ClientId, name = SandboxApplication.Name, metadata = Nothing },
        request = new
        {
            ip = AccountOfLogin.Ip,
            hostname = "127.0.0.1",
            method = "GET",
            language = "sv",
            user_agent = "sandbox",
            query = Nothing,
            body = Nothing,
            geoip = Nothing,
        },
        transaction = new
        {
            id = $"tx_{sessionId}",
            correlation_id = sessionId,
            acr_values = Array.Empty<string>(),
            locale = "sv",
            prompt = Array.Empty<string>(),
            protocol = "oidc-basic-profile",
            redirect_uri = "http://127.0.0.1/callback",
            requested_scopes = SandboxApplication.Scopes,
            response_mode = "query",
            response_type = new[] { "code" },
            ui_locales = Array.Empty<string>(),
            metadata = Nothing,
        },
        session = new { id = sessionId, created_at = Timestamp.Format(now), authenticated_at = Timestamp.Format(now) },
        stats = new { logins_count = user.Attributes["logins_count"] },
        tenant = new { id = "sandbox" },
        configuration = Nothing,
    }));

    private static Dictionary<string, string> Nothing => [];

    private static JsonElement User(TenantUser user)
    {
        var known = user.Attributes.Where(UserAttributes.Contains);
        if (!known.ContainsKey("email_verified")) known = known.With("email_verified", false);
        return known
            .With("user_id", user.UserId)
            .With("identities", JsonValue.Write(writer => JsonResult.WriteArray(writer, user.Identities.Select(Known))))
            .With("user_metadata", (user.UserMetadata ?? JsonMap.Empty).ToElement())
            .With("app_metadata", user.AppMetadata.ToElement())
            .ToElement();
    }

    private static JsonMap Known(Identity identity) =>
        (identity with { ProfileData = identity.ProfileData?.Where(UserAttributes.Contains) }).ToJson();

    private static string Method(Connection connection) => connection switch
    {
        { IsDatabase: true } => "pwd",
        { IsPasswordless: true } => "sms",
        _ => "federated",
    };
}

using System.Text.Json;
using AccountLinking.Sandbox.Json;
using AccountLinking.Sandbox.Tenant;
using AccountLinking.Sandbox.Tenant.Authorization;
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

    public static JsonMap Of(TenantUser user, LoginSession session, AuthorizationRequest asked)
    {
        var document = Common(user, session, asked);
        return asked.Api is { } api ? document.With("resource_server", JsonValue.From(new { identifier = api.Identifier })) : document;
    }

    private static Dictionary<string, string> Nothing => [];

    private static JsonMap Common(TenantUser user, LoginSession session, AuthorizationRequest asked) => JsonMap.From(JsonValue.From(new
    {
        user = User(user),
        connection = new { id = session.Connection.Id, name = session.Connection.Name, strategy = session.Connection.Strategy, metadata = Nothing },
        authentication = new { methods = new[] { new { name = Method(session.Connection), timestamp = Timestamp.Format(session.AuthenticatedAt) } } },
        authorization = new { roles = Array.Empty<string>() },
        client = new { client_id = asked.Application.ClientId, name = asked.Application.Name, metadata = Nothing },
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
            id = $"tx_{session.Id}",
            correlation_id = session.Id,
            acr_values = Array.Empty<string>(),
            locale = "sv",
            prompt = asked.Prompts,
            protocol = "oidc-basic-profile",
            redirect_uri = asked.RedirectUri,
            requested_scopes = asked.Scopes,
            response_mode = asked.ResponseMode,
            response_type = new[] { "code" },
            ui_locales = Array.Empty<string>(),
            metadata = Nothing,
        },
        session = new { id = session.Id, created_at = Timestamp.Format(session.AuthenticatedAt), authenticated_at = Timestamp.Format(session.AuthenticatedAt) },
        stats = new { logins_count = user.Attributes["logins_count"] },
        tenant = new { id = "sandbox" },
        configuration = Nothing,
    }));

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

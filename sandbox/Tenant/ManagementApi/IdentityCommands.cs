using System.Text.RegularExpressions;
using AccountLinking.Sandbox.Json;
using AccountLinking.Sandbox.Tenant.Users;
using Microsoft.AspNetCore.Http.Features;

namespace AccountLinking.Sandbox.Tenant.ManagementApi;

/// <summary>The calls that link and unlink identities. Both answer with all the identities that the primary has then.</summary>
public sealed partial class IdentityCommands(UserStore users, Connections connections, LinkWithToken linkWith, TimeProvider clock)
{
    private static readonly PayloadSchema Schema = new(
        new PayloadProperty("provider", "string"),
        new PayloadProperty("user_id", "string or integer", MinLength: 1),
        new PayloadProperty("connection_id", "string") { Pattern = ConnectionId() },
        new PayloadProperty("link_with", "string"));

    public async Task<IResult> LinkAsync(HttpContext context)
    {
        var primaryId = UserPath.UserId(context);
        var body = await context.Request.ReadObjectAsync();
        Schema.Validate(body);
        var connection = NamedConnection(body);
        var proven = body.ContainsKey("link_with") ? linkWith.Subject(body, context.Features.GetRequiredFeature<ApiCaller>()) : null;
        var named = proven is null ? NamedIdentity(body) : null;
        return users.Use(accounts =>
        {
            var secondaryId = proven ?? named!.FullId(id => accounts.FindHolder(id) is not null);
            if (connection is not null && accounts.FindHolder(secondaryId)?.FindIdentity(secondaryId) is { } identity && identity.Connection != connection.Name)
                throw ManagementApiException.LinkRefused("Linking to an inexistent identity is not allowed.");
            return IdentityLinking.Link(accounts, primaryId, secondaryId, clock.GetUtcNow()) switch
            {
                LinkResult.Done done => AllIdentities(done.Primary, StatusCodes.Status201Created),
                LinkResult.PrimaryNotFound => throw ManagementApiException.InexistentUser(),
                LinkResult.SameMainIdentity => throw ManagementApiException.LinkRefused("Main identity and the new one are the same."),
                LinkResult.IdentityTaken => throw ManagementApiException.IdentityExists(),
                _ => throw ManagementApiException.LinkRefused(Inexistent(body)),
            };
        });
    }

    public IResult Unlink(HttpContext context)
    {
        var primaryId = UserPath.UserId(context);
        var identity = UserPath.Identity(context);
        return users.Use(accounts => IdentityLinking.Unlink(accounts, primaryId, IdOf(identity, accounts.Find(primaryId)), clock.GetUtcNow()) switch
        {
            LinkResult.Done done => AllIdentities(done.Primary, StatusCodes.Status200OK),
            LinkResult.SameMainIdentity => throw ManagementApiException.LinkRefused("Main identity cannot be removed."),
            // Auth0 documents no answer for an identity that is not there; this is the one for a user that is not.
            _ => throw ManagementApiException.InexistentUser(),
        });
    }

    private Connection? NamedConnection(JsonMap body) => body.Text("connection_id") switch
    {
        null => null,
        var id => connections.WithId(id) ?? throw ManagementApiException.ProviderNotConfigured(),
    };

    private static string IdOf(IdentityName identity, TenantUser? user) => identity.FullId(id => user?.FindIdentity(id) is not null);

    private IdentityName NamedIdentity(JsonMap body)
    {
        if (body.Text("provider") is not { } provider || !connections.HasProvider(provider)) throw ManagementApiException.ProviderNotConfigured();
        return body.TryGetValue("user_id", out var userId)
            ? new IdentityName(provider, userId.ToString())
            : throw ManagementApiException.InvalidBody("Payload validation error: 'Missing required property: user_id'.");
    }

    private static string Inexistent(JsonMap body) =>
        body.ContainsKey("link_with") ? "Provided secondary account not found."
        : body.ContainsKey("connection_id") ? "Linking to an inexistent identity is not allowed."
        : "Linking to an inexistent identity requires a connection.";

    /// <summary>Unlike a user's JSON, these answers have <c>profileData</c> on the main identity too.</summary>
    private static JsonResult AllIdentities(TenantUser user, int status) =>
        JsonResult.Of([(user.MainIdentity with { ProfileData = user.Profile }).ToJson(), .. user.Identities.Skip(1).Select(identity => identity.ToJson())], status);

    [GeneratedRegex("^con_[A-Za-z0-9]{16}$", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex ConnectionId();
}

using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using AccountLinking.Sandbox.Json;
using AccountLinking.Sandbox.Tenant.Authorization;

namespace AccountLinking.Sandbox.Tenant.Tokens;

/// <summary>
/// <c>POST /oauth/token</c>: the client credentials grant (RFC 6749, section 4.4) and the authorization code grant, as JSON or as
/// a form. Statuses and texts are what Auth0 answers, not what the RFC would have: a wrong secret is <c>access_denied</c>.
/// </summary>
public sealed class TokenEndpoint(ClientApplications clients, AccessTokens tokens, TenantAddresses addresses, AuthorizationCodeGrant codes)
{
    public const string Path = "/oauth/token";

    private static readonly string[] Parameters = ["grant_type", "client_id", "client_secret", "audience", "code", "code_verifier", "redirect_uri"];

    public async Task<IResult> HandleAsync(HttpContext context)
    {
        Dictionary<string, string?> request;
        try
        {
            request = await ReadAsync(context.Request);
        }
        catch (Exception invalid) when (invalid is JsonException or InvalidDataException or NotSupportedException or FieldException)
        {
            return OAuthError.Of(400, "invalid_request", invalid is FieldException ? invalid.Message : "The body is neither valid JSON nor a valid form.");
        }

        context.Response.Headers.CacheControl = "no-store";
        return request["grant_type"] == AuthorizationCodeGrant.Type ? codes.Exchange(request) : Grant(request);
    }

    private IResult Grant(Dictionary<string, string?> request)
    {
        foreach (var required in Parameters[..3])
        {
            if (string.IsNullOrEmpty(request[required])) return OAuthError.Of(400, "invalid_request", $"Missing required parameter: {required}");
        }

        if (request["grant_type"] != "client_credentials")
            return OAuthError.Of(403, "unsupported_grant_type", $"Unsupported grant type: {request["grant_type"]}");
        if (clients.Find(request["client_id"]) is not { } client || !Same(client.ClientSecret, request["client_secret"]!))
            return OAuthError.Of(401, "access_denied", "Unauthorized");
        if (request["audience"] is not { Length: > 0 } audience)
            return OAuthError.Of(403, "access_denied", "Non-global clients are not allowed access to APIv1");
        if (!addresses.IsManagementApi(audience))
            return OAuthError.Of(403, "access_denied", $"Service not enabled within domain: {audience}");

        return JsonResult.Of(JsonMap.Empty
            .With("access_token", tokens.Issue(client, audience))
            .With("scope", string.Join(' ', client.Scopes))
            .With("expires_in", (long)client.TokenLifetime.TotalSeconds)
            .With("token_type", "Bearer"));
    }

    private static async Task<Dictionary<string, string?>> ReadAsync(HttpRequest request)
    {
        if (request.HasFormContentType)
        {
            var form = await request.ReadFormAsync();
            return Parameters.ToDictionary(name => name, name => form[name].FirstOrDefault());
        }

        var fields = new JsonFields(await request.ReadObjectAsync());
        return Parameters.ToDictionary(name => name, fields.OptionalText);
    }

    private static bool Same(string expected, string given) =>
        CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(expected), Encoding.UTF8.GetBytes(given));
}

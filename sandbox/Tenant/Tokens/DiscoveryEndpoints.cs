using AccountLinking.Sandbox.Json;
using AccountLinking.Sandbox.Tenant.Authorization;

namespace AccountLinking.Sandbox.Tenant.Tokens;

/// <summary>The tenant's OpenID Connect Discovery document and its keys.</summary>
public static class DiscoveryEndpoints
{
    public const string ConfigurationPath = "/.well-known/openid-configuration";
    public const string JwksPath = "/.well-known/jwks.json";

    public static void MapDiscovery(this IEndpointRouteBuilder routes, SigningKey key, TenantAddresses addresses)
    {
        routes.MapGet(JwksPath, () => Results.Text(key.Jwks, JsonHttp.ContentType));
        routes.MapGet(ConfigurationPath, (HttpRequest request) => JsonResult.Of(Configuration(request, addresses)));
    }

    /// <summary>The end points have the address that the client asked, so that a client that speaks only TLS stays there.</summary>
    private static JsonMap Configuration(HttpRequest request, TenantAddresses addresses)
    {
        var address = $"{request.Scheme}://{request.Host}";
        return JsonMap.From(JsonValue.From(new
        {
            issuer = addresses.Issuer,
            authorization_endpoint = address + AuthorizeEndpoint.Path,
            token_endpoint = address + TokenEndpoint.Path,
            jwks_uri = address + JwksPath,
            scopes_supported = new[] { "openid", "profile", "email" },
            grant_types_supported = new[] { AuthorizationCodeGrant.Type, "client_credentials" },
            token_endpoint_auth_methods_supported = new[] { "client_secret_post", "none" },
            code_challenge_methods_supported = new[] { "S256" },
            id_token_signing_alg_values_supported = new[] { "RS256" },
            subject_types_supported = new[] { "public" },
            response_types_supported = new[] { "code" },
            response_modes_supported = new[] { AuthorizationRequest.Query, AuthorizationRequest.WebMessage },
        }));
    }
}

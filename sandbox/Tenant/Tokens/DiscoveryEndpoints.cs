using AccountLinking.Sandbox.Json;

namespace AccountLinking.Sandbox.Tenant.Tokens;

/// <summary>The tenant's OpenID Connect Discovery document and its keys.</summary>
public static class DiscoveryEndpoints
{
    private const string JwksPath = "/.well-known/jwks.json";

    public static void MapDiscovery(this IEndpointRouteBuilder routes, SigningKey key, TenantAddresses addresses)
    {
        routes.MapGet(JwksPath, () => Results.Text(key.Jwks, JsonHttp.ContentType));
        routes.MapGet("/.well-known/openid-configuration", (HttpRequest request) => JsonResult.Of(Configuration(request, addresses)));
    }

    /// <summary>The end points have the address that the client asked, so that a client that speaks only TLS stays there.</summary>
    private static JsonMap Configuration(HttpRequest request, TenantAddresses addresses)
    {
        var address = $"{request.Scheme}://{request.Host}";
        return JsonMap.From(JsonValue.From(new
        {
            issuer = addresses.Issuer,
            token_endpoint = address + TokenEndpoint.Path,
            jwks_uri = address + JwksPath,
            grant_types_supported = new[] { "client_credentials" },
            token_endpoint_auth_methods_supported = new[] { "client_secret_post" },
            id_token_signing_alg_values_supported = new[] { "RS256" },
            subject_types_supported = new[] { "public" },
            response_types_supported = Array.Empty<string>(),
        }));
    }
}

using System.Text.Json;
using AccountLinking.Sandbox.Json;
using AccountLinking.Sandbox.Tenant.Tokens;

namespace AccountLinking.Sandbox.Tenant.ManagementApi;

/// <summary>
/// Stands before every call of the Management API: counts it against the rate limit, asks for a token with the scope of the
/// call, and gives every refusal Auth0's form.
/// </summary>
public sealed class ManagementApiGate(AccessTokens tokens, RateLimiter limiter)
{
    public async Task InvokeAsync(HttpContext context, RequestDelegate next)
    {
        try
        {
            if (!limiter.TryTake(context.Response.Headers)) throw ManagementApiException.TooManyRequests();
            var token = Authenticate(context.Request);
            if (context.GetEndpoint()?.Metadata.GetMetadata<RequiredScopes>() is not { } required) throw ManagementApiException.NotFound();
            if (!required.AnyOf.Intersect(token.Scopes).Any()) throw ManagementApiException.InsufficientScope(required.AnyOf);
            context.Features.Set(new ApiCaller(token.ClientId));
            await next(context);
        }
        catch (ManagementApiException refused)
        {
            await WriteAsync(context.Response, refused);
        }
        catch (JsonException)
        {
            await WriteAsync(context.Response, ManagementApiException.InvalidBody("Invalid request payload JSON format"));
        }
    }

    private AccessTokenResult.Accepted Authenticate(HttpRequest request)
    {
        const string Scheme = "Bearer ";
        var header = request.Headers.Authorization.ToString();
        if (header.Length == 0) throw ManagementApiException.MissingAuthentication();
        if (!header.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase))
            throw new ManagementApiException(400, "Bad HTTP authentication header format", errorCode: null);
        return tokens.Verify(header[Scheme.Length..].Trim()) switch
        {
            AccessTokenResult.Accepted accepted => accepted,
            AccessTokenResult.Rejected rejected => throw ManagementApiException.InvalidToken(rejected.Message),
            _ => throw new InvalidOperationException("A token is accepted or rejected."),
        };
    }

    private static Task WriteAsync(HttpResponse response, ManagementApiException refused)
    {
        if (refused.Status == StatusCodes.Status401Unauthorized) response.Headers.WWWAuthenticate = $"Bearer error=\"{refused.Message}\"";
        return response.WriteJsonAsync(refused.Status, refused.ToBody());
    }
}

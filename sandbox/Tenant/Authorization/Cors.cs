using AccountLinking.Sandbox.Tenant.Tokens;

namespace AccountLinking.Sandbox.Tenant.Authorization;

/// <summary>
/// Which pages may ask the tenant from a browser: for tokens those of its applications, of which Auth0 counts the callbacks, too; for
/// what is public anyway all.
/// </summary>
public sealed class Cors(PublicApplications applications)
{
    private static readonly string[] Public = [DiscoveryEndpoints.ConfigurationPath, DiscoveryEndpoints.JwksPath];

    public async Task InvokeAsync(HttpContext context, RequestDelegate next)
    {
        var (request, origin) = (context.Request, context.Request.Headers.Origin.ToString());
        var allowed = Public.Contains(request.Path.Value) ? "*" : request.Path == TokenEndpoint.Path && IsKnown(origin) ? origin : null;
        if (allowed is not null) context.Response.OnStarting(() => Allow(context, allowed));
        if (allowed is null || !HttpMethods.IsOptions(request.Method))
        {
            await next(context);
            return;
        }

        context.Response.Headers.AccessControlAllowMethods = request.Headers.AccessControlRequestMethod;
        context.Response.Headers.AccessControlAllowHeaders = request.Headers.AccessControlRequestHeaders;
        context.Response.StatusCode = StatusCodes.Status204NoContent;
    }

    private static Task Allow(HttpContext context, string origin)
    {
        context.Response.Headers.AccessControlAllowOrigin = origin;
        if (origin != "*") context.Response.Headers.Append("Vary", "Origin");
        return Task.CompletedTask;
    }

    private bool IsKnown(string origin) => applications.All.Any(application =>
        application.HasWebOrigin(origin) || application.Callbacks.Any(callback => LoopbackUrl.Same(LoopbackUrl.OriginOf(callback)!, origin)));
}

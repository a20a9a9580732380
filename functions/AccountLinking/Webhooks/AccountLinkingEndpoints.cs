using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace AccountLinking.Webhooks;

/// <summary>The route table of the service on ASP.NET Core.</summary>
public static class AccountLinkingEndpoints
{
    public static IEndpointRouteBuilder MapAccountLinking(this IEndpointRouteBuilder routes)
    {
        var api = routes.MapGroup(Routes.Prefix);
        // Says only that the process serves: a platform probe must not depend on Auth0 or a CRM being up.
        api.MapGet(Routes.HealthLive, () => TypedResults.Json(new Liveness("live"), WebhooksJsonContext.Default.Liveness));
        api.MapPost(Routes.Link, (Delegate)(static (HttpContext context) => context.RequestServices.GetRequiredService<LinkEndpoint>().HandleAsync(context)));
        api.MapPost(Routes.Unlink, (Delegate)(static (HttpContext context) => context.RequestServices.GetRequiredService<UnlinkEndpoint>().HandleAsync(context)));
        api.MapPost(Routes.CrmSync, (Delegate)(static (HttpContext context) => context.RequestServices.GetRequiredService<SyncEndpoint>().HandleAsync(context)));
        return routes;
    }
}

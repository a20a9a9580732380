using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace AccountLinking.Webhooks;

/// <summary>The route table of the service on ASP.NET Core.</summary>
public static class AccountLinkingEndpoints
{
    public static IEndpointRouteBuilder MapAccountLinking(this IEndpointRouteBuilder routes)
    {
        // Says only that the process serves: a platform probe must not depend on Auth0 or a CRM being up.
        routes.MapGet(Routes.HealthLive, () => TypedResults.Ok(new Liveness("live")));
        return routes;
    }

    private sealed record Liveness(string Status);
}

using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace AccountLinking.Webhooks;

/// <summary>The route table on ASP.NET Core.</summary>
public static class AccountLinkingEndpoints
{
    public static IEndpointRouteBuilder MapAccountLinking(this IEndpointRouteBuilder routes)
    {
        var api = routes.MapGroup(Routes.Prefix);
        foreach (var route in RouteTable.All)
        {
            // The method is what programs look for that list end points: the tests write the OpenAPI document from this mapping.
            api.MapMethods(route.Path, [route.Method.Method], (RequestDelegate)(context => AnswerAsync(route, context))).WithMetadata(route, route.HandleAsync.Method);
            if (route.IsForBrowsers) api.MapMethods(route.Path, [HttpMethods.Options], (RequestDelegate)(context => AnswerAsync(route, context)));
        }

        // The Functions host answers other methods so, and Kestrel would say 405.
        foreach (var path in RouteTable.All.Select(route => route.Path).Distinct(StringComparer.Ordinal)) api.Map(path, (RequestDelegate)NotFoundAsync);
        return routes;
    }

    private static Task NotFoundAsync(HttpContext context)
    {
        context.Response.StatusCode = StatusCodes.Status404NotFound;
        return Task.CompletedTask;
    }

    private static async Task AnswerAsync(ServiceRoute route, HttpContext context) => await (await route.HandleAsync(context)).ExecuteAsync(context);
}

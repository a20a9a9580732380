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
        foreach (var route in RouteTable.All) api.MapMethods(route.Path, [route.Method.Method], (RequestDelegate)(context => AnswerAsync(route, context)));
        return routes;
    }

    private static async Task AnswerAsync(ServiceRoute route, HttpContext context) => await (await route.HandleAsync(context)).ExecuteAsync(context);
}

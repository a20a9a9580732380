using AccountLinking.Webhooks;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace AccountLinking.Functions.Triggers;

public static class LinkFunction
{
    [Function(nameof(RouteTable.Link))]
    public static Task<IResult> RunAsync([HttpTrigger(AuthorizationLevel.Function, "post", Route = Routes.Link)] HttpRequest request) =>
        RouteTable.Link.HandleAsync(request.HttpContext);
}

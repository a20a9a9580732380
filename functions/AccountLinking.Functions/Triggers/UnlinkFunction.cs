using AccountLinking.Webhooks;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace AccountLinking.Functions.Triggers;

public static class UnlinkFunction
{
    [Function(nameof(RouteTable.Unlink))]
    public static Task<IResult> RunAsync([HttpTrigger(AuthorizationLevel.Function, "post", Route = Routes.Unlink)] HttpRequest request) =>
        RouteTable.Unlink.HandleAsync(request.HttpContext);
}

using AccountLinking.Webhooks;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace AccountLinking.Functions.Triggers;

public static class CrmSyncFunction
{
    [Function(nameof(RouteTable.CrmSync))]
    public static Task<IResult> RunAsync([HttpTrigger(AuthorizationLevel.Function, "post", Route = Routes.CrmSync)] HttpRequest request) =>
        RouteTable.CrmSync.HandleAsync(request.HttpContext);
}

using AccountLinking.Webhooks;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace AccountLinking.Functions.Triggers;

public static class HealthReadyFunction
{
    [Function(nameof(RouteTable.HealthReady))]
    public static Task<IResult> RunAsync([HttpTrigger(AuthorizationLevel.Function, "get", Route = Routes.HealthReady)] HttpRequest request) =>
        RouteTable.HealthReady.HandleAsync(request.HttpContext);
}

using AccountLinking.Webhooks;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace AccountLinking.Functions.Triggers;

public static class HealthLiveFunction
{
    [Function(nameof(RouteTable.HealthLive))]
    public static Task<IResult> RunAsync([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = Routes.HealthLive)] HttpRequest request) =>
        RouteTable.HealthLive.HandleAsync(request.HttpContext);
}

using AccountLinking.Webhooks;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace AccountLinking.Functions.Triggers;

public static class SeparateIdentityFunction
{
    [Function(nameof(RouteTable.SeparateIdentity))]
    public static Task<IResult> RunAsync([HttpTrigger(AuthorizationLevel.Anonymous, "delete", "options", Route = Routes.Identity)] HttpRequest request) =>
        RouteTable.SeparateIdentity.HandleAsync(request.HttpContext);
}

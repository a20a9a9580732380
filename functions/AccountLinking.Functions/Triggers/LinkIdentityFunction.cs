using AccountLinking.Webhooks;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace AccountLinking.Functions.Triggers;

public static class LinkIdentityFunction
{
    [Function(nameof(RouteTable.LinkIdentity))]
    public static Task<IResult> RunAsync([HttpTrigger(AuthorizationLevel.Anonymous, "post", "options", Route = Routes.Identities)] HttpRequest request) =>
        RouteTable.LinkIdentity.HandleAsync(request.HttpContext);
}

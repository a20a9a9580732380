using AccountLinking.Webhooks;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace AccountLinking.Functions.Triggers;

public static class LinkCandidatesFunction
{
    [Function(nameof(RouteTable.LinkCandidates))]
    public static Task<IResult> RunAsync([HttpTrigger(AuthorizationLevel.Anonymous, "get", "options", Route = Routes.LinkCandidates)] HttpRequest request) =>
        RouteTable.LinkCandidates.HandleAsync(request.HttpContext);
}

using AccountLinking.Webhooks;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace AccountLinking.Functions.Triggers;

public static class LinkChallengeFunction
{
    [Function(nameof(RouteTable.LinkChallenge))]
    public static Task<IResult> RunAsync([HttpTrigger(AuthorizationLevel.Anonymous, "post", "options", Route = Routes.LinkChallenges)] HttpRequest request) =>
        RouteTable.LinkChallenge.HandleAsync(request.HttpContext);
}

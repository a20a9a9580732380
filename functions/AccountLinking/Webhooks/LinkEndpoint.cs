using AccountLinking.Auth0;
using AccountLinking.Configuration;
using AccountLinking.Linking;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;

namespace AccountLinking.Webhooks;

/// <summary><c>POST /api/accounts/link</c>, for the Action: joins the account of whoever signs in with their other one.</summary>
internal sealed partial class LinkEndpoint(
    Edge edge,
    SignedRequest signed,
    AccountLinker linker,
    IOptionsMonitor<LinkingOptions> linking,
    IOptionsMonitor<WebhooksOptions> webhooks,
    TimeProvider clock,
    ILogger<LinkEndpoint> logger)
{
    public Task<IResult> HandleAsync(HttpContext context) => edge.GuardAsync(context, async () =>
    {
        using var budget = new RequestBudget(webhooks.CurrentValue.Budget, clock, context.RequestAborted);
        if (await signed.ReadAsync(context.Request, budget.Reading) is not { } body) return edge.RefuseSignature(context);
        using var scope = edge.BeginScope(context);
        var signIn = LinkRequest.Parse(body);
        var started = clock.GetTimestamp();
        var outcome = await linker.LinkAsync(signIn, budget);
        var response = LinkResponse.Of(outcome, linking.CurrentValue);
        Log.Answered(logger, response.Outcome, response.Reason ?? "-", response.Login, signIn.TransactionId ?? "-", clock.GetElapsedTime(started).TotalMilliseconds);
        return Results.Json(response, WebhooksJsonContext.Default.LinkResponse);
    });

    private static partial class Log
    {
        [LoggerMessage(EventIds.LinkAnswered, LogLevel.Information, "Link: {Outcome} ({Reason}), the login is to {Login}; transaction {TransactionId}, {Milliseconds} ms.")]
        public static partial void Answered(ILogger logger, string outcome, string reason, string login, string transactionId, double milliseconds);
    }
}

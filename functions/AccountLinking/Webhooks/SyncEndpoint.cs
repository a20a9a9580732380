using AccountLinking.Auth0;
using AccountLinking.Configuration;
using AccountLinking.CrmSync;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;

namespace AccountLinking.Webhooks;

/// <summary><c>POST /api/crm/sync</c>, for the Action: who the person is to the CRM.</summary>
internal sealed partial class SyncEndpoint(
    Edge edge,
    SignedRequest signed,
    SimultaneousSyncs syncs,
    IOptionsMonitor<CrmOptions> crm,
    IOptionsMonitor<WebhooksOptions> webhooks,
    TimeProvider clock,
    ILogger<SyncEndpoint> logger)
{
    public Task<IResult> HandleAsync(HttpContext context) => edge.GuardAsync(context, RouteTable.CrmSync, async request =>
    {
        using var budget = request.Budget = new RequestBudget(webhooks.CurrentValue.Budget, clock, context.RequestAborted);
        if (await signed.ReadAsync(context.Request, WebhookCaller.Action, budget.Reading) is not { } body) return edge.RefuseSignature(context, request, WebhookCaller.Action);
        edge.Identify(request, context);
        var userId = SyncRequest.Parse(body);
        var started = clock.GetTimestamp();
        var options = crm.CurrentValue;
        if (!options.Enabled) return request.Refuse(SwitchedOff, context);
        if (await syncs.SyncAsync(userId, options, budget) is not { } outcome) return request.Refuse(UnknownUser, context);
        var response = SyncResponse.Of(outcome);
        var why = (outcome as CrmOutcome.NoPhone)?.Why;
        request.EndsAs(response.Outcome, reason: why);
        Log.Answered(logger, response.Outcome, why ?? "-", clock.GetElapsedTime(started).TotalMilliseconds);
        return Results.Json(response, WebhooksJsonContext.Default.SyncResponse);
    });

    private static Problem SwitchedOff => new(StatusCodes.Status404NotFound, ProblemCode.CrmDisabled, "The CRM sync is switched off.")
    {
        Detail = "Set Crm:Enabled, or let the Action ask for links alone.",
    };

    private static Problem UnknownUser => new(StatusCodes.Status404NotFound, ProblemCode.UnknownUser, "There is no account of this id.")
    {
        Detail = "It was deleted, or is a secondary identity of another account by now.",
    };

    private static partial class Log
    {
        [LoggerMessage(EventIds.CrmSyncAnswered, LogLevel.Information, "CRM sync: {Outcome} (reason {Reason}), {Milliseconds} ms.", EventName = nameof(EventIds.CrmSyncAnswered))]
        public static partial void Answered(ILogger logger, string outcome, string reason, double milliseconds);
    }
}

using AccountLinking.Auth0;
using AccountLinking.Configuration;
using AccountLinking.Linking;
using AccountLinking.Telemetry;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;

namespace AccountLinking.Webhooks;

/// <summary><c>POST /api/accounts/link</c>, for the Action: joins the account of whoever signs in with their other ones.</summary>
internal sealed partial class LinkEndpoint(
    Edge edge,
    SignedRequest signed,
    SimultaneousSignIns signIns,
    IOptionsMonitor<LinkingOptions> linking,
    IOptionsMonitor<WebhooksOptions> webhooks,
    TimeProvider clock,
    ILogger<LinkEndpoint> logger)
{
    public Task<IResult> HandleAsync(HttpContext context) => edge.GuardAsync(context, RouteTable.Link, async request =>
    {
        using var budget = request.Budget = new RequestBudget(webhooks.CurrentValue.Budget, clock, context.RequestAborted);
        if (await signed.ReadAsync(context.Request, WebhookCaller.Action, budget.Reading) is not { } body) return edge.RefuseSignature(context, request, WebhookCaller.Action);
        edge.Identify(request, context);
        var signIn = LinkRequest.Parse(body);
        request.Scope.Add("TransactionId", signIn.TransactionId);
        request.Tag(TelemetryNames.TransactionId, signIn.TransactionId);
        var started = clock.GetTimestamp();
        var settings = linking.CurrentValue;
        var response = LinkResponse.Of(await signIns.LinkAsync(signIn, settings, budget), settings);
        Log.Answered(
            logger,
            response.DryRun is null ? string.Empty : " (dry run)",
            response.Outcome,
            response.Rule ?? "-",
            response.Reason ?? "-",
            response.Login,
            response.LinkId ?? "-",
            signIn.TransactionId ?? "-",
            clock.GetElapsedTime(started).TotalMilliseconds);
        Tell(request, response);
        return Results.Json(response, WebhooksJsonContext.Default.LinkResponse);
    });

    private static void Tell(ObservedRequest request, LinkResponse response)
    {
        request.EndsAs(response.Outcome, response.Rule, response.Reason);
        request.Tag(TelemetryNames.Login, response.Login);
        request.Tag(TelemetryNames.LinkId, response.LinkId);
        if (response.Candidates > 0) request.Tag(TelemetryNames.Candidates, response.Candidates);
        if (response.DryRun is not null) request.Tag(TelemetryNames.DryRun, true);
    }

    private static partial class Log
    {
        [LoggerMessage(EventIds.LinkAnswered, LogLevel.Information, "Link{DryRun}: {Outcome} (rule {Rule}, reason {Reason}), the login is to {Login}; link {LinkId}, transaction {TransactionId}, {Milliseconds} ms.", EventName = nameof(EventIds.LinkAnswered))]
        public static partial void Answered(ILogger logger, string dryRun, string outcome, string rule, string reason, string login, string linkId, string transactionId, double milliseconds);
    }
}

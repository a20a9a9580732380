using AccountLinking.Auth0;
using AccountLinking.Configuration;
using AccountLinking.Linking.Unlinking;
using AccountLinking.Telemetry;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;

namespace AccountLinking.Webhooks;

/// <summary><c>POST /api/accounts/unlink</c>, for operations, who have secrets of their own: undoes a link.</summary>
internal sealed partial class UnlinkEndpoint(
    Edge edge,
    SignedRequest signed,
    Unlinker unlinker,
    IOptionsMonitor<LinkingOptions> linking,
    TimeProvider clock,
    ILogger<UnlinkEndpoint> logger)
{
    /// <summary>Nobody waits to be logged in, and there may be more to write than for a link.</summary>
    private static readonly TimeSpan Budget = TimeSpan.FromSeconds(18);

    public Task<IResult> HandleAsync(HttpContext context) => edge.GuardAsync(context, RouteTable.Unlink, async observed =>
    {
        using var budget = observed.Budget = new RequestBudget(Budget, clock, context.RequestAborted);
        if (await signed.ReadAsync(context.Request, WebhookCaller.Operations, budget.Reading) is not { } body) return edge.RefuseSignature(context, observed, WebhookCaller.Operations);
        edge.Identify(observed, context);
        var request = UnlinkRequest.Parse(body);
        if (await unlinker.UnlinkAsync(request.LinkId, request.AllowRelink, linking.CurrentValue, budget) is not { } outcome) return observed.Refuse(UnknownLink, context);
        var response = UnlinkResponse.Of(outcome);
        observed.EndsAs(response.Outcome);
        observed.Tag(TelemetryNames.LinkId, request.LinkId);
        Log.Answered(logger, response.Outcome, request.AllowRelink, response.Restored.Count);
        return Results.Json(response, WebhooksJsonContext.Default.UnlinkResponse);
    });

    private static Problem UnknownLink => new(StatusCodes.Status404NotFound, ProblemCode.UnknownLink, "There is no link of this id.")
    {
        Detail = "Its record was never written to this journal, was erased, or is older than Journal:Retention.",
    };

    private static partial class Log
    {
        [LoggerMessage(EventIds.UnlinkAnswered, LogLevel.Information, "Unlink: {Outcome} (relink allowed: {MayBeRelinked}), {Restored} accounts are restored.", EventName = nameof(EventIds.UnlinkAnswered))]
        public static partial void Answered(ILogger logger, string outcome, bool mayBeRelinked, int restored);
    }
}

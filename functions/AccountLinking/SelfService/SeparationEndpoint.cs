using AccountLinking.Auth0;
using AccountLinking.Configuration;
using AccountLinking.Linking.Unlinking;
using AccountLinking.Telemetry;
using AccountLinking.Webhooks;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;

namespace AccountLinking.SelfService;

/// <summary><c>DELETE /api/me/identities/{provider}/{user_id}</c>: makes one of the person's identities an account of its own again.</summary>
internal sealed partial class SeparationEndpoint(PersonalRequests requests, Separator separator, IOptionsMonitor<LinkingOptions> linking, ILogger<SeparationEndpoint> logger)
{
    public Task<IResult> HandleAsync(HttpContext context) => requests.AnswerAsync(context, RouteTable.SeparateIdentity, Scopes.LinkIdentities, async request =>
    {
        var settings = linking.CurrentValue;
        if (settings.DryRun) throw Refusals.DryRun();
        SeparationOutcome outcome = new SeparationOutcome.Unknown();
        foreach (var identity in IdentityPath.Read(context.Request))
        {
            if (outcome is SeparationOutcome.Unknown) outcome = await separator.SeparateAsync(request.Caller.UserId, identity, settings, request.Budget);
        }

        var separated = outcome switch
        {
            SeparationOutcome.Separated done => done,
            SeparationOutcome.IsMain => throw Refusals.MainIdentity(),
            SeparationOutcome.IsLast => throw Refusals.LastIdentity(),
            SeparationOutcome.Blocked => throw Refusals.AccountBlocked(),
            SeparationOutcome.AccountGone => throw Refusals.AccountGone(),
            _ => throw Refusals.UnknownIdentity(),
        };
        request.Observed.EndsAs(Outcome);
        request.Observed.Tag(TelemetryNames.LinkId, separated.LinkId);
        Log.Answered(logger, separated.Restored.Count, separated.LinkId);
        return Results.Json(
            new SeparationResponse(Outcome, separated.Account.ToString(), [.. separated.Restored.Select(account => account.ToString())]), SelfServiceJsonContext.Default.SeparationResponse);
    });

    /// <summary>As operations are told.</summary>
    private const string Outcome = "unlinked";

    private static partial class Log
    {
        [LoggerMessage(EventIds.SeparationAnswered, LogLevel.Information, "A person has separated an identity: {Restored} accounts are restored; link {LinkId}.", EventName = nameof(EventIds.SeparationAnswered))]
        public static partial void Answered(ILogger logger, int restored, string linkId);
    }
}

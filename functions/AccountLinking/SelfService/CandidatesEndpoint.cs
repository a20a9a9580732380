using AccountLinking.Auth0;
using AccountLinking.Configuration;
using AccountLinking.Linking;
using AccountLinking.Webhooks;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;

namespace AccountLinking.SelfService;

/// <summary><c>GET /api/me/link-candidates</c>: which other accounts may be the person's.</summary>
internal sealed partial class CandidatesEndpoint(
    PersonalRequests requests,
    IAuth0Users users,
    TwinSearch twins,
    SealKeeper seals,
    IOptionsMonitor<SelfServiceOptions> options,
    TimeProvider clock,
    ILogger<CandidatesEndpoint> logger)
{
    public Task<IResult> HandleAsync(HttpContext context) => requests.AnswerAsync(context, RouteTable.LinkCandidates, Scopes.ReadCandidates, async request =>
    {
        if (await users.FindAsync(request.Caller.UserId, request.Budget) is not { } user || user.Id != request.Caller.UserId) throw Refusals.AccountGone();
        if (user.IsBlocked) throw Refusals.AccountBlocked();
        if (!options.CurrentValue.Connections.Contains(user.MainIdentity.Connection, StringComparer.Ordinal)) throw Refusals.ConnectionNotListed();
        var found = await twins.FindAsync(user, request.Budget);
        var (seal, now) = (seals.Current, clock.GetUtcNow());
        var candidates = found.Select(account => CandidateResponse.Of(account, LinkHandle.Create(seal, account.Id, now).Write(seal, request.Caller))).ToList();
        request.Observed.EndsAs(candidates.Count == 0 ? "no_candidates" : "candidates");
        Log.Answered(logger, candidates.Count);
        return Results.Json(new CandidatesResponse(candidates, (int)LinkHandle.Lifetime.TotalSeconds), SelfServiceJsonContext.Default.CandidatesResponse);
    });

    private static partial class Log
    {
        [LoggerMessage(EventIds.CandidatesAnswered, LogLevel.Information, "A person is told of {Candidates} other accounts.", EventName = nameof(EventIds.CandidatesAnswered))]
        public static partial void Answered(ILogger logger, int candidates);
    }
}

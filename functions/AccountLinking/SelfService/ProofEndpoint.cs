using AccountLinking.Auth0;
using AccountLinking.Auth0.Tokens;
using AccountLinking.Configuration;
using AccountLinking.Journal;
using AccountLinking.Linking;
using AccountLinking.Linking.Unlinking;
using AccountLinking.Telemetry;
using AccountLinking.Webhooks;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;

namespace AccountLinking.SelfService;

/// <summary><c>POST /api/me/identities</c>: joins the person's account with another one that they have proven to be theirs.</summary>
internal sealed partial class ProofEndpoint(
    PersonalRequests requests,
    TokenVerifier verifier,
    SealKeeper seals,
    SpentNonces nonces,
    UnfinishedSeparations unfinished,
    AccountLinker linker,
    IOptionsMonitor<LinkingOptions> linking,
    TimeProvider clock,
    ILogger<ProofEndpoint> logger)
{
    public Task<IResult> HandleAsync(HttpContext context) => requests.AnswerAsync(context, RouteTable.LinkIdentity, Scopes.LinkIdentities, async request =>
    {
        var asked = ProofRequest.Parse(await RequestBody.ReadAsync(context.Request, request.Budget.Reading));
        var settings = linking.CurrentValue;
        var (proof, nonce) = await VerifyAsync(asked, request);
        if (settings.DryRun) throw Refusals.DryRun();
        var started = clock.GetTimestamp();
        if (ProofResponse.Of(await LinkOnceAsync(proof, nonce, settings, request.Budget), proof.UserId) is not { } response) throw Refusals.AccountGone();
        Log.Answered(logger, response.Outcome, response.Reason ?? "-", response.LinkId ?? "-", clock.GetElapsedTime(started).TotalMilliseconds);
        request.Observed.EndsAs(response.Outcome, Proof.Rule, response.Reason);
        request.Observed.Tag(TelemetryNames.LinkId, response.LinkId);
        return Results.Json(response, SelfServiceJsonContext.Default.ProofResponse);
    });

    private async Task<(Proof Proof, NonceVerdict.Good Nonce)> VerifyAsync(ProofRequest asked, PersonalRequest request)
    {
        var caller = request.Caller;
        var token = await verifier.VerifyIdTokenAsync(asked.IdToken, caller.ClientId, request.Budget) switch
        {
            IdTokenVerdict.Accepted { Token: var accepted } => accepted,
            IdTokenVerdict.Refused { Fault: var fault } => throw Refusals.IdToken(fault),
            _ => throw new InvalidOperationException("A verdict is one of two."),
        };
        if (token.Subject == caller.UserId) throw Refusals.SameAccount();
        var nonce = LinkNonce.Judge(seals.Current, token.Nonce, caller, token.Subject, clock.GetUtcNow()) switch
        {
            NonceVerdict.Good good => good,
            NonceVerdict.WrongAccount => throw Refusals.WrongAccount(),
            _ => throw Refusals.InvalidNonce(),
        };
        // Whoever has a session there already has not been asked who he is.
        if (token.AuthenticatedAt < nonce.MadeAt - TokenRules.Skew) throw Refusals.SignInBeforeChallenge();
        return (new Proof(caller.UserId, token.Subject, asked.KeepsThis ? caller.UserId : token.Subject, caller.Since, token.AuthenticatedAt), nonce);
    }

    /// <summary>Where there was trouble, nobody was joined, or the next attempt finishes it: the same request may be sent again while the nonce is good.</summary>
    private async Task<LinkOutcome> LinkOnceAsync(Proof proof, NonceVerdict.Good nonce, LinkingOptions settings, RequestBudget budget)
    {
        if (await nonces.TrySpendAsync(nonce.Id, nonce.Expires, budget.Reading) is not { } spent) throw Refusals.NonceSpent();
        try
        {
            await unfinished.FinishAsync([proof.UserId, proof.Other], settings, budget);
            return await linker.LinkAsync(proof, settings, budget);
        }
        catch
        {
            await GiveBackAsync(spent, budget);
            throw;
        }
    }

    private async Task GiveBackAsync(SpentNonce nonce, RequestBudget budget)
    {
        try
        {
            await nonces.GiveBackAsync(nonce, budget.Writing);
        }
        catch (Exception trouble) when (trouble is JournalException or OperationCanceledException)
        {
            Log.NotGivenBack(logger, trouble.Message);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(EventIds.ProofAnswered, LogLevel.Information, "Link by proof: {Outcome} (reason {Reason}); link {LinkId}, {Milliseconds} ms.", EventName = nameof(EventIds.ProofAnswered))]
        public static partial void Answered(ILogger logger, string outcome, string reason, string linkId, double milliseconds);

        [LoggerMessage(EventIds.NonceNotGivenBack, LogLevel.Warning, "A proof could not be carried out, and its nonce not be given back; the person has to prove the account again: {Advice}", EventName = nameof(EventIds.NonceNotGivenBack))]
        public static partial void NotGivenBack(ILogger logger, string advice);
    }
}

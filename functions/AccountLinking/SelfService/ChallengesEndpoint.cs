using AccountLinking.Webhooks;
using Microsoft.AspNetCore.Http;

namespace AccountLinking.SelfService;

/// <summary><c>POST /api/me/link-challenges</c>: a nonce for the sign-in that proves the other account. It reads no account and writes nothing.</summary>
internal sealed class ChallengesEndpoint(PersonalRequests requests, SealKeeper seals, TimeProvider clock)
{
    private const int MaxHandleLength = 256;

    public Task<IResult> HandleAsync(HttpContext context) => requests.AnswerAsync(context, RouteTable.LinkChallenge, Scopes.LinkIdentities, async request =>
    {
        var body = JsonBody.Parse(await RequestBody.ReadAsync(context.Request, request.Budget.Reading));
        var (seal, now) = (seals.Current, clock.GetUtcNow());
        LinkHandle? chosen = null;
        if (body.RequiredTextOrNull("handle", MaxHandleLength) is { } handle && !LinkHandle.TryRead(seal, handle, request.Caller, now, out chosen)) throw Refusals.InvalidHandle();
        var nonce = LinkNonce.Create(chosen, now);
        request.Observed.EndsAs("challenge");
        return Results.Json(new ChallengeResponse(nonce.Write(seal, request.Caller), (int)LinkNonce.Lifetime.TotalSeconds), SelfServiceJsonContext.Default.ChallengeResponse);
    });
}

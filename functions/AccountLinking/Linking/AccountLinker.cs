using AccountLinking.Auth0;
using AccountLinking.Configuration;
using Microsoft.Extensions.Options;

namespace AccountLinking.Linking;

/// <summary>
/// Joins the account of somebody who signs in with the one that carries the same number: reads, decides, links, and notes when to
/// look again. Whatever it reads it reads from Auth0; the request only says whom.
/// </summary>
internal sealed partial class AccountLinker(
    IAuth0Users users, SurvivorSearch survivors, JoinStep join, IOptionsMonitor<LinkingOptions> options, TimeProvider clock, ILogger<AccountLinker> logger)
{
    /// <summary>A link that Auth0 refuses was decided on what has changed since: once more, with new reads.</summary>
    private const int MaxRounds = 2;

    /// <exception cref="Auth0Exception">Auth0 did not do its part; the next attempt finishes what this one began.</exception>
    public async Task<LinkOutcome> LinkAsync(SignIn signIn, RequestBudget budget)
    {
        for (var round = 1; round <= MaxRounds; round++)
        {
            if (await TryLinkAsync(signIn, budget) is { } end)
            {
                await MarkAsync(end, budget);
                return end.Outcome;
            }
        }

        throw new Auth0Exception(
            TroubleCode.Rejected,
            "Auth0 refuses to link two accounts that stand alone: check that the connection of the one to be absorbed is enabled, and its id in Linking:Connections.");
    }

    /// <returns>Null: the accounts changed while they were looked at.</returns>
    private async Task<LinkEnd?> TryLinkAsync(SignIn signIn, RequestBudget budget)
    {
        var user = await users.FindAsync(signIn.UserId, budget);
        if (user?.Id != signIn.UserId) return await AbsorbedAsync(signIn.UserId, user, budget);
        var settings = options.CurrentValue;
        switch (SsnRule.Examine(user, signIn.Connection, settings))
        {
            case Examination.NotEligible { Why: var why }:
                return new LinkEnd(new LinkOutcome.NotEligible(user.Id, why), user);
            case Examination.Refused { Why: var why }:
                return new LinkEnd(new LinkOutcome.Refused(user.Id, why), user);
            case Examination.Applies { Number: var number }:
                var hits = await ReadHitsAsync(SsnRule.Query(number, settings.Ssn), user.Id, budget);
                return await CarryOutAsync(user, Decider.Decide(user, signIn.Connection, number, hits, settings), budget);
            default:
                throw new InvalidOperationException("An examination has three ends.");
        }
    }

    /// <summary>Another login of the same person may have absorbed the account a moment ago: this one must name the survivor.</summary>
    /// <param name="found">What Auth0 answered with in place of the account, if anything.</param>
    private async Task<LinkEnd> AbsorbedAsync(UserId id, Auth0User? found, RequestBudget budget)
    {
        var survivor = found?.HasIdentity(id) == true ? found : await survivors.FindAsync(id, budget);
        return survivor is null
            ? new LinkEnd(new LinkOutcome.NotEligible(id, Reason.UserNotFound), Account: null)
            : new LinkEnd(new LinkOutcome.AlreadyLinked(survivor.Id), survivor);
    }

    /// <summary>Every hit is read again by its id: the index lags, and Auth0 warns of using it for linking.</summary>
    private async Task<IReadOnlyList<Auth0User>> ReadHitsAsync(UserQuery query, UserId self, RequestBudget budget)
    {
        var hits = await users.SearchAsync(query, budget);
        var read = await Task.WhenAll(hits.Where(hit => hit != self).Distinct().Select(hit => users.FindAsync(hit, budget)));
        return [.. read.OfType<Auth0User>()];
    }

    private async Task<LinkEnd?> CarryOutAsync(Auth0User user, LinkDecision decision, RequestBudget budget) => decision switch
    {
        LinkDecision.NoMatch => new LinkEnd(new LinkOutcome.NoMatch(user.Id), user),
        LinkDecision.Refused refused => new LinkEnd(new LinkOutcome.Refused(user.Id, refused.Why), user),
        LinkDecision.Ambiguous several => new LinkEnd(new LinkOutcome.Ambiguous(user.Id, several.Candidates), user),
        LinkDecision.Join pair => await join.JoinAsync(pair, budget) switch
        {
            JoinEnd.Joined => new LinkEnd(new LinkOutcome.Linked(pair.Primary.Id), pair.Primary),
            JoinEnd.WasJoined => new LinkEnd(new LinkOutcome.AlreadyLinked(pair.Primary.Id), pair.Primary),
            _ => null,
        },
        _ => throw new InvalidOperationException("A decision has four ends."),
    };

    /// <summary>The outcome stands whether or not this succeeds: without the marker the next login merely asks again.</summary>
    private async Task MarkAsync(LinkEnd end, RequestBudget budget)
    {
        if (end.Outcome is LinkOutcome.Ambiguous or LinkOutcome.Refused || end.Account is not { } account) return;
        if (RecheckMarker.Change(account, clock.GetUtcNow(), options.CurrentValue.RecheckAfter) is not { } change) return;
        try
        {
            await users.PatchAppMetadataAsync(account.Id, change, budget);
        }
        catch (Auth0Exception trouble)
        {
            Log.NotMarked(logger, trouble.Code);
        }
        catch (OperationCanceledException)
        {
            // The caller hung up; what was linked is linked.
        }
    }

    /// <param name="Account">The account that the login continues as, as it was read; null where there is none.</param>
    private sealed record LinkEnd(LinkOutcome Outcome, Auth0User? Account);

    private static partial class Log
    {
        [LoggerMessage(EventIds.MarkerNotWritten, LogLevel.Warning, "When to look again was not noted ({Code}): the next login asks again.")]
        public static partial void NotMarked(ILogger logger, string code);
    }
}

using AccountLinking.Auth0;

namespace AccountLinking.Linking.Joining;

/// <summary>Hangs one account under another, and knows afterwards whether it does.</summary>
internal sealed partial class LinkStep(IAuth0Users users, ILogger<LinkStep> logger)
{
    /// <returns>Also of trouble, which it never throws.</returns>
    public async Task<LinkEnd> LinkAsync(Auth0User primary, Secondary secondary, RequestBudget budget)
    {
        try
        {
            var first = await SendAsync(primary, secondary, budget);
            if (first.IsCertain) return first;
            // Its answer was lost, and it is not there: only so may it be sent again. If that is in vain, too, the first may take effect yet.
            var second = await SendAsync(primary, secondary, budget);
            return second.IsThere ? LinkEnd.Made : first;
        }
        catch (Auth0Exception unseen)
        {
            return LinkEnd.Unknown(unseen);
        }
    }

    /// <exception cref="Auth0Exception">What became of it could not be read.</exception>
    private async Task<LinkEnd> SendAsync(Auth0User primary, Secondary secondary, RequestBudget budget)
    {
        Auth0Exception? lost = null;
        try
        {
            if (await users.LinkAsync(primary.Id, secondary.Account.MainIdentity, secondary.ConnectionId, budget) == LinkAnswer.Linked) return LinkEnd.Made;
        }
        catch (Auth0Exception trouble)
        {
            if (!trouble.MayHaveTakenEffect) return LinkEnd.NotMade(trouble);
            Log.Lost(logger, trouble.Status);
            lost = trouble;
        }

        if (await HasTakenEffectAsync(primary, secondary, budget)) return lost is null ? LinkEnd.MadeBefore : LinkEnd.Made;
        return lost is null ? LinkEnd.NotMade(trouble: null) : LinkEnd.Unknown(lost);
    }

    private async Task<bool> HasTakenEffectAsync(Auth0User primary, Secondary secondary, RequestBudget budget) =>
        await users.FindAsync(primary.Id, budget) is { } now && now.HasIdentity(secondary.Account.Id);

    private static partial class Log
    {
        [LoggerMessage(EventIds.LinkLost, LogLevel.Warning, "Whether a link took effect is not known (status {Status}); the primary account is read.", EventName = nameof(EventIds.LinkLost))]
        public static partial void Lost(ILogger logger, int? status);
    }
}

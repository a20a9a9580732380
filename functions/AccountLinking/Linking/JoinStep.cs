using AccountLinking.Auth0;

namespace AccountLinking.Linking;

/// <summary>Hangs the secondary account under the primary one, and knows afterwards whether it does.</summary>
internal sealed partial class JoinStep(IAuth0Users users, ILogger<JoinStep> logger)
{
    private const int MaxAttempts = 2;

    public async Task<JoinEnd> JoinAsync(LinkDecision.Join join, RequestBudget budget)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                if (await users.LinkAsync(join.Primary.Id, join.Secondary.MainIdentity, join.ConnectionId, budget) == LinkAnswer.Linked) return JoinEnd.Joined;
                return await HasTakenEffectAsync(join, budget) ? JoinEnd.WasJoined : JoinEnd.Refused;
            }
            catch (Auth0Exception lost) when (lost.Code == TroubleCode.Unavailable)
            {
                // The answer was lost, or is none: only a look tells whether the link took effect, and only if not may it be sent again.
                Log.Lost(logger, lost.Status);
                if (await HasTakenEffectAsync(join, budget)) return JoinEnd.Joined;
                if (attempt == MaxAttempts) throw;
            }
        }
    }

    private async Task<bool> HasTakenEffectAsync(LinkDecision.Join join, RequestBudget budget) =>
        await users.FindAsync(join.Primary.Id, budget) is { } primary && primary.HasIdentity(join.Secondary.Id);

    private static partial class Log
    {
        [LoggerMessage(EventIds.LinkLost, LogLevel.Warning, "Whether a link took effect is not known (status {Status}); the primary account is read.")]
        public static partial void Lost(ILogger logger, int? status);
    }
}

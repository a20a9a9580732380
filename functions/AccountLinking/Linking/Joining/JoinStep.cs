using AccountLinking.Auth0;
using AccountLinking.Linking.Merging;

namespace AccountLinking.Linking.Joining;

/// <summary>
/// Writes the metadata of all onto the primary account, hangs the others under it, and knows afterwards whether they do. In this
/// order, because Auth0 discards the metadata of what is absorbed: at every moment it is on one of the accounts.
/// </summary>
internal sealed partial class JoinStep(IAuth0Users users, ILogger<JoinStep> logger)
{
    private const int MaxAttempts = 2;

    /// <param name="patch">The metadata, and what is noted with it.</param>
    /// <exception cref="Auth0Exception">
    /// Auth0 did not do its part. If it said no, the patch is taken back; if it said nothing, the patch stays, because the link may have taken
    /// effect, and the next attempt goes on from there.
    /// </exception>
    public async Task<JoinEnd> JoinAsync(JoinPlan plan, MetadataPatch patch, RequestBudget budget)
    {
        budget.PassPointOfNoReturn();
        if (!patch.IsEmpty && !await users.PatchMetadataAsync(plan.Primary.Id, patch, PatchPurpose.Merge, budget)) return JoinEnd.Refused;
        List<Secondary> joined = [];
        try
        {
            var end = JoinEnd.Joined;
            foreach (var secondary in plan.InOrderOfLinking)
            {
                var ended = await LinkAsync(plan.Primary, secondary, budget);
                if (ended == JoinEnd.Refused)
                {
                    await TakeBackAsync(plan, patch, joined, budget);
                    return joined.Count == 0 ? JoinEnd.Refused : JoinEnd.JoinedInPart;
                }

                joined.Add(secondary);
                end = joined.Count == 1 ? ended : end;
            }

            return end;
        }
        catch (Auth0Exception trouble)
        {
            if (trouble.Code is TroubleCode.Rejected or TroubleCode.Forbidden or TroubleCode.Unauthorized) await TakeBackAsync(plan, patch, joined, budget);
            if (joined.Count == 0) throw;
            // Whoever signs in is joined already, and must continue as the primary account.
            Log.InPart(logger, trouble.Code);
            return JoinEnd.JoinedInPart;
        }
    }

    private async Task<JoinEnd> LinkAsync(Auth0User primary, Secondary secondary, RequestBudget budget)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                if (await users.LinkAsync(primary.Id, secondary.Account.MainIdentity, secondary.ConnectionId, budget) == LinkAnswer.Linked) return JoinEnd.Joined;
                return await HasTakenEffectAsync(primary, secondary, budget) ? JoinEnd.WasJoined : JoinEnd.Refused;
            }
            catch (Auth0Exception lost) when (lost.Code == TroubleCode.Unavailable)
            {
                // The answer was lost, or is none: only a look tells whether the link took effect, and only if not may it be sent again.
                Log.Lost(logger, lost.Status);
                if (await HasTakenEffectAsync(primary, secondary, budget)) return JoinEnd.Joined;
                if (attempt == MaxAttempts) throw;
            }
        }
    }

    private async Task<bool> HasTakenEffectAsync(Auth0User primary, Secondary secondary, RequestBudget budget) =>
        await users.FindAsync(primary.Id, budget) is { } now && now.HasIdentity(secondary.Account.Id);

    /// <summary>The primary keeps what came from those that were joined, and loses the rest.</summary>
    private async Task TakeBackAsync(JoinPlan plan, MetadataPatch sent, IReadOnlyList<Secondary> joined, RequestBudget budget)
    {
        if (sent.IsEmpty) return;
        try
        {
            if (await users.FindAsync(plan.Primary.Id, budget) is not { } now) return;
            var should = MetadataMerge.Of(plan.Primary, plan.Secondaries.Where(joined.Contains).Select(secondary => secondary.Account));
            var back = TakeBack.Of(sent, should.UserMetadata, should.AppMetadata, now);
            if (!back.IsEmpty) await users.PatchMetadataAsync(plan.Primary.Id, back, PatchPurpose.TakeBack, budget);
            Log.TakenBack(logger);
        }
        catch (Auth0Exception trouble)
        {
            Log.NotTakenBack(logger, trouble.Code);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(EventIds.LinkLost, LogLevel.Warning, "Whether a link took effect is not known (status {Status}); the primary account is read.")]
        public static partial void Lost(ILogger logger, int? status);

        [LoggerMessage(EventIds.LinkedInPart, LogLevel.Warning, "Not all accounts could be linked ({Code}): the next login goes on with the rest.")]
        public static partial void InPart(ILogger logger, string code);

        [LoggerMessage(EventIds.PatchTakenBack, LogLevel.Warning, "Auth0 refused a link; the metadata that was merged for it is taken back from the primary account.")]
        public static partial void TakenBack(ILogger logger);

        [LoggerMessage(EventIds.PatchNotTakenBack, LogLevel.Error, "Auth0 refused a link, and the metadata that was merged for it could not be taken back ({Code}): the primary account has it still.")]
        public static partial void NotTakenBack(ILogger logger, string code);
    }
}

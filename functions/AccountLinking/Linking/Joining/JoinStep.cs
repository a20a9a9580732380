using AccountLinking.Auth0;

namespace AccountLinking.Linking.Joining;

/// <summary>
/// Writes the metadata of all onto the primary account, hangs the others under it, and knows afterwards whether they do. In this
/// order, because Auth0 discards the metadata of what is absorbed: at every moment it is on one of the accounts.
/// </summary>
internal sealed partial class JoinStep(IAuth0Users users, LinkStep links, ILogger<JoinStep> logger)
{
    /// <param name="patch">The metadata, and what is noted with it.</param>
    /// <exception cref="Auth0Exception">
    /// Auth0 did not do its part. If it is certain that it did not link, the patch is taken back. If it is not, the patch stays, and the next
    /// attempt goes on from there.
    /// </exception>
    public async Task<JoinEnd> JoinAsync(JoinPlan plan, MetadataPatch patch, RequestBudget budget)
    {
        budget.PassPointOfNoReturn();
        if (!patch.IsEmpty && !await users.PatchMetadataAsync(plan.Primary.Id, patch, PatchPurpose.Merge, budget)) return JoinEnd.Refused;
        JoinEnd? first = null;
        foreach (var secondary in plan.InOrderOfLinking)
        {
            var link = await links.LinkAsync(plan.Primary, secondary, budget);
            if (!link.IsThere) return await BreakOffAsync(plan, patch, link, isPart: first is not null, budget);
            first ??= link.WasThere ? JoinEnd.WasJoined : JoinEnd.Joined;
        }

        return first ?? throw new ArgumentException("Nobody to join.", nameof(plan));
    }

    private async Task<JoinEnd> BreakOffAsync(JoinPlan plan, MetadataPatch sent, LinkEnd link, bool isPart, RequestBudget budget)
    {
        if (link.IsCertain) await TakeBackAsync(plan, sent, budget);
        if (isPart)
        {
            // Whoever signs in is joined already, and must continue as the primary account.
            Log.InPart(logger, link.Trouble?.Code);
            return JoinEnd.JoinedInPart;
        }

        return link.Trouble is { } trouble ? throw trouble : JoinEnd.Refused;
    }

    /// <summary>The primary keeps what came from those that are joined, whoever joined them, and loses the rest.</summary>
    private async Task TakeBackAsync(JoinPlan plan, MetadataPatch sent, RequestBudget budget)
    {
        if (sent.IsEmpty) return;
        try
        {
            if (await users.FindAsync(plan.Primary.Id, budget) is not { } now) return;
            var should = plan.MetadataWith(plan.Secondaries.Where(secondary => now.HasIdentity(secondary.Account.Id)));
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
        [LoggerMessage(EventIds.LinkedInPart, LogLevel.Warning, "Not all accounts could be linked ({Code}): the next login goes on with the rest.")]
        public static partial void InPart(ILogger logger, string? code);

        [LoggerMessage(EventIds.PatchTakenBack, LogLevel.Warning, "A link was not made; the metadata that was merged for it is taken back from the primary account.")]
        public static partial void TakenBack(ILogger logger);

        [LoggerMessage(EventIds.PatchNotTakenBack, LogLevel.Error, "A link was not made, and the metadata that was merged for it could not be taken back ({Code}): the primary account has it still.")]
        public static partial void NotTakenBack(ILogger logger, string code);
    }
}

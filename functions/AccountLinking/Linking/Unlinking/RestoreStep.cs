using AccountLinking.Auth0;
using AccountLinking.Configuration;
using AccountLinking.Journal;
using AccountLinking.Linking.Joining;

namespace AccountLinking.Linking.Unlinking;

/// <summary>Makes an account that was absorbed one of its own again, with all the identities that it had.</summary>
internal sealed partial class RestoreStep(IAuth0Users users, ILogger<RestoreStep> logger)
{
    /// <param name="holders">Whoever may have its identities now.</param>
    /// <returns>The account; null: it is nowhere any more.</returns>
    public async Task<Auth0User?> RestoreAsync(AbsorbedAccount absorbed, IReadOnlyList<UserId> holders, LinkingOptions settings, RequestBudget budget)
    {
        var before = LinkRecords.AccountOf(absorbed.Profile);
        foreach (var identity in before.Identities) await DetachAsync(identity, before.Id, holders, budget);
        if (await users.FindAsync(before.Id, budget) is not { } account) return null;
        foreach (var identity in before.Identities.Where(identity => identity.FullId != before.Id.ToString() && !account.Identities.Any(there => there.FullId == identity.FullId)))
        {
            await AttachAsync(before.Id, identity, settings, budget);
        }

        return account;
    }

    private async Task DetachAsync(UserIdentity identity, UserId own, IReadOnlyList<UserId> holders, RequestBudget budget)
    {
        foreach (var holder in holders.Where(holder => holder != own && holder.ToString() != identity.FullId))
        {
            if (await users.FindAsync(holder, budget) is { } now && now.Identities.Any(there => there.FullId == identity.FullId)) await users.UnlinkAsync(holder, identity, budget);
        }
    }

    /// <summary>It stands alone by now. Where Auth0 refuses, it goes on standing alone, which is told and harms nobody.</summary>
    private async Task AttachAsync(UserId account, UserIdentity identity, LinkingOptions settings, RequestBudget budget)
    {
        settings.Connections.TryGetValue(identity.Connection, out var connectionId);
        if (await users.LinkAsync(account, identity, identity.IsDatabase ? connectionId : null, budget) == LinkAnswer.Refused) Log.NotAttached(logger);
    }

    private static partial class Log
    {
        [LoggerMessage(EventIds.IdentityNotRestored, LogLevel.Warning, "An identity of an account that was separated stands alone: Auth0 did not link it to that account again.")]
        public static partial void NotAttached(ILogger logger);
    }
}

using AccountLinking.Auth0;
using AccountLinking.Auth0.Profiles;
using AccountLinking.Configuration;
using AccountLinking.Journal;
using AccountLinking.Linking.Merging;
using AccountLinking.Linking.NationalIds;

namespace AccountLinking.Linking.Unlinking;

/// <summary>Makes an account that was absorbed one of its own again, with all the identities that it had.</summary>
internal sealed partial class RestoreStep(IAuth0Users users, ILogger<RestoreStep> logger)
{
    /// <param name="kept">Identities that stay where they are.</param>
    /// <param name="holders">Whoever may have its identities now.</param>
    /// <returns>The account; null: it is nowhere any more.</returns>
    /// <exception cref="Auth0Exception">It was detached and cannot be read: the next attempt finishes.</exception>
    public async Task<Auth0User?> RestoreAsync(AbsorbedAccount absorbed, IReadOnlySet<string> kept, IReadOnlyList<UserId> holders, LinkingOptions settings, RequestBudget budget)
    {
        var before = absorbed.Account;
        var identities = before.Identities.Where(identity => !kept.Contains(identity.FullId)).ToList();
        List<UserIdentity> detached = [];
        foreach (var identity in identities)
        {
            if (await DetachAsync(identity, before.Id, holders, budget)) detached.Add(identity);
        }

        if (await users.FindAsync(before.Id, budget) is not { } account)
        {
            return detached.Count == 0 ? null : throw new Auth0Exception(TroubleCode.Unavailable, "An account that was separated cannot be read yet: send the same request again.");
        }

        foreach (var identity in identities.Where(identity => identity.FullId != before.Id.ToString() && !account.Identities.Any(there => there.FullId == identity.FullId)))
        {
            if (detached.Contains(identity) || await IsBareAsync(identity, budget)) await AttachAsync(before.Id, identity, settings, budget);
            else Log.NotAttached(logger);
        }

        return account;
    }

    private async Task<bool> DetachAsync(UserIdentity identity, UserId own, IReadOnlyList<UserId> holders, RequestBudget budget)
    {
        foreach (var holder in holders.Where(holder => holder != own && holder.ToString() != identity.FullId))
        {
            if (await users.FindAsync(holder, budget) is { } now && now.Identities.Any(there => there.FullId == identity.FullId)) return await users.UnlinkAsync(holder, identity, budget);
        }

        return false;
    }

    /// <summary>As an attempt that broke off has left it. One that has anything but what any login notes is somebody's account by now, and Auth0 would discard that.</summary>
    private async Task<bool> IsBareAsync(UserIdentity identity, RequestBudget budget) =>
        UserId.TryParse(identity.FullId, out var id) && await users.FindAsync(id, budget) is { Identities.Count: 1 } account
        && CrmCopy.OwnMetadataOf(account).Count == 0 && AccountMetadata.AppOf(account).All(property => OwnKeys.InAppMetadata.Contains(property.Key))
        && !Separations.Has(account);

    /// <summary>It stands alone by now. Where Auth0 refuses, it goes on standing alone, which is told and harms nobody.</summary>
    private async Task AttachAsync(UserId account, UserIdentity identity, LinkingOptions settings, RequestBudget budget)
    {
        settings.Connections.TryGetValue(identity.Connection, out var connectionId);
        if (await users.LinkAsync(account, identity, identity.IsDatabase ? connectionId : null, budget) == LinkAnswer.Refused) Log.NotAttached(logger);
    }

    private static partial class Log
    {
        [LoggerMessage(EventIds.IdentityNotRestored, LogLevel.Warning, "An identity of an account that was separated stands alone: it has become an account with data of its own, or Auth0 did not link it again.", EventName = nameof(EventIds.IdentityNotRestored))]
        public static partial void NotAttached(ILogger logger);
    }
}

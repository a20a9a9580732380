using System.Text;
using AccountLinking.Sandbox.Actions;
using AccountLinking.Sandbox.Json;
using AccountLinking.Sandbox.Tenant.ManagementApi;
using AccountLinking.Sandbox.Tenant.Users;

namespace AccountLinking.Sandbox.Logins;

/// <summary>Auth0's rules on what an Action asked for, enforced when it has ended. A pure function of accounts and effects.</summary>
public static class LoginEffects
{
    /// <summary>Of the names and values of all custom claims of a token.</summary>
    private const int MaxClaimBytes = 100 * 1024;

    /// <param name="identityId">The identity that signed in.</param>
    /// <returns>The account that the login continues as, with the Action's metadata; or why the login fails.</returns>
    public static (TenantUser? User, ActionResult Action) Apply(Accounts accounts, string userId, string identityId, ActionResult action)
    {
        if (IsTooLarge(action.IdTokenClaims)) return Fail(action, "The custom claims of the ID token are larger than 100 kB.");
        if (IsTooLarge(action.AccessTokenClaims)) return Fail(action, "The custom claims of the access token are larger than 100 kB.");
        return action.PrimaryUserId is { } primaryId
            ? SwitchTo(accounts, primaryId, identityId, action)
            : Continue(accounts, userId, identityId, action);
    }

    private static bool IsTooLarge(JsonMap claims) => claims.Sum(claim => Encoding.UTF8.GetByteCount(claim.Key + claim.Value.GetRawText())) > MaxClaimBytes;

    private static (TenantUser? User, ActionResult Action) SwitchTo(Accounts accounts, string primaryId, string identityId, ActionResult action)
    {
        if (accounts.Find(primaryId) is not { } primary || !primary.HasSecondary(identityId))
            return Fail(action, "The identity used to authenticate the login is not among the secondary identities of the user given to setPrimaryUser.");
        // Auth0 documents the loss of user_metadata; of app_metadata it documents nothing, so nobody may count on it.
        return action.UserMetadata.Count + action.AppMetadata.Count == 0
            ? (primary, action)
            : (primary, action.Warn("Metadata set in the same Action as setPrimaryUser is discarded."));
    }

    private static (TenantUser? User, ActionResult Action) Continue(Accounts accounts, string userId, string identityId, ActionResult action)
    {
        if (accounts.Find(userId) is not { } user || user.FindIdentity(identityId) is null)
            return Fail(action, "Unable to construct login user: during the login the account was linked to another one, or deleted, and the Action named no primary user.");
        try
        {
            return (WithMetadata(accounts, user, action), action);
        }
        catch (ManagementApiException refused)
        {
            return Fail(action, refused.Message);
        }
    }

    private static TenantUser WithMetadata(Accounts accounts, TenantUser user, ActionResult action)
    {
        if (action.UserMetadata.Count + action.AppMetadata.Count == 0) return user;
        UserPayload.ValidateMetadata(JsonMap.Empty
            .With("user_metadata", action.UserMetadata.ToElement())
            .With("app_metadata", action.AppMetadata.ToElement()));
        var changed = user with
        {
            UserMetadata = action.UserMetadata.Count == 0 ? user.UserMetadata : UserPatch.Merge(user.UserMetadata, action.UserMetadata.ToElement()),
            AppMetadata = action.AppMetadata.Count == 0 ? user.AppMetadata : UserPatch.Merge(user.AppMetadata, action.AppMetadata.ToElement()),
        };
        accounts.Put(changed);
        return changed;
    }

    private static (TenantUser? User, ActionResult Action) Fail(ActionResult action, string error) => (null, action with { Error = error });
}

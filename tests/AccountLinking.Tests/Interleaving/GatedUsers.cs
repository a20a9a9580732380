using AccountLinking.Auth0;

namespace AccountLinking.Tests.Interleaving;

/// <summary>Auth0, each call of which waits until the scheduler lets it through.</summary>
internal sealed class GatedUsers(IAuth0Users users) : IAuth0Users
{
    public Task<Auth0User?> FindAsync(UserId id, RequestBudget budget) => Attempt.Current.CallAsync($"read {id}", null, isRead: true, () => users.FindAsync(id, budget));

    public Task<IReadOnlyList<UserId>> SearchAsync(UserQuery query, RequestBudget budget) => Attempt.Current.CallAsync($"search {query}", null, isRead: true, () => users.SearchAsync(query, budget));

    public Task<IReadOnlyList<Auth0User>> FindByEmailAsync(string email, RequestBudget budget) => Attempt.Current.CallAsync($"by e-mail {email}", null, isRead: true, () => users.FindByEmailAsync(email, budget));

    public Task<bool> PatchMetadataAsync(UserId id, MetadataPatch patch, PatchPurpose purpose, RequestBudget budget) => Attempt.Current.CallAsync(
        $"patch {id} {purpose} {patch.UserMetadata?.ToJsonString()} {patch.AppMetadata?.ToJsonString()}", null, isRead: false, () => users.PatchMetadataAsync(id, patch, purpose, budget));

    public Task<bool> UnlinkAsync(UserId primary, UserIdentity secondary, RequestBudget budget) =>
        Attempt.Current.CallAsync($"unlink {secondary.FullId} from {primary}", null, isRead: false, () => users.UnlinkAsync(primary, secondary, budget));

    public Task<LinkAnswer> LinkAsync(UserId primary, UserIdentity secondary, string? connectionId, RequestBudget budget) =>
        Attempt.Current.CallAsync($"link {secondary.FullId} to {primary} {connectionId}", null, isRead: false, () => users.LinkAsync(primary, secondary, connectionId, budget));
}

using AccountLinking.Auth0;
using AccountLinking.Linking.Rules;

namespace AccountLinking.Linking;

/// <summary>Finds accounts that may be the same person's, to be suggested and proven: those with the same verified e-mail address.</summary>
internal sealed class TwinSearch(IAuth0Users users)
{
    /// <summary>Strongly consistent. Without the account itself, and without any that nobody can sign in to.</summary>
    public async Task<IReadOnlyList<Auth0User>> FindAsync(Auth0User user, RequestBudget budget)
    {
        if (!user.IsEmailVerified || EmailAddress.Of(user) is not { } address) return [];
        var found = await Task.WhenAll(address.Spellings.Select(spelling => users.FindByEmailAsync(spelling, budget)));
        return
        [
            .. found.SelectMany(accounts => accounts).DistinctBy(account => account.Id).Where(account => !user.HasIdentity(account.Id) && !account.HasIdentity(user.Id))
                .Where(account => account is { IsEmailVerified: true, IsBlocked: false } && EmailAddress.Of(account) is { } other && address.Covers(other)),
        ];
    }
}

using AccountLinking.Auth0;

namespace AccountLinking.Linking.Joining;

/// <summary>Finds the account that an identity hangs under now, when it has no account of its own any more.</summary>
internal sealed class SurvivorSearch(IAuth0Users users)
{
    /// <summary>Each holder that the index names may have been absorbed itself since.</summary>
    private const int MaxSteps = 5;

    /// <summary>Null: nobody holds it, or the index does not know yet who does.</summary>
    public async Task<Auth0User?> FindAsync(UserId absorbed, RequestBudget budget)
    {
        UserId? next = absorbed;
        for (var step = 0; step < MaxSteps && next is { } current; step++)
        {
            next = null;
            foreach (var hit in await users.SearchAsync(UserQuery.Identity(current), budget))
            {
                var holder = await users.FindAsync(hit, budget);
                if (holder?.HasIdentity(absorbed) == true) return holder;
                if (holder is null) next = hit;
            }
        }

        return null;
    }
}

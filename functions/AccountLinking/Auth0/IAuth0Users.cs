namespace AccountLinking.Auth0;

/// <summary>
/// The Management API as far as linking needs it. Reads are repeated while the budget lasts and end with it, or when the caller
/// hangs up; a write begins only with two seconds of it left (but see <see cref="PatchPurpose.TakeBack"/>), and then goes on whether or not the caller does.
/// </summary>
/// <remarks>Every method throws <see cref="Auth0Exception"/> when Auth0 does not do its part.</remarks>
public interface IAuth0Users
{
    /// <summary>Strongly consistent. Null: there is no such account; a secondary identity has none of its own.</summary>
    Task<Auth0User?> FindAsync(UserId id, RequestBudget budget);

    /// <summary>What the index knows, at most ten accounts. It lags: every hit must be read again before it is believed.</summary>
    Task<IReadOnlyList<UserId>> SearchAsync(UserQuery query, RequestBudget budget);

    /// <summary>The accounts with an e-mail address, spelled exactly so. Strongly consistent.</summary>
    Task<IReadOnlyList<Auth0User>> FindByEmailAsync(string email, RequestBudget budget);

    /// <summary>Replaces first-level keys of the account's metadata.</summary>
    /// <returns>False: there is no such account any more.</returns>
    /// <exception cref="ArgumentException">There is nothing to replace.</exception>
    Task<bool> PatchMetadataAsync(UserId id, MetadataPatch patch, PatchPurpose purpose, RequestBudget budget);

    /// <summary>Makes a secondary identity an account of its own again, without metadata; it may be sent twice.</summary>
    /// <returns>False: there is no such identity there.</returns>
    Task<bool> UnlinkAsync(UserId primary, UserIdentity secondary, RequestBudget budget);

    /// <summary>Tried once, but for a rate limit: whether a failed attempt took effect is for the caller to find out.</summary>
    /// <param name="connectionId">Needed for a database identity, because a tenant may have several databases.</param>
    Task<LinkAnswer> LinkAsync(UserId primary, UserIdentity secondary, string? connectionId, RequestBudget budget);
}

namespace AccountLinking.Auth0.ManagementApi;

/// <summary>What the service asks of the Management API, which is not much: https://auth0.com/docs/api/management/v2.</summary>
/// <param name="Name">Method and path as the documentation has them: nothing of the request itself, so that it may be logged.</param>
/// <param name="Scope">What the token must allow.</param>
/// <param name="Effort">How hard it is tried.</param>
internal abstract record ManagementCall(string Name, string Scope, Effort Effort)
{
    /// <summary>It may hold whatever the request does.</summary>
    public sealed override string ToString() => Name;

    public sealed record GetUser(UserId Id) : ManagementCall("GET /api/v2/users/{id}", ScopeNeeds.ReadUsers, Effort.Read);

    /// <summary>Only the ids are asked for, unless it is said otherwise: whatever else the index has may be stale, and is not to be believed.</summary>
    /// <param name="Query">Null: any users.</param>
    public sealed record SearchUsers(UserQuery? Query, int MaxHits, string Fields = SearchUsers.Ids) : ManagementCall("GET /api/v2/users", ScopeNeeds.ReadUsers, Effort.Read)
    {
        public const string Ids = "user_id";
        public const string Identities = "identities";
    }

    public sealed record GetUsersByEmail(string Email) : ManagementCall("GET /api/v2/users-by-email", ScopeNeeds.ReadUsers, Effort.Read);

    public sealed record UpdateUser(UserId Id, MetadataPatch Patch, Effort Effort) : ManagementCall("PATCH /api/v2/users/{id}", ScopeNeeds.UpdateUsers, Effort);

    public sealed record LinkIdentity(UserId Primary, UserIdentity Secondary, string? ConnectionId)
        : ManagementCall("POST /api/v2/users/{id}/identities", ScopeNeeds.UpdateUsers, Effort.Link);

    public sealed record UnlinkIdentity(UserId Primary, UserIdentity Secondary)
        : ManagementCall("DELETE /api/v2/users/{id}/identities/{provider}/{user_id}", ScopeNeeds.UpdateUsers, Effort.Change);
}

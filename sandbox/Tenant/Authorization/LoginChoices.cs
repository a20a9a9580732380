using AccountLinking.Sandbox.Control;
using AccountLinking.Sandbox.Json;
using AccountLinking.Sandbox.Logins;
using AccountLinking.Sandbox.Tenant.Users;

namespace AccountLinking.Sandbox.Tenant.Authorization;

/// <summary>Whom the login page offers to be: the tenant's accounts, by each of their identities, and people who have none yet.</summary>
public sealed class LoginChoices(SandboxState state)
{
    /// <param name="connection">The only one that counts; null: each does.</param>
    public (IReadOnlyList<LoginChoice> Accounts, IReadOnlyList<LoginChoice> People) For(Connection? connection)
    {
        var accounts = state.Users.Current().Values.SelectMany(OfAccount).Where(IsWanted)
            .OrderBy(choice => choice.Name, StringComparer.Ordinal).ThenBy(choice => choice.Login.IdentityId, StringComparer.Ordinal).ToList();
        var held = accounts.Select(choice => choice.Login.IdentityId).ToHashSet(StringComparer.Ordinal);
        var people = state.Seed.People.Where(person => !held.Contains(person.IdentityId)).Select(person => LoginChoice.Of(person, person.Claims)).Where(IsWanted).ToList();
        return (accounts, people);

        bool IsWanted(LoginChoice choice) => connection is null || choice.Login.Connection.Name == connection.Name;
    }

    /// <summary>The login that an identity names: of an account, which it leaves as it is, or of somebody who has none yet.</summary>
    public LoginRequest? Find(string identityId) =>
        state.Users.Use(accounts => accounts.FindHolder(identityId)) is { } holder
            ? LoginOf(holder.FindIdentity(identityId)!)
            : state.Seed.People.FirstOrDefault(person => person.IdentityId == identityId);

    private IEnumerable<LoginChoice> OfAccount(TenantUser user) =>
        from identity in user.Identities
        let login = LoginOf(identity)
        where login is not null
        select LoginChoice.Of(login, identity == user.MainIdentity ? user.Attributes : user.Attributes.Where(key => key == "name").With(identity.ProfileData ?? JsonMap.Empty));

    /// <summary>Null: of a connection that the tenant does not have.</summary>
    private LoginRequest? LoginOf(Identity identity) =>
        state.Seed.Connections.Named(identity.Connection) is { } connection && connection.SubjectOf(identity) is { } subject ? LoginRequest.Again(connection, subject) : null;
}

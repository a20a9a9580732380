using System.Text.Json;

namespace AccountLinking.Auth0;

/// <summary>One of a user's <c>identities</c>.</summary>
/// <param name="Id">The part after the provider, as text: some providers' ids are numbers in Auth0's JSON.</param>
/// <param name="ProfileData">The claims of a secondary identity; the main one's are at the root of the user.</param>
public sealed record UserIdentity(string Provider, string Id, string Connection, JsonElement ProfileData)
{
    /// <summary>The provider of Auth0's databases, of which a tenant may have several.</summary>
    public const string DatabaseProvider = "auth0";

    /// <summary>The id of the account that this identity is, or was, the main one of.</summary>
    public string FullId => $"{Provider}|{Id}";

    public bool IsDatabase => Provider == DatabaseProvider;

    /// <summary>Nothing personal: it may end up in a log.</summary>
    public override string ToString() => $"an identity of {Connection}";
}

namespace AccountLinking.Auth0;

/// <summary>
/// A search for users in Auth0's query syntax. Values stand in quotes with <c>"</c> and <c>\</c> escaped, so that nothing in
/// them is read as syntax: https://auth0.com/docs/manage-users/user-search/user-search-query-syntax.
/// </summary>
public readonly record struct UserQuery
{
    private readonly string _text;

    private UserQuery(string text) => _text = text;

    /// <param name="key">A key that the configuration was checked to hold: letters, digits, <c>_</c> and <c>-</c>.</param>
    public static UserQuery AppMetadata(string key, string value) => new($"app_metadata.{key}:{Quote(value)}");

    /// <summary>The account that an identity hangs under.</summary>
    public static UserQuery Identity(UserId id) => new($"identities.user_id:{Quote(id.IdentityId)}");

    /// <summary>Accounts with an identity of a connection, spelled exactly so.</summary>
    public static UserQuery Connection(string name) => new($"identities.connection:{Quote(name)}");

    public UserQuery Or(UserQuery other) => new($"{_text} OR {other._text}");

    public override string ToString() => _text;

    private static string Quote(string value) =>
        $"\"{value.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal)}\"";
}

namespace AccountLinking.Sandbox.Tenant;

public sealed class Connections(IReadOnlyList<Connection> all)
{
    public IReadOnlyList<Connection> All => all;

    public Connection? Named(string name) => all.FirstOrDefault(connection => connection.Name == name);

    public Connection? WithId(string id) => all.FirstOrDefault(connection => connection.Id == id);

    public bool HasProvider(string provider) => all.Any(connection => connection.Strategy == provider);

    /// <summary>The connection that an id alone tells: for <c>oidc|name|sub</c> the one named, otherwise the provider's first.</summary>
    public Connection? OfIdentity(string provider, string id) =>
        provider == "oidc"
            ? Named(id.Split('|')[0]) is { Strategy: "oidc" } connection ? connection : null
            : all.FirstOrDefault(connection => connection.Strategy == provider);
}

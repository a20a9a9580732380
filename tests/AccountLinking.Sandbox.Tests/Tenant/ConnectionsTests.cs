namespace AccountLinking.Sandbox.Tests.Tenant;

public sealed class ConnectionsTests
{
    [Theory]
    [InlineData("auth0", "anna", "Username-Password-Authentication")]
    [InlineData("google-oauth2", "108", "google-oauth2")]
    [InlineData("sms", "63d1", "sms")]
    [InlineData("oidc", "freja-eid|s1", "freja-eid")]
    [InlineData("oidc", "freja-eid|s|1", "freja-eid")]
    [InlineData("oidc", "unknown|s1", null)]
    [InlineData("oidc", "sms|s1", null)]
    [InlineData("oidc", "s1", null)]
    [InlineData("facebook", "1", null)]
    [InlineData("Auth0", "anna", null)]
    public void An_id_tells_its_connection(string provider, string id, string? name) =>
        Assert.Equal(name, TestTenant.Connections.OfIdentity(provider, id)?.Name);

    [Theory]
    [InlineData("Legacy-Customers", "auth0|s|1", false)]
    [InlineData("swedish-bankid", "oidc|swedish-bankid|s|1", false)]
    [InlineData("google-oauth2", "google-oauth2|s|1", true)]
    [InlineData("sms", "sms|s|1", false)]
    public void A_connection_makes_the_identity_of_a_subject(string name, string fullId, bool isSocial)
    {
        var identity = TestTenant.Connections.Named(name)!.IdentityOf("s|1");

        Assert.Equal(fullId, identity.FullId);
        Assert.Equal(name, identity.Connection);
        Assert.Equal(isSocial, identity.IsSocial);
        Assert.Null(identity.ProfileData);
    }

    [Theory]
    [InlineData("sms", "con_smspasswordless1")]
    [InlineData("SMS", null)]
    [InlineData("", null)]
    public void Finds_by_name(string name, string? id) => Assert.Equal(id, TestTenant.Connections.Named(name)?.Id);

    [Theory]
    [InlineData("con_legacycustomer01", "Legacy-Customers")]
    [InlineData("con_Legacycustomer01", null)]
    public void Finds_by_id(string id, string? name) => Assert.Equal(name, TestTenant.Connections.WithId(id)?.Name);

    [Theory]
    [InlineData("oidc", true)]
    [InlineData("auth0", true)]
    [InlineData("swedish-bankid", false)]
    [InlineData("facebook", false)]
    public void Knows_its_providers(string provider, bool known) => Assert.Equal(known, TestTenant.Connections.HasProvider(provider));
}

using AccountLinking.Sandbox.Tenant.Users;

namespace AccountLinking.Sandbox.Tests.Tenant.Users;

public sealed class UnlinkTests
{
    private const string Later = "2026-11-20T09:15:30.000Z";
    private const string Linked = """
        {"user_id": "auth0|anna", "name": "Anna", "user_metadata": {"keep": 1}, "app_metadata": {"keep": 2}, "identities": [
            {"provider": "auth0", "user_id": "anna", "connection": "Username-Password-Authentication"},
            {"provider": "oidc", "user_id": "swedish-bankid|s1", "connection": "swedish-bankid", "profileData": {"ssn": "196802020575", "name": "Bank"}},
            {"provider": "sms", "user_id": "2", "connection": "sms"}]}
        """;

    [Theory]
    [InlineData("auth0|nobody", "oidc|swedish-bankid|s1", typeof(LinkResult.PrimaryNotFound))]
    [InlineData("oidc|swedish-bankid|s1", "oidc|swedish-bankid|s1", typeof(LinkResult.PrimaryNotFound))]
    [InlineData("auth0|anna", "auth0|anna", typeof(LinkResult.SameMainIdentity))]
    [InlineData("auth0|anna", "auth0|bo", typeof(LinkResult.IdentityNotFound))]
    [InlineData("auth0|bo", "oidc|swedish-bankid|s1", typeof(LinkResult.IdentityNotFound))]
    [InlineData("auth0|anna", "oidc|s1", typeof(LinkResult.IdentityNotFound))]
    public void Refuses_and_changes_nothing(string primary, string identity, Type refusal)
    {
        var store = TestTenant.Store(Linked, """{"user_id": "auth0|bo"}""");
        var before = store.Current();

        Assert.IsType(refusal, Unlink(store, primary, identity));
        Assert.Same(before, store.Current());
    }

    [Fact]
    public void The_identity_becomes_a_bare_account_again()
    {
        var store = TestTenant.Store(Linked);

        Unlink(store, "auth0|anna", "oidc|swedish-bankid|s1");

        Assert.Equal(
            $$"""{"created_at":"{{Later}}","ssn":"196802020575","name":"Bank","updated_at":"{{Later}}","user_id":"oidc|swedish-bankid|s1","identities":"""
            + """[{"connection":"swedish-bankid","provider":"oidc","user_id":"swedish-bankid|s1","isSocial":false}]}""",
            store.Find("oidc|swedish-bankid|s1")!.ToJson().ToString());
    }

    [Fact]
    public void An_identity_without_a_profile_becomes_an_account_without_one()
    {
        var store = TestTenant.Store(Linked);

        Unlink(store, "auth0|anna", "sms|2");

        Assert.Equal($$"""{"created_at":"{{Later}}","updated_at":"{{Later}}"}""", store.Find("sms|2")!.Attributes.ToString());
    }

    [Fact]
    public void The_primary_keeps_the_rest()
    {
        var store = TestTenant.Store(Linked);

        var remaining = Assert.IsType<LinkResult.Done>(Unlink(store, "auth0|anna", "oidc|swedish-bankid|s1")).Primary;

        Assert.Same(store.Find("auth0|anna"), remaining);
        Assert.Equal(["auth0|anna", "sms|2"], remaining.Identities.Select(identity => identity.FullId));
        Assert.Equal("""{"keep":1}""", remaining.UserMetadata!.ToString());
        Assert.Equal("""{"keep":2}""", remaining.AppMetadata.ToString());
        Assert.Equal((TestTenant.NowText, Later), (remaining.Attributes.Text("created_at"), remaining.Attributes.Text("updated_at")));
        Assert.Equal("oidc|swedish-bankid|s1", store.Use(accounts => accounts.FindHolder("oidc|swedish-bankid|s1"))!.UserId);
        Assert.IsType<LinkResult.IdentityNotFound>(Unlink(store, "auth0|anna", "oidc|swedish-bankid|s1"));
    }

    [Fact]
    public void What_was_unlinked_can_be_linked_again()
    {
        var store = TestTenant.Store(Linked);
        Unlink(store, "auth0|anna", "oidc|swedish-bankid|s1");

        var linked = store.Use(accounts => IdentityLinking.Link(accounts, "auth0|anna", "oidc|swedish-bankid|s1", TestTenant.Now));

        Assert.Equal(["auth0|anna", "sms|2", "oidc|swedish-bankid|s1"], Assert.IsType<LinkResult.Done>(linked).Primary.Identities.Select(identity => identity.FullId));
        Assert.Equal("""{"ssn":"196802020575","name":"Bank"}""", store.Find("auth0|anna")!.Identities[2].ProfileData!.ToString());
        Assert.Equal(["auth0|anna"], store.Current().Keys);
    }

    [Fact]
    public void An_unlinked_primary_of_a_chain_comes_back_without_its_secondaries()
    {
        var store = TestTenant.Store("""{"user_id": "auth0|a"}""", """{"user_id": "auth0|b"}""", """{"user_id": "auth0|c"}""");
        store.Use(accounts => IdentityLinking.Link(accounts, "auth0|b", "auth0|c", TestTenant.Now));
        store.Use(accounts => IdentityLinking.Link(accounts, "auth0|a", "auth0|b", TestTenant.Now));

        Unlink(store, "auth0|a", "auth0|b");

        Assert.Equal(["auth0|b"], store.Find("auth0|b")!.Identities.Select(identity => identity.FullId));
        Assert.Equal(["auth0|a", "auth0|c"], store.Find("auth0|a")!.Identities.Select(identity => identity.FullId));
    }

    private static LinkResult Unlink(UserStore store, string primary, string identity) =>
        store.Use(accounts => IdentityLinking.Unlink(accounts, primary, identity, TestTenant.Now.AddHours(1)));
}

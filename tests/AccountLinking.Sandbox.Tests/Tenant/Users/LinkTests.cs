using AccountLinking.Sandbox.Tenant.Users;

namespace AccountLinking.Sandbox.Tests.Tenant.Users;

public sealed class LinkTests
{
    private const string Anna = """{"user_id": "auth0|anna", "email": "anna@example.com", "user_metadata": {"keep": 1}, "app_metadata": {"keep": 2}}""";
    private const string Bank = """
        {"user_id": "oidc|swedish-bankid|s1", "email": "bank@example.com", "ssn": "196802020575", "name": "Anna", "picture": "p", "blocked": true,
         "created_at": "2020-01-01T00:00:00.000Z", "last_login": "x", "last_ip": "127.0.0.1", "logins_count": 3, "last_password_reset": "x", "multifactor": ["otp"],
         "user_metadata": {"lost": 1}, "app_metadata": {"lost": 2}}
        """;

    private static readonly DateTimeOffset Later = TestTenant.Now.AddHours(1);

    [Theory]
    [InlineData("auth0|nobody", "oidc|swedish-bankid|s1", typeof(LinkResult.PrimaryNotFound))]
    [InlineData("auth0|nobody", "auth0|nobody", typeof(LinkResult.PrimaryNotFound))]
    [InlineData("sms|linked", "oidc|swedish-bankid|s1", typeof(LinkResult.PrimaryNotFound))]
    [InlineData("AUTH0|anna", "oidc|swedish-bankid|s1", typeof(LinkResult.PrimaryNotFound))]
    [InlineData("auth0|anna", "auth0|anna", typeof(LinkResult.SameMainIdentity))]
    [InlineData("auth0|anna", "auth0|nobody", typeof(LinkResult.IdentityNotFound))]
    [InlineData("auth0|anna", "OIDC|swedish-bankid|s1", typeof(LinkResult.IdentityNotFound))]
    [InlineData("auth0|anna", "sms|linked", typeof(LinkResult.IdentityTaken))]
    [InlineData("auth0|bo", "sms|linked", typeof(LinkResult.IdentityTaken))]
    public void Refuses_and_changes_nothing(string primary, string secondary, Type refusal)
    {
        var store = TestTenant.Store(Anna, Bank, """
            {"user_id": "auth0|bo", "identities": [{"provider": "auth0", "user_id": "bo", "connection": "c"}, {"provider": "sms", "user_id": "linked", "connection": "sms"}]}
            """);
        var before = store.Current();

        Assert.IsType(refusal, Link(store, primary, secondary));
        Assert.Same(before, store.Current());
    }

    [Fact]
    public void The_primary_keeps_what_is_its_own()
    {
        var store = TestTenant.Store(Anna, Bank);

        var joined = Assert.IsType<LinkResult.Done>(Link(store, "auth0|anna", "oidc|swedish-bankid|s1")).Primary;

        Assert.Same(store.Find("auth0|anna"), joined);
        Assert.Equal(
            $$"""{"email":"anna@example.com","created_at":"{{TestTenant.NowText}}","updated_at":"2026-11-20T09:15:30.000Z"}""", joined.Attributes.ToString());
        Assert.Equal("""{"keep":1}""", joined.UserMetadata!.ToString());
        Assert.Equal("""{"keep":2}""", joined.AppMetadata.ToString());
        Assert.Equal("auth0|anna", joined.MainIdentity.FullId);
        Assert.Null(joined.MainIdentity.ProfileData);
    }

    [Fact]
    public void The_secondary_becomes_an_identity_with_its_profile_and_raw_claims_but_nothing_of_its_account()
    {
        var store = TestTenant.Store(Anna, Bank);

        Link(store, "auth0|anna", "oidc|swedish-bankid|s1");

        Assert.Equal(
            """{"connection":"swedish-bankid","provider":"oidc","user_id":"swedish-bankid|s1","isSocial":false,"profileData":"""
            + """{"email":"bank@example.com","ssn":"196802020575","name":"Anna","picture":"p"}}""",
            store.Find("auth0|anna")!.Identities[1].ToJson().ToString());
        Assert.DoesNotContain("lost", store.Find("auth0|anna")!.ToJson().ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void The_secondary_is_no_account_any_more()
    {
        var store = TestTenant.Store(Anna, Bank);

        Link(store, "auth0|anna", "oidc|swedish-bankid|s1");

        Assert.Null(store.Find("oidc|swedish-bankid|s1"));
        Assert.Equal("auth0|anna", store.Use(accounts => accounts.FindHolder("oidc|swedish-bankid|s1"))!.UserId);
        Assert.Equal(["auth0|anna"], store.Current().Keys);
        Assert.IsType<LinkResult.IdentityTaken>(Link(store, "auth0|anna", "oidc|swedish-bankid|s1"));
    }

    [Fact]
    public void All_identities_of_the_secondary_come_along_with_their_profiles()
    {
        var store = TestTenant.Store(Anna, """
            {"user_id": "google-oauth2|1", "name": "Main", "identities": [
                {"provider": "google-oauth2", "user_id": "1", "connection": "google-oauth2", "isSocial": true, "profileData": {"name": "stale"}},
                {"provider": "sms", "user_id": "2", "connection": "sms", "profileData": {"phone_number": "+46701740605"}},
                {"provider": "auth0", "user_id": "3", "connection": "Legacy-Customers"}]}
            """);

        Link(store, "auth0|anna", "google-oauth2|1");

        Assert.Equal(
            [
                """{"connection":"Username-Password-Authentication","provider":"auth0","user_id":"anna","isSocial":false}""",
                """{"connection":"google-oauth2","provider":"google-oauth2","user_id":"1","isSocial":true,"profileData":{"name":"Main"}}""",
                """{"connection":"sms","provider":"sms","user_id":"2","isSocial":false,"profileData":{"phone_number":"+46701740605"}}""",
                """{"connection":"Legacy-Customers","provider":"auth0","user_id":"3","isSocial":false}""",
            ],
            store.Find("auth0|anna")!.Identities.Select(identity => identity.ToJson().ToString()));
        Assert.All(["google-oauth2|1", "sms|2", "auth0|3"], id => Assert.Equal("auth0|anna", store.Use(accounts => accounts.FindHolder(id))!.UserId));
    }

    [Fact]
    public void A_chain_ends_in_one_account()
    {
        var store = TestTenant.Store(Anna, """{"user_id": "auth0|b", "name": "B"}""", """{"user_id": "auth0|c", "name": "C"}""");

        Link(store, "auth0|b", "auth0|c");
        Link(store, "auth0|anna", "auth0|b");

        Assert.Equal(["auth0|anna", "auth0|b", "auth0|c"], store.Find("auth0|anna")!.Identities.Select(identity => identity.FullId));
        Assert.Equal([null, "B", "C"], store.Find("auth0|anna")!.Identities.Select(identity => identity.ProfileData?.Text("name")));
        Assert.Equal(["auth0|anna"], store.Current().Keys);
        Assert.IsType<LinkResult.PrimaryNotFound>(Link(store, "auth0|b", "auth0|anna"));
    }

    private static LinkResult Link(UserStore store, string primary, string secondary) =>
        store.Use(accounts => IdentityLinking.Link(accounts, primary, secondary, Later));
}

using AccountLinking.Sandbox.Json;
using AccountLinking.Sandbox.Logins;
using AccountLinking.Sandbox.Tenant.Users;
using AccountLinking.Sandbox.Tests.Tenant;

namespace AccountLinking.Sandbox.Tests.Logins;

public sealed class AccountOfLoginTests
{
    private const string Later = "2026-11-20T09:15:30.000Z";
    private const string CountedFirst = $"\"last_login\":\"{Later}\",\"last_ip\":\"127.0.0.1\",\"logins_count\":1,\"updated_at\":\"{Later}\"";

    [Theory]
    [InlineData("swedish-bankid", """{"sub": "s1"}""", "oidc|swedish-bankid|s1", """ "name":"s1" """)]
    [InlineData(
        "swedish-bankid",
        """{"sub": "s1", "ssn": "196802020575", "name": "Anna", "email": "Anna@Example.com"}""",
        "oidc|swedish-bankid|s1",
        """ "name":"Anna","nickname":"Anna","email_verified":false,"ssn":"196802020575","email":"Anna@Example.com" """)]
    [InlineData(
        "google-oauth2",
        """{"sub": "1", "email": "Anna@Example.com", "email_verified": true, "nickname": "n"}""",
        "google-oauth2|1",
        """ "name":"Anna@Example.com","nickname":"n","email_verified":true,"email":"Anna@Example.com" """)]
    [InlineData(
        "Legacy-Customers",
        """{"sub": "1", "email": "Anna@Example.com"}""",
        "auth0|1",
        """ "name":"anna@example.com","nickname":"anna","email_verified":false,"email":"anna@example.com" """)]
    [InlineData("sms", """{"sub": "1", "phone_number": "+46701740605"}""", "sms|1", """ "name":"+46701740605","phone_number":"+46701740605","phone_verified":true """)]
    [InlineData(
        "sms",
        """{"sub": "1", "phone_number": "+46701740605", "phone_verified": false}""",
        "sms|1",
        """ "name":"+46701740605","phone_number":"+46701740605","phone_verified":false """)]
    [InlineData("freja-eid", """{"sub": "1", "phone_number": "+46701740605"}""", "oidc|freja-eid|1", """ "name":"+46701740605","phone_number":"+46701740605" """)]
    public void A_new_identity_becomes_an_account(string connection, string profile, string userId, string attributes)
    {
        var store = TestTenant.Store();

        var user = SignIn(store, connection, profile);

        Assert.Same(store.Find(userId), user);
        ApiAssert.JsonEqual($$"""{"created_at":"{{Later}}",{{attributes.Trim()}},{{CountedFirst}}}""", user.Attributes.Without("picture").ToElement());
        Assert.Equal(user.Attributes.ContainsKey("email"), user.Attributes.ContainsKey("picture"));
        Assert.Equal([userId], user.Identities.Select(identity => identity.FullId));
        Assert.Null(user.UserMetadata);
        Assert.Empty(user.AppMetadata);
    }

    [Fact]
    public void The_claims_of_the_main_identity_land_at_the_root()
    {
        var store = TestTenant.Store("""
            {"user_id": "oidc|swedish-bankid|s1", "name": "Old", "given_name": "Kept", "logins_count": 41, "created_at": "2021-01-01T00:00:00.000Z",
             "user_metadata": {"a": 1}, "app_metadata": {"b": 2}}
            """);

        var user = SignIn(store, "swedish-bankid", """{"sub": "s1", "name": "New", "ssn": "196802020575"}""");

        Assert.Equal(
            $$"""{"name":"New","given_name":"Kept","logins_count":42,"created_at":"2021-01-01T00:00:00.000Z","updated_at":"{{Later}}","ssn":"196802020575","""
            + $"\"last_login\":\"{Later}\",\"last_ip\":\"127.0.0.1\"}}",
            user.Attributes.ToString());
        Assert.Equal("""{"a":1}""", user.UserMetadata!.ToString());
        Assert.Equal("""{"b":2}""", user.AppMetadata.ToString());
        Assert.Null(user.MainIdentity.ProfileData);
    }

    [Fact]
    public void The_claims_of_a_linked_identity_land_in_its_profile_data()
    {
        var store = TestTenant.Store("""
            {"user_id": "auth0|anna", "name": "Anna", "email": "anna@example.com", "identities": [
                {"provider": "auth0", "user_id": "anna", "connection": "Username-Password-Authentication"},
                {"provider": "oidc", "user_id": "swedish-bankid|s1", "connection": "swedish-bankid", "profileData": {"name": "Old", "kept": 1}},
                {"provider": "sms", "user_id": "1", "connection": "sms"}]}
            """);

        SignIn(store, "swedish-bankid", """{"sub": "s1", "name": "New", "email": "bank@example.com"}""");
        var user = SignIn(store, "sms", """{"sub": "1", "phone_number": "+46701740605"}""");

        Assert.Equal(["auth0|anna"], store.Current().Keys);
        Assert.Equal(("Anna", "anna@example.com", 2), (user.Attributes.Text("name"), user.Attributes.Text("email"), user.Attributes["logins_count"].GetInt32()));
        Assert.Equal(
            [null, """{"name":"New","kept":1,"email":"bank@example.com","email_verified":false}""", """{"phone_number":"+46701740605","phone_verified":true}"""],
            user.Identities.Select(identity => identity.ProfileData?.ToString()));
    }

    [Fact]
    public void A_database_keeps_addresses_in_lower_case_at_every_login()
    {
        var store = TestTenant.Store("""{"user_id": "auth0|1", "email": "anna@example.com"}""", """{"user_id": "google-oauth2|1", "email": "anna@example.com"}""");

        Assert.Equal("anna@example.com", SignIn(store, "Username-Password-Authentication", """{"sub": "1", "email": "Anna@Example.com"}""").Attributes.Text("email"));
        Assert.Equal("Anna@Example.com", SignIn(store, "google-oauth2", """{"sub": "1", "email": "Anna@Example.com"}""").Attributes.Text("email"));
    }

    [Theory]
    [InlineData("null", 1)]
    [InlineData("\"7\"", 1)]
    [InlineData("1.5", 1)]
    [InlineData("7", 8)]
    public void Counts_on_from_a_number(string count, long expected)
    {
        var store = TestTenant.Store($$"""{"user_id": "auth0|1", "logins_count": {{count}} }""");

        Assert.Equal(expected, SignIn(store, "Username-Password-Authentication", """{"sub": "1"}""").Attributes["logins_count"].GetInt64());
    }

    private static TenantUser SignIn(UserStore store, string connection, string profile)
    {
        var request = LoginRequest.Parse(new JsonFields(JsonMap.Parse($$"""{"connection": "{{connection}}", "profile": {{profile}} }""")), TestTenant.Connections);
        return store.Use(accounts => AccountOfLogin.SignIn(accounts, request, TestTenant.Now.AddHours(1)));
    }
}

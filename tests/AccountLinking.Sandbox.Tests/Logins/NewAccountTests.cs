using System.Text.Json;
using AccountLinking.Sandbox.Json;

namespace AccountLinking.Sandbox.Tests.Logins;

public sealed class NewAccountTests(SandboxFixture fixture) : SandboxTests(fixture)
{
    [Theory]
    [InlineData("Username-Password-Authentication", "anna", "auth0|anna", "auth0", "anna", false)]
    [InlineData("Legacy-Customers", "anna", "auth0|anna", "auth0", "anna", false)]
    [InlineData("google-oauth2", "10820426", "google-oauth2|10820426", "google-oauth2", "10820426", true)]
    [InlineData("sms", "63d17c4a", "sms|63d17c4a", "sms", "63d17c4a", false)]
    [InlineData("swedish-bankid", "anna", "oidc|swedish-bankid|anna", "oidc", "swedish-bankid|anna", false)]
    [InlineData("freja-eid", "{a1b2-c3d4}", "oidc|freja-eid|{a1b2-c3d4}", "oidc", "freja-eid|{a1b2-c3d4}", false)]
    [InlineData("partner-portal", "se|a/b\\\\c:1@x", "oidc|partner-portal|se|a/b\\c:1@x", "oidc", "partner-portal|se|a/b\\c:1@x", false)]
    public async Task Creates_an_account_with_the_id_of_its_connection(
        string connection, string sub, string userId, string provider, string identityId, bool isSocial)
    {
        var login = await Client.LogInAsync(connection, $$"""{"sub": "{{sub}}"}""");

        login.AssertSucceeded();
        Assert.Equal(userId, login.Text("user_id"));
        var user = await Client.ReadUserAsync(userId);
        var identity = Assert.Single(user["identities"].EnumerateArray());
        Assert.Equal(connection, identity.GetProperty("connection").GetString());
        Assert.Equal(provider, identity.GetProperty("provider").GetString());
        Assert.Equal(identityId, identity.GetProperty("user_id").GetString());
        Assert.Equal(isSocial, identity.GetProperty("isSocial").GetBoolean());
        Assert.Equal(1, user["logins_count"].GetInt32());
        Assert.Equal(4, await Client.CountUsersAsync());
    }

    [Fact]
    public async Task Keeps_the_claims_of_the_identity_provider_at_the_root_of_the_user()
    {
        await Client.LogInAsync("swedish-bankid", """
            {"sub": "anna", "name": "Anna Åkesson", "ssn": "196802020575", "identityscheme": "sebankid", "address": {"country": "SE"}}
            """);

        var user = await Client.ReadUserAsync("oidc|swedish-bankid|anna");

        Assert.Equal("Anna Åkesson", user.Text("name"));
        Assert.Equal("196802020575", user.Text("ssn"));
        Assert.Equal("sebankid", user.Text("identityscheme"));
        Assert.Equal("""{"country":"SE"}""", user["address"].GetRawText());
        Assert.False(user.ContainsKey("sub"));
        Assert.False(user.ContainsKey("user_metadata"));
        Assert.Equal(["account_linking", "ssn_fingerprint"], JsonMap.From(user["app_metadata"]).Keys);
    }

    [Fact]
    public async Task Takes_an_address_as_unverified_unless_the_identity_provider_verified_it()
    {
        await Client.LogInAsync("google-oauth2", """{"sub": "1", "email": "Anna@Example.com"}""");
        await Client.LogInAsync("google-oauth2", """{"sub": "2", "email": "bo@example.com", "email_verified": true}""");

        var unverified = await Client.ReadUserAsync("google-oauth2|1");
        Assert.Equal(JsonValueKind.False, unverified["email_verified"].ValueKind);
        Assert.Equal("Anna@Example.com", unverified.Text("email"));
        Assert.Equal("Anna@Example.com", unverified.Text("name"));
        Assert.Equal("Anna", unverified.Text("nickname"));
        Assert.True((await Client.ReadUserAsync("google-oauth2|2")).IsTrue("email_verified"));
    }

    [Fact]
    public async Task Keeps_the_address_of_a_database_account_in_lower_case()
    {
        await Client.LogInAsync("Username-Password-Authentication", """{"sub": "anna", "email": "Anna@Example.COM"}""");

        Assert.Equal("anna@example.com", (await Client.ReadUserAsync("auth0|anna")).Text("email"));
    }

    [Fact]
    public async Task Takes_the_number_of_an_SMS_login_as_verified()
    {
        await Client.LogInAsync("sms", """{"sub": "63d1", "phone_number": "+46701740699"}""");
        await Client.LogInAsync("swedish-bankid", """{"sub": "anna", "phone_number": "+46701740699"}""");

        var user = await Client.ReadUserAsync("sms|63d1");
        Assert.True(user.IsTrue("phone_verified"));
        Assert.Equal("+46701740699", user.Text("name"));
        Assert.False((await Client.ReadUserAsync("oidc|swedish-bankid|anna")).ContainsKey("phone_verified"));
    }

    [Fact]
    public async Task Creates_one_account_of_fifty_simultaneous_first_logins_of_one_person()
    {
        var logins = await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => Client.LogInAsync("swedish-bankid", """{"sub": "anna"}""")));

        Assert.All(logins, login => login.AssertSucceeded());
        Assert.All(logins, login => Assert.Equal("oidc|swedish-bankid|anna", login.Text("user_id")));
        Assert.Equal(50, (await Client.ReadUserAsync("oidc|swedish-bankid|anna"))["logins_count"].GetInt32());
        Assert.Equal(4, await Client.CountUsersAsync());
    }
}

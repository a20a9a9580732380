using System.Text.Json;
using AccountLinking.Sandbox.Tests.Actions;

namespace AccountLinking.Sandbox.Tests.Logins;

public sealed class KnownAccountTests(SandboxFixture fixture) : SandboxTests(fixture)
{
    [Fact]
    public async Task Denies_a_blocked_account_and_runs_no_Action()
    {
        await using var sandbox = await ActionSandbox.StartWithHandlerAsync("console.log('ran'); api.user.setAppMetadata('ran', true);");
        await sandbox.Client.InsertUserAsync("""{"user_id": "auth0|anna", "blocked": true}""");

        var login = await sandbox.LogInAsync("anna");

        login.AssertNoToken();
        Assert.True(login.IsTrue("denied"));
        Assert.Equal("user is blocked", login.Text("reason"));
        Assert.Equal("auth0|anna", login.Text("user_id"));
        Assert.Empty(login.Logs());
        Assert.Null(login.Error());
        Assert.False((await sandbox.Client.ReadUserAsync("auth0|anna")).ContainsKey("app_metadata"));
    }

    [Fact]
    public async Task Denies_a_linked_identity_when_the_account_that_holds_it_is_blocked()
    {
        await InsertLinkedAsync(blocked: true);

        var login = await Client.LogInAsync("swedish-bankid", """{"sub": "anna"}""");

        login.AssertNoToken();
        Assert.True(login.IsTrue("denied"));
        Assert.Equal("auth0|anna", login.Text("user_id"));
    }

    [Fact]
    public async Task Finds_the_account_again_and_takes_over_new_claims()
    {
        await Client.LogInAsync("swedish-bankid", """{"sub": "anna", "name": "Anna Ek", "ssn": "196802020575"}""");
        var first = await Client.ReadUserAsync("oidc|swedish-bankid|anna");

        var login = await Client.LogInAsync("swedish-bankid", """{"sub": "anna", "name": "Anna Lund", "country": "SE"}""");

        login.AssertSucceeded();
        var user = await Client.ReadUserAsync("oidc|swedish-bankid|anna");
        Assert.Equal("Anna Lund", user.Text("name"));
        Assert.Equal("SE", user.Text("country"));
        Assert.Equal("196802020575", user.Text("ssn"));
        Assert.Equal(2, user["logins_count"].GetInt32());
        Assert.Equal("127.0.0.1", user.Text("last_ip"));
        Assert.Equal(first.Text("created_at"), user.Text("created_at"));
        Assert.Equal(4, await Client.CountUsersAsync());
    }

    [Fact]
    public async Task Keeps_the_address_of_a_database_account_in_lower_case()
    {
        await Client.InsertUserAsync("""{"user_id": "auth0|anna", "email": "anna@example.com"}""");

        await Client.LogInAsync("Username-Password-Authentication", """{"sub": "anna", "email": "Anna@Example.COM"}""");

        Assert.Equal("anna@example.com", (await Client.ReadUserAsync("auth0|anna")).Text("email"));
    }

    [Fact]
    public async Task Takes_the_number_of_an_SMS_login_as_verified()
    {
        await Client.InsertUserAsync("""{"user_id": "sms|63d1", "phone_number": "+46701740699", "phone_verified": false}""");

        await Client.LogInAsync("sms", """{"sub": "63d1", "phone_number": "+46701740699"}""");

        Assert.True((await Client.ReadUserAsync("sms|63d1")).IsTrue("phone_verified"));
    }

    [Fact]
    public async Task Counts_on_from_an_account_whose_counter_is_not_a_number()
    {
        await Client.InsertUserAsync("""{"user_id": "auth0|anna", "logins_count": "many"}""");

        var login = await Client.LogInAsync("Username-Password-Authentication", """{"sub": "anna"}""");

        login.AssertSucceeded();
        Assert.Equal(1, (await Client.ReadUserAsync("auth0|anna"))["logins_count"].GetInt32());
    }

    [Fact]
    public async Task Lets_a_linked_identity_in_as_the_account_that_holds_it()
    {
        await InsertLinkedAsync(blocked: false);

        var login = await Client.LogInAsync("swedish-bankid", """{"sub": "anna", "name": "ANNA EK", "email": "other@example.com", "ssn": "196802020575"}""");

        login.AssertSucceeded();
        Assert.Equal("auth0|anna", login.Text("user_id"));
        Assert.Equal("auth0|anna", login.Claim("sub").GetString());
        Assert.Equal("Anna Ek", login.Claim("name").GetString());
        var user = await Client.ReadUserAsync("auth0|anna");
        Assert.Equal("Anna Ek", user.Text("name"));
        Assert.Equal("anna@example.com", user.Text("email"));
        Assert.False(user.ContainsKey("ssn"));
        Assert.Equal(8, user["logins_count"].GetInt32());
        var profile = user["identities"][1].GetProperty("profileData");
        Assert.Equal("""{"name":"ANNA EK","country":"SE","email":"other@example.com","ssn":"196802020575","email_verified":false}""", JsonSerializer.Serialize(profile));
        Assert.Equal(4, await Client.CountUsersAsync());
    }

    private Task InsertLinkedAsync(bool blocked) => Client.InsertUserAsync($$$"""
        {
          "user_id": "auth0|anna", "email": "anna@example.com", "name": "Anna Ek", "logins_count": 7, "blocked": {{{(blocked ? "true" : "false")}}},
          "identities": [
            {"provider": "auth0", "user_id": "anna", "connection": "Username-Password-Authentication", "isSocial": false},
            {"provider": "oidc", "user_id": "swedish-bankid|anna", "connection": "swedish-bankid", "isSocial": false, "profileData": {"name": "Anna", "country": "SE"}}
          ]
        }
        """);
}

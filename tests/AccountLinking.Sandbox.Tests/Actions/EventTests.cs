using System.Text.Json;
using AccountLinking.Sandbox.Json;

namespace AccountLinking.Sandbox.Tests.Actions;

public sealed class EventTests
{
    private const string Ssn = "196802020575";

    [Fact]
    public async Task Never_shows_a_claim_that_Auth0_does_not_know()
    {
        await using var sandbox = await StartAsync();
        await sandbox.Client.InsertUserAsync("""{"user_id": "auth0|anna", "email": "anna@example.com"}""");
        const string Profile = $$"""{"sub": "anna", "name": "Anna Ek", "ssn": "{{Ssn}}", "identityscheme": "sebankid"}""";

        var alone = await sandbox.Client.LogInAsync("swedish-bankid", Profile);
        await sandbox.Client.ArrangeLinkAsync("auth0|anna", "oidc", "swedish-bankid|anna");
        var linked = await sandbox.Client.LogInAsync("swedish-bankid", Profile);

        Assert.Contains(Ssn, (await sandbox.Client.ReadUserAsync("auth0|anna")).ToString(), StringComparison.Ordinal);
        foreach (var login in (JsonMap[])[alone, linked])
        {
            var shown = login.Claim("event").GetRawText();
            Assert.Contains("Anna Ek", shown, StringComparison.Ordinal);
            Assert.DoesNotContain(Ssn, shown, StringComparison.Ordinal);
            Assert.DoesNotContain("sebankid", shown, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Has_the_documented_parts()
    {
        await using var sandbox = await StartAsync();

        var shown = Event(await sandbox.LogInAsync());

        Assert.Equal(
            ["authentication", "authorization", "client", "configuration", "connection", "request", "secrets", "session", "stats", "tenant", "transaction", "user"],
            shown.Keys.Order(StringComparer.Ordinal));
        Assert.Equal("""{"client_id":"sandbox-app","name":"Sandbox application","metadata":{}}""", shown["client"].GetRawText());
        Assert.Equal("""{"id":"sandbox"}""", shown["tenant"].GetRawText());
        Assert.Equal("127.0.0.1", shown["request"].GetProperty("ip").GetString());
        Assert.All(["query", "body", "geoip"], name => Assert.Equal(JsonValueKind.Object, shown["request"].GetProperty(name).ValueKind));
        Assert.Equal("oidc-basic-profile", shown["transaction"].GetProperty("protocol").GetString());
        Assert.Equal("""["openid","profile","email"]""", shown["transaction"].GetProperty("requested_scopes").GetRawText());
        Assert.Equal("{}", shown["transaction"].GetProperty("metadata").GetRawText());
        Assert.Equal("""{"roles":[]}""", shown["authorization"].GetRawText());
    }

    [Fact]
    public async Task Names_the_transaction_and_the_session()
    {
        await using var sandbox = await StartAsync();

        var login = await sandbox.LogInAsync();

        var sid = login.Claim("sid").GetString();
        Assert.Equal(sid, Event(login)["session"].GetProperty("id").GetString());
        Assert.Equal($"tx_{sid}", Event(login)["transaction"].GetProperty("id").GetString());
    }

    [Theory]
    [InlineData("Username-Password-Authentication", "con_usernamepassword", "auth0", "pwd")]
    [InlineData("swedish-bankid", "con_swedishbankid001", "oidc", "federated")]
    [InlineData("google-oauth2", "con_googleoauth20001", "google-oauth2", "federated")]
    [InlineData("sms", "con_smspasswordless1", "sms", "sms")]
    public async Task Tells_the_connection_and_the_method(string connection, string id, string strategy, string method)
    {
        await using var sandbox = await StartAsync();

        var shown = Event(await sandbox.Client.LogInAsync(connection, """{"sub": "anna"}"""));

        Assert.Equal($$$"""{"id":"{{{id}}}","name":"{{{connection}}}","strategy":"{{{strategy}}}","metadata":{}}""", shown["connection"].GetRawText());
        Assert.Equal(method, shown["authentication"].GetProperty("methods")[0].GetProperty("name").GetString());
    }

    [Fact]
    public async Task Shows_the_user_as_the_account_is()
    {
        var clock = new ManualClock();
        await using var sandbox = await StartAsync(clock);
        await sandbox.Client.InsertUserAsync("""
            {
              "user_id": "auth0|anna", "email": "anna@example.com", "email_verified": true, "name": "Anna Ek", "created_at": "2021-03-04T08:00:00.000Z",
              "logins_count": 7, "last_ip": "192.0.2.1", "user_metadata": {"language": "sv"}, "app_metadata": {"plan": {"level": "gold"}},
              "identities": [
                {"provider": "auth0", "user_id": "anna", "connection": "Username-Password-Authentication", "isSocial": false},
                {"provider": "sms", "user_id": "63d1", "connection": "sms", "isSocial": false, "profileData": {"phone_number": "+46701740699", "carrier": "x"}}
              ]
            }
            """);

        var shown = Event(await sandbox.LogInAsync());

        Assert.Equal(8, shown["stats"].GetProperty("logins_count").GetInt32());
        Assert.Equal(
            JsonMap.Parse("""
                {
                  "email": "anna@example.com", "email_verified": true, "name": "Anna Ek", "created_at": "2021-03-04T08:00:00.000Z",
                  "updated_at": "2026-11-20T08:15:30.000Z", "user_id": "auth0|anna",
                  "identities": [
                    {"connection": "Username-Password-Authentication", "provider": "auth0", "user_id": "anna", "isSocial": false},
                    {"connection": "sms", "provider": "sms", "user_id": "63d1", "isSocial": false, "profileData": {"phone_number": "+46701740699"}}
                  ],
                  "user_metadata": {"language": "sv"}, "app_metadata": {"plan": {"level": "gold"}}
                }
                """).ToString(),
            JsonMap.From(shown["user"]).ToString());
    }

    [Fact]
    public async Task Always_has_metadata_and_the_state_of_the_address()
    {
        await using var sandbox = await StartAsync();

        var user = Event(await sandbox.Client.LogInAsync("swedish-bankid", """{"sub": "anna"}"""))["user"];

        Assert.Equal("{}", user.GetProperty("user_metadata").GetRawText());
        Assert.Equal("{}", user.GetProperty("app_metadata").GetRawText());
        Assert.False(user.GetProperty("email_verified").GetBoolean());
        Assert.False(user.TryGetProperty("email", out _));
    }

    [Fact]
    public async Task Brings_the_secrets()
    {
        await using var sandbox = await StartAsync();

        Assert.Equal("sandbox-secret", Event(await sandbox.LogInAsync())["secrets"].GetProperty("CLIENT_SECRET").GetString());
    }

    private static Task<ActionSandbox> StartAsync(TimeProvider? clock = null) =>
        ActionSandbox.StartWithHandlerAsync("api.idToken.setCustomClaim('event', event);", clock: clock);

    private static JsonMap Event(JsonMap login) => JsonMap.From(login.Claim("event"));
}

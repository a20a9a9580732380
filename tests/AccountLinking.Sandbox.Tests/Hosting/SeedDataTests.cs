using AccountLinking.Sandbox.Hosting;
using AccountLinking.Sandbox.Json;
using AccountLinking.Sandbox.Tests.Tenant;

namespace AccountLinking.Sandbox.Tests.Hosting;

public sealed class SeedDataTests
{
    private const string Crm = """ "crm": {"api_key": "k"} """;
    private const string Connection = """{"id": "con_0000000000000001", "name": "db", "strategy": "auth0"}""";

    [Theory]
    [InlineData("{}", "'crm' is required: an object.")]
    [InlineData("""{"crm": {}}""", "'crm.api_key' is required: a non-empty string.")]
    [InlineData("""{"crm": {"api_key": ""}}""", "'crm.api_key' is required: a non-empty string.")]
    [InlineData("""{"crm": {"api_key": "k", "key": 1}}""", "'crm.key' is not a known field; known here: api_key, customers.")]
    [InlineData("""{"crm": {"api_key": "k"}, "user": []}""", "'user' is not a known field; known here: connections, clients, apis, applications, users, people, crm.")]
    [InlineData("""{"crm": {"api_key": "k", "customers": [{}]}}""", "'crm.customers[0].phone_number' is required: a non-empty string.")]
    [InlineData(
        """{"crm": {"api_key": "k", "customers": [{"phone_number": "+1"}, {"phone_number": "+2", "status": 600}]}}""",
        "'crm.customers[1].status' must be a whole number between 200 and 599.")]
    [InlineData(
        """{"crm": {"api_key": "k", "customers": [{"phone_number": "+1", "name": "x"}]}}""",
        "'crm.customers[0].name' is not a known field; known here: phone_number, status, body.")]
    public void Says_what_is_wrong(string json, string message) => Refuses(json, message);

    [Theory]
    [InlineData("{}", "'connections' must be an array, not an object.")]
    [InlineData("[{}]", "'connections[0].id' is required: a non-empty string.")]
    [InlineData("""[{"id": "c"}]""", "'connections[0].name' is required: a non-empty string.")]
    [InlineData("""[{"id": "c", "name": "n"}]""", "'connections[0].strategy' is required: a non-empty string.")]
    [InlineData("""[{"id": "c", "name": "n", "strategy": "samlp"}]""", "The strategy of the connection 'n' must be one of auth0, google-oauth2, oidc, sms.")]
    [InlineData("""[{"id": "con_1", "name": "n", "strategy": "sms"}]""", "The id of the connection 'n' must be con_ and 16 letters or digits.")]
    [InlineData("""[{"id": "c", "name": "n", "strategy": "sms", "x": 1}]""", "'connections[0].x' is not a known field; known here: id, name, strategy.")]
    [InlineData("""[{"id": "con_0000000000000001", "name": "n", "strategy": "sms"}, {"id": "con_0000000000000002", "name": "n", "strategy": "sms"}]""", "'connections' holds 'n' twice.")]
    public void Says_what_is_wrong_with_connections(string connections, string message) =>
        Refuses($$"""{"connections": {{connections}}, {{Crm}} }""", message);

    [Theory]
    [InlineData(""" "apis": [{}] """, "'apis[0].identifier' is required: a non-empty string.")]
    [InlineData(""" "apis": [{"identifier": "a", "scope": "x"}] """, "'apis[0].scope' is not a known field; known here: identifier, scopes, token_lifetime.")]
    [InlineData(""" "apis": [{"identifier": "a"}, {"identifier": "a"}] """, "'apis' holds 'a' twice.")]
    [InlineData(""" "applications": [{"client_id": "a"}] """, "'applications[0].name' is required: a non-empty string.")]
    [InlineData(
        """ "applications": [{"client_id": "a", "name": "A", "client_secret": "s"}] """,
        "'applications[0].client_secret' is not a known field; known here: client_id, name, callbacks, logout_urls, web_origins.")]
    [InlineData(
        """ "applications": [{"client_id": "a", "name": "A", "callbacks": ["javascript:alert(1)"]}] """,
        "'applications[0].callbacks' must hold addresses that begin with http:// or https://, not 'javascript:alert(1)'.")]
    [InlineData(
        """ "applications": [{"client_id": "a", "name": "A", "web_origins": ["*"]}] """,
        "'applications[0].web_origins' must hold addresses that begin with http:// or https://, not '*'.")]
    [InlineData(""" "applications": [{"client_id": "a", "name": "A"}, {"client_id": "a", "name": "B"}] """, "'applications' holds 'a' twice.")]
    [InlineData(""" "people": [{"connection": "sms", "profile": {"sub": "1"}}] """, "'people[0].connection' names no connection of the tenant; it has db.")]
    [InlineData(""" "people": [{"connection": "db", "profile": {}}] """, "'people[0].profile.sub' is required: a non-empty string.")]
    [InlineData(""" "people": [{"connection": "db", "profile": {"sub": "1"}, "user_id": "x"}] """, "'people[0].user_id' is not a known field; known here: connection, profile.")]
    [InlineData(""" "people": [{"connection": "db", "profile": {"sub": "1"}}, {"connection": "db", "profile": {"sub": "1"}}] """, "'people' holds 'auth0|1' twice.")]
    public void Says_what_is_wrong_with_what_people_sign_in_to(string part, string message) =>
        Refuses($$"""{"connections": [{{Connection}}], {{part}}, {{Crm}} }""", message);

    [Theory]
    [InlineData("[{}]", "'clients[0].client_id' is required: a non-empty string.")]
    [InlineData("""[{"client_id": "a"}]""", "'clients[0].client_secret' is required: a non-empty string.")]
    [InlineData("""[{"client_id": "a", "client_secret": "s", "scopes": "read:users"}]""", "'clients[0].scopes' must be an array of strings, not a string.")]
    [InlineData("""[{"client_id": "a", "client_secret": "s", "token_lifetime": 0}]""", "'clients[0].token_lifetime' must be a whole number between 1 and 2592000.")]
    [InlineData("""[{"client_id": "a", "client_secret": "s", "token_lifetime": 2592001}]""", "'clients[0].token_lifetime' must be a whole number between 1 and 2592000.")]
    [InlineData(
        """[{"client_id": "a", "client_secret": "s", "scope": "x"}]""",
        "'clients[0].scope' is not a known field; known here: client_id, client_secret, scopes, token_lifetime.")]
    [InlineData("""[{"client_id": "a", "client_secret": "s"}, {"client_id": "a", "client_secret": "t"}]""", "'clients' holds 'a' twice.")]
    public void Says_what_is_wrong_with_clients(string clients, string message) => Refuses($$"""{"clients": {{clients}}, {{Crm}} }""", message);

    [Theory]
    [InlineData("""["auth0|a"]""", "'users[0]' must be an object, not a string.")]
    [InlineData("""[{"user_id": "auth0|a"}, {}]""", "in users[1], 'user_id' is required: a non-empty string.")]
    [InlineData("""[{"user_id": "sms|a"}]""", "in users[0], 'identities' is required: no connection of the tenant follows from the provider 'sms' of 'user_id'.")]
    [InlineData("""[{"user_id": "auth0|a"}, {"user_id": "auth0|a"}]""", "'users' holds 'auth0|a' twice.")]
    [InlineData(
        """
        [{"user_id": "auth0|a"},
         {"user_id": "auth0|b", "identities": [{"provider": "auth0", "user_id": "b", "connection": "db"}, {"provider": "auth0", "user_id": "a", "connection": "db"}]}]
        """,
        "'users' holds 'auth0|a' twice.")]
    public void Says_what_is_wrong_with_users(string users, string message) =>
        Refuses($$"""{"connections": [{{Connection}}], "users": {{users}}, {{Crm}} }""", message);

    [Fact]
    public void Fills_in_what_is_left_out()
    {
        var seed = SeedData.Parse(JsonMap.Parse($$"""
            {"connections": [{{Connection}}], "clients": [{"client_id": "a", "client_secret": "s"}], "users": [{"user_id": "auth0|a"}],
             "crm": {"api_key": "k", "customers": [{"phone_number": "+1"}, {"phone_number": "+2", "status": 503, "body": "down"}]} }
            """), TestTenant.Now);

        Assert.Equal("db", seed.Users[0].MainIdentity.Connection);
        Assert.Equal(TestTenant.NowText, seed.Users[0].Attributes.Text("created_at"));
        Assert.Equal(TimeSpan.FromHours(24), seed.Clients[0].TokenLifetime);
        Assert.Empty(seed.Clients[0].Scopes);
        Assert.Equal((200, null), (seed.CrmAnswers["+1"].Status, seed.CrmAnswers["+1"].Body));
        Assert.Equal((503, "\"down\""), (seed.CrmAnswers["+2"].Status, seed.CrmAnswers["+2"].Body?.GetRawText()));
        Assert.Equal("k", seed.CrmApiKey);
    }

    [Fact]
    public void The_seed_file_that_ships_is_right()
    {
        var seed = SeedData.Load(new SandboxOptions().SeedFile, TestTenant.Now);

        Assert.Equal("con_swedishbankid001", seed.Connections.Named("swedish-bankid")!.Id);
        Assert.Equal(["read:users", "update:users"], seed.Clients.Single(client => client.ClientId == "sandbox-client").Scopes);
        Assert.Equal("sandbox-crm-key", seed.CrmApiKey);
        Assert.NotEmpty(seed.Users);
        Assert.Equal(["read:link_candidates", "link:identities"], seed.FindApi("https://account-linking.example.com/")!.Scopes);
        Assert.Equal(["sandbox-app", "sandbox-other-app"], seed.Applications.All.Select(application => application.ClientId));
        // They are to have no account yet, and one of them is to be somebody who has: by the number.
        Assert.Empty(seed.People.Select(person => person.IdentityId).Intersect(seed.Users.SelectMany(user => user.Identities).Select(identity => identity.FullId)));
        Assert.Contains(seed.People, person => person.Claims.Text("ssn") == seed.Users[0].AppMetadata.Text("userSocialSecurityNumber"));
    }

    [Fact]
    public void A_file_that_is_not_there_cannot_be_read()
    {
        var file = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName());

        Assert.StartsWith($"The seed file {file} cannot be read: ", Assert.Throws<StartException>(() => SeedData.Load(file, TestTenant.Now)).Message, StringComparison.Ordinal);
        Assert.StartsWith(
            $"The seed file {Path.GetTempPath()} cannot be read: ",
            Assert.Throws<StartException>(() => SeedData.Load(Path.GetTempPath(), TestTenant.Now)).Message,
            StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("", "is not a valid JSON object: ")]
    [InlineData("{", "is not a valid JSON object: ")]
    [InlineData("[]", "is not a valid JSON object: ")]
    [InlineData("""{"\ud800": 1}""", "is not a valid JSON object: A text is not valid Unicode.")]
    [InlineData("{}", "is wrong: 'crm' is required: an object.")]
    public void A_file_that_is_wrong_is_named(string content, string fault)
    {
        var file = Path.GetTempFileName();
        try
        {
            File.WriteAllText(file, content);
            Assert.StartsWith($"The seed file {file} {fault}", Assert.Throws<StartException>(() => SeedData.Load(file, TestTenant.Now)).Message, StringComparison.Ordinal);
        }
        finally
        {
            File.Delete(file);
        }
    }

    private static void Refuses(string json, string message) =>
        Assert.Equal(message, Assert.Throws<FieldException>(() => SeedData.Parse(JsonMap.Parse(json), TestTenant.Now)).Message);
}

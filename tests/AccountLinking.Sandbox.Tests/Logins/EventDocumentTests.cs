using AccountLinking.Sandbox.Json;
using AccountLinking.Sandbox.Logins;
using AccountLinking.Sandbox.Tenant.Authorization;
using AccountLinking.Sandbox.Tenant.Tokens;
using AccountLinking.Sandbox.Tests.Tenant;

namespace AccountLinking.Sandbox.Tests.Logins;

public sealed class EventDocumentTests
{
    private const string Ssn = "196802020575";

    private static readonly string[] RawClaims = ["ssn", "socialno", "cprNumberIdentifier", "hetu", "sub", "identityscheme", "country", "address", "last_ip", "blocked"];

    [Theory]
    [InlineData("swedish-bankid")]
    [InlineData("google-oauth2")]
    [InlineData("sms")]
    public void Raw_claims_never_reach_an_action(string connection)
    {
        var raw = string.Join(", ", RawClaims.Select(name => $"\"{name}\": \"{Ssn}\""));
        var json = Event(connection, $$"""
            {"user_id": "auth0|anna", "logins_count": 1, "name": "Anna", {{raw}}, "identities": [
                {"provider": "auth0", "user_id": "anna", "connection": "db", "profileData": {"name": "Main", {{raw}} } },
                {"provider": "oidc", "user_id": "swedish-bankid|s1", "connection": "swedish-bankid", "profileData": {"email": "b@example.com", {{raw}} } }]}
            """).ToString();

        Assert.DoesNotContain(Ssn, json, StringComparison.Ordinal);
        Assert.Contains("\"profileData\":{\"name\":\"Main\"}", json, StringComparison.Ordinal);
        Assert.Contains("\"profileData\":{\"email\":\"b@example.com\"}", json, StringComparison.Ordinal);
    }

    [Fact]
    public void The_user_has_what_auth0_documents()
    {
        var user = User(Event("swedish-bankid", """
            {"user_id": "auth0|anna", "created_at": "c", "email": "e", "email_verified": true, "enrolledFactors": [], "family_name": "f", "given_name": "g",
             "last_password_reset": "l", "multifactor": [], "name": "n", "nickname": "k", "phone_number": "p", "phone_verified": true, "picture": "i", "updated_at": "u",
             "username": "a", "logins_count": 7, "last_login": "x", "user_metadata": {"ssn": "own"}, "app_metadata": {"b": 2}}
            """));

        Assert.Equal(
            """{"created_at":"c","email":"e","email_verified":true,"enrolledFactors":[],"family_name":"f","given_name":"g","last_password_reset":"l","multifactor":[],"""
            + """ "name":"n","nickname":"k","phone_number":"p","phone_verified":true,"picture":"i","updated_at":"u","username":"a","user_id":"auth0|anna","identities":"""[1..]
            + """[{"connection":"Username-Password-Authentication","provider":"auth0","user_id":"anna","isSocial":false}],"""
            + """ "user_metadata":{"ssn":"own"},"app_metadata":{"b":2}}"""[1..],
            user.ToString());
    }

    [Fact]
    public void What_auth0_always_shows_is_there_when_the_account_has_none_of_it()
    {
        var user = User(Event("sms", """{"user_id": "sms|1", "logins_count": 1}"""));

        Assert.Equal(["created_at", "updated_at", "email_verified", "user_id", "identities", "user_metadata", "app_metadata"], user.Keys);
        Assert.Equal(("false", "{}", "{}"), (user["email_verified"].GetRawText(), user["user_metadata"].GetRawText(), user["app_metadata"].GetRawText()));
    }

    [Theory]
    [InlineData("Legacy-Customers", "auth0", "con_legacycustomer01", "pwd")]
    [InlineData("swedish-bankid", "oidc", "con_swedishbankid001", "federated")]
    [InlineData("google-oauth2", "google-oauth2", "con_googleoauth20001", "federated")]
    [InlineData("sms", "sms", "con_smspasswordless1", "sms")]
    public void Says_how_the_person_signed_in(string name, string strategy, string id, string method)
    {
        var document = Event(name, """{"user_id": "auth0|anna", "logins_count": 7}""");

        Assert.Equal($$$"""{"id":"{{{id}}}","name":"{{{name}}}","strategy":"{{{strategy}}}","metadata":{}}""", document["connection"].GetRawText());
        Assert.Equal($$"""{"methods":[{"name":"{{method}}","timestamp":"{{TestTenant.NowText}}"}]}""", document["authentication"].GetRawText());
        Assert.Equal("""{"logins_count":7}""", document["stats"].GetRawText());
    }

    [Fact]
    public void Has_the_parts_of_auth0s_event_and_no_secrets()
    {
        var document = Event("sms", """{"user_id": "sms|1", "logins_count": 1}""");

        Assert.Equal(
            ["user", "connection", "authentication", "authorization", "client", "request", "transaction", "session", "stats", "tenant", "configuration"], document.Keys);
        Assert.Equal("""{"client_id":"sandbox-app","name":"Sandbox application","metadata":{}}""", document["client"].GetRawText());
        Assert.Equal("oidc-basic-profile", JsonMap.From(document["transaction"]).Text("protocol"));
        Assert.Equal("session", JsonMap.From(document["session"]).Text("id"));
    }

    [Fact]
    public void Tells_what_the_application_asked_for()
    {
        var document = Event("sms", """{"user_id": "sms|1", "logins_count": 1}""", new AuthorizationRequest
        {
            Application = new PublicApplication("shop", "The shop", [], [], []),
            Api = new ResourceServer("https://api.example.com/", [], TimeSpan.FromHours(1)),
            Scopes = ["openid", "read:things"],
            Prompts = ["none"],
            RedirectUri = "http://127.0.0.1:4030/",
            ResponseMode = "web_message",
        });

        Assert.Equal("""{"client_id":"shop","name":"The shop","metadata":{}}""", document["client"].GetRawText());
        Assert.Equal("""{"identifier":"https://api.example.com/"}""", document["resource_server"].GetRawText());
        var transaction = JsonMap.From(document["transaction"]);
        Assert.Equal(("""["openid","read:things"]""", """["none"]"""), (transaction["requested_scopes"].GetRawText(), transaction["prompt"].GetRawText()));
        Assert.Equal(("http://127.0.0.1:4030/", "web_message"), (transaction.Text("redirect_uri"), transaction.Text("response_mode")));
    }

    private static JsonMap Event(string connection, string user, AuthorizationRequest? asked = null) => EventDocument.Of(
        TestTenant.User(user),
        new LoginSession("session", TestTenant.Connections.Named(connection)!, "1", TestTenant.Now),
        asked ?? new AuthorizationRequest { Application = new PublicApplications([]).Default });

    private static JsonMap User(JsonMap document) => JsonMap.From(document["user"]);
}

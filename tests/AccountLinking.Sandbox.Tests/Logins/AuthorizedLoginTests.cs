using System.Net;
using System.Text.Json;
using AccountLinking.Sandbox.Json;
using AccountLinking.Sandbox.Tenant.Tokens;
using AccountLinking.Sandbox.Tests.Actions;

namespace AccountLinking.Sandbox.Tests.Logins;

/// <summary><c>POST /sandbox/logins</c> with <c>authorize</c>: a user's tokens without a browser.</summary>
public sealed class AuthorizedLoginTests(SandboxFixture fixture) : SandboxTests(fixture)
{
    private const string Api = "https://account-linking.example.com/";
    private const string Profile = """{"sub": "anna", "email": "anna@example.com", "name": "Anna Ek"}""";

    [Theory]
    [InlineData("""{"client": "sandbox-app"}""", "'authorize.client' is not a known field; known here: client_id, audience, scope, nonce, max_age.")]
    [InlineData("""{"client_id": "nobody"}""", "'authorize.client_id' names no application of the tenant; it has sandbox-app, sandbox-other-app.")]
    [InlineData("""{"client_id": "sandbox-client"}""", "'authorize.client_id' names no application of the tenant; it has sandbox-app, sandbox-other-app.")]
    [InlineData("""{"audience": "https://nobody.example.com/"}""", $"'authorize.audience' names no API of the tenant; it has {Api}.")]
    [InlineData("""{"scope": ["openid"]}""", "'authorize.scope' must be a string, not an array.")]
    [InlineData("""{"nonce": 1}""", "'authorize.nonce' must be a string, not a number.")]
    [InlineData("""{"max_age": -1}""", "'authorize.max_age' must be a whole number between 0 and 2147483647.")]
    [InlineData("\"sandbox-app\"", "'authorize' must be an object, not a string.")]
    public async Task Refuses_what_the_tenant_does_not_have(string authorize, string error)
    {
        var answer = await Client.ControlAsync(HttpMethod.Post, "logins", $$"""{"connection": "sms", "profile": {"sub": "1"}, "authorize": {{authorize}} }""");

        Assert.Equal((HttpStatusCode.BadRequest, error), (answer.Status, answer.Body.Text("error")));
        Assert.Equal(3, await Client.CountUsersAsync());
    }

    [Fact]
    public async Task Has_no_access_token_unless_it_is_asked_for() =>
        Assert.False((await Client.LogInAsync("google-oauth2", Profile)).ContainsKey("access_token"));

    [Fact]
    public async Task A_denied_login_has_none_either()
    {
        await using var sandbox = await ActionSandbox.StartWithHandlerAsync("api.access.deny('no');");

        var login = await sandbox.Client.LogInAsync("google-oauth2", Profile, "{}");

        login.AssertNoToken();
        Assert.Equal(JsonValueKind.Null, login["access_token"].ValueKind);
    }

    [Fact]
    public async Task Without_an_audience_the_access_token_is_opaque()
    {
        var login = await Client.LogInAsync("google-oauth2", Profile, "{}");

        Assert.Matches("^[0-9a-f]{64}$", login.Text("access_token"));
        Assert.Equal("sandbox-app", login.Claim("aud").GetString());
        Assert.False(login["claims"].TryGetProperty("auth_time", out _));
        Assert.False(login["claims"].TryGetProperty("nonce", out _));
    }

    [Fact]
    public async Task The_access_token_of_an_API_says_what_Auth0s_says()
    {
        var before = DateTimeOffset.UtcNow.ToUnixTimeSeconds();

        var login = await Client.LogInAsync("google-oauth2", Profile, $$"""{"audience": "{{Api}}", "scope": "openid link:identities delete:everything profile link:identities"}""");

        var token = Jwt.ParseWithoutVerification(login.Text("access_token")!)!;
        var issuer = Sandbox.Tenant.AbsoluteUri;
        var iat = token.Payload["iat"].GetInt64();
        Assert.InRange(iat, before, DateTimeOffset.UtcNow.ToUnixTimeSeconds());
        Assert.Equal(
            $$"""{"iss":"{{issuer}}","sub":"google-oauth2|anna","aud":["{{Api}}","{{issuer}}userinfo"],"iat":{{iat}},"exp":{{iat + 3600}},"scope":"openid link:identities profile","azp":"sandbox-app"}""",
            token.Payload.ToString());
        Assert.Equal("RS256", token.Header.Text("alg"));
        Assert.False(login["claims"].TryGetProperty("email", out _));
        Assert.Equal("Anna Ek", login.Claim("name").GetString());
    }

    [Fact]
    public async Task Without_openid_there_is_no_ID_token_and_one_audience()
    {
        var login = await Client.LogInAsync("google-oauth2", Profile, $$"""{"audience": "{{Api}}", "scope": "read:link_candidates"}""");

        login.AssertNoToken();
        var token = Jwt.ParseWithoutVerification(login.Text("access_token")!)!.Payload;
        Assert.Equal((Api, "read:link_candidates"), (token.Text("aud"), token.Text("scope")));
    }

    [Fact]
    public async Task The_ID_token_is_for_the_application_with_its_nonce_and_the_time_of_the_login()
    {
        var before = DateTimeOffset.UtcNow.ToUnixTimeSeconds();

        var login = await Client.LogInAsync("google-oauth2", Profile, """{"client_id": "sandbox-other-app", "nonce": "n-1", "max_age": 0}""");

        Assert.Equal(("sandbox-other-app", "n-1"), (login.Claim("aud").GetString(), login.Claim("nonce").GetString()));
        Assert.InRange(login.Claim("auth_time").GetInt64(), before, DateTimeOffset.UtcNow.ToUnixTimeSeconds());
    }

    [Fact]
    public async Task The_Action_knows_the_application_and_the_API_and_sets_claims_of_the_access_token()
    {
        await using var sandbox = await ActionSandbox.StartWithHandlerAsync(
            "api.accessToken.setCustomClaim('https://example.com/seen', [event.client.client_id, event.resource_server.identifier, event.transaction.requested_scopes.join(' ')]);"
            + "api.accessToken.setCustomClaim('sub', 'forged');");

        var login = await sandbox.Client.LogInAsync("google-oauth2", Profile, $$"""{"client_id": "sandbox-other-app", "audience": "{{Api}}", "scope": "openid link:identities"}""");

        var token = Jwt.ParseWithoutVerification(login.Text("access_token")!)!.Payload;
        Assert.Equal($"""["sandbox-other-app","{Api}","openid link:identities"]""", token["https://example.com/seen"].GetRawText());
        Assert.Equal("google-oauth2|anna", token.Text("sub"));
        Assert.Equal(["api.accessToken.setCustomClaim ignored \"sub\": Auth0 reserves the name."], login.Warnings());
        Assert.False(login["claims"].TryGetProperty("https://example.com/seen", out _));
    }

    [Fact]
    public async Task A_token_for_an_API_is_none_for_the_Management_API()
    {
        var login = await Client.LogInAsync("google-oauth2", Profile, $$"""{"audience": "{{Api}}"}""");

        var answer = await Client.SendAsync(HttpMethod.Get, "/api/v2/users", authorization: $"Bearer {login.Text("access_token")}");

        Assert.Equal(HttpStatusCode.Unauthorized, answer.Status);
    }
}

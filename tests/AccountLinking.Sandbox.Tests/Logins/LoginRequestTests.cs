using System.Net;

namespace AccountLinking.Sandbox.Tests.Logins;

public sealed class LoginRequestTests(SandboxFixture fixture) : SandboxTests(fixture)
{
    private const string Connections =
        "Username-Password-Authentication, Legacy-Customers, swedish-bankid, freja-eid, partner-portal, google-oauth2, sms";

    [Theory]
    [InlineData("""{}""", "'connection' is required: a non-empty string.")]
    [InlineData("""{"connection": "", "profile": {"sub": "anna"}}""", "'connection' is required: a non-empty string.")]
    [InlineData("""{"connection": 5, "profile": {"sub": "anna"}}""", "'connection' must be a string, not a number.")]
    [InlineData("""{"connection": "facebook", "profile": {"sub": "anna"}}""", $"'connection' names no connection of the tenant; it has {Connections}.")]
    [InlineData("""{"connection": "SMS", "profile": {"sub": "anna"}}""", $"'connection' names no connection of the tenant; it has {Connections}.")]
    [InlineData("""{"connection": "sms"}""", "'profile' is required: an object.")]
    [InlineData("""{"connection": "sms", "profile": "anna"}""", "'profile' must be an object, not a string.")]
    [InlineData("""{"connection": "sms", "profile": {}}""", "'profile.sub' is required: a non-empty string.")]
    [InlineData("""{"connection": "sms", "profile": {"sub": ""}}""", "'profile.sub' is required: a non-empty string.")]
    [InlineData("""{"connection": "sms", "profile": {"sub": 5}}""", "'profile.sub' must be a string, not a number.")]
    [InlineData("""{"connection": "sms", "profile": {"sub": "anna", "email": true}}""", "'profile.email' must be a string, not a boolean.")]
    [InlineData("""{"connection": "sms", "profile": {"sub": "anna", "email_verified": "yes"}}""", "'profile.email_verified' must be true or false, not a string.")]
    [InlineData("""{"connection": "sms", "profile": {"sub": "anna", "phone_number": 46}}""", "'profile.phone_number' must be a string, not a number.")]
    [InlineData("""{"connection": "sms", "profile": {"sub": "anna", "phone_verified": []}}""", "'profile.phone_verified' must be true or false, not an array.")]
    [InlineData("""{"connection": "sms", "profile": {"sub": "anna"}, "client": "app"}""", "'client' is not a known field; known here: connection, profile.")]
    [InlineData("""["sms"]""", "The body is not a JSON object: It is an array.")]
    public async Task Refuses_a_login_that_it_does_not_understand(string body, string error)
    {
        var answer = await Client.ControlAsync(HttpMethod.Post, "logins", body);

        Assert.Equal(HttpStatusCode.BadRequest, answer.Status);
        Assert.Equal(error, answer.Body.Text("error"));
        Assert.Equal(3, await Client.CountUsersAsync());
    }

    [Theory]
    [InlineData("")]
    [InlineData("connection=sms")]
    [InlineData("""{"connection": "sms", """)]
    public async Task Refuses_a_body_that_is_not_JSON(string body)
    {
        var answer = await Client.ControlAsync(HttpMethod.Post, "logins", body);

        Assert.Equal(HttpStatusCode.BadRequest, answer.Status);
        Assert.StartsWith("The body is not a JSON object: ", answer.Body.Text("error"), StringComparison.Ordinal);
        Assert.Equal(3, await Client.CountUsersAsync());
    }

    [Theory]
    [InlineData("user_id")]
    [InlineData("identities")]
    [InlineData("user_metadata")]
    [InlineData("app_metadata")]
    [InlineData("created_at")]
    [InlineData("updated_at")]
    [InlineData("last_login")]
    [InlineData("last_ip")]
    [InlineData("logins_count")]
    [InlineData("last_password_reset")]
    [InlineData("blocked")]
    [InlineData("multifactor")]
    [InlineData("enrolledFactors")]
    public async Task Refuses_a_claim_that_only_Auth0_itself_sets(string claim)
    {
        var answer = await Client.ControlAsync(
            HttpMethod.Post, "logins", $$$"""{"connection": "sms", "profile": {"sub": "anna", "{{{claim}}}": true}}""");

        Assert.Equal(HttpStatusCode.BadRequest, answer.Status);
        Assert.Equal($"'profile.{claim}' is kept by Auth0 itself; an identity provider cannot set it.", answer.Body.Text("error"));
        Assert.Equal(3, await Client.CountUsersAsync());
    }
}

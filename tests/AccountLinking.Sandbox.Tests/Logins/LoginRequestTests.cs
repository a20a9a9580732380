using System.Net;

namespace AccountLinking.Sandbox.Tests.Logins;

public sealed class LoginRequestTests(SandboxFixture fixture) : SandboxTests(fixture)
{
    private const string Connections =
        "Username-Password-Authentication, Legacy-Customers, swedish-bankid, freja-eid, partner-portal, google-oauth2, sms";

    [Theory]
    [InlineData("""{}""", "'connection' is required: a non-empty string.")]
    [InlineData("""{"connection": "facebook", "profile": {"sub": "anna"}}""", $"'connection' names no connection of the tenant; it has {Connections}.")]
    [InlineData("""{"connection": "sms", "profile": {"sub": "anna"}, "client": "app"}""", "'client' is not a known field; known here: connection, profile, authorize.")]
    [InlineData("""{"connection": "sms", "profile": {"sub": "anna", "app_metadata": {}}}""", "'profile.app_metadata' is kept by Auth0 itself; an identity provider cannot set it.")]
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
}

using System.Net;
using AccountLinking.Sandbox.Json;

namespace AccountLinking.Sandbox.Tests.Control;

public sealed class InsertUserTests(SandboxFixture fixture) : SandboxTests(fixture)
{
    private const string TwoIdentities = """
        {
          "created_at": "2021-03-04T08:00:00.000Z", "updated_at": "2021-03-05T08:00:00.000Z", "email": "Anna@Example.com", "ssn": "196802020575",
          "blocked": true, "logins_count": 3, "user_id": "auth0|anna",
          "identities": [
            {"connection": "Legacy-Customers", "provider": "auth0", "user_id": "anna", "isSocial": false},
            {"connection": "google-oauth2", "provider": "google-oauth2", "user_id": "1082", "isSocial": true, "profileData": {"email": "anna@example.net"}}
          ],
          "user_metadata": {"language": "sv"}, "app_metadata": {"plan": {"level": 1.50}}
        }
        """;

    [Theory]
    [InlineData("""{}""", "'user_id' is required: a non-empty string.")]
    [InlineData("""{"user_id": 5}""", "'user_id' must be a string, not a number.")]
    [InlineData("""{"user_id": "anna"}""", "'user_id' must be 'provider|id', for example 'auth0|anna'.")]
    [InlineData("""{"user_id": "auth0|"}""", "'user_id' must be 'provider|id', for example 'auth0|anna'.")]
    [InlineData("""{"user_id": "|anna"}""", "'user_id' must be 'provider|id', for example 'auth0|anna'.")]
    [InlineData("""{"user_id": "facebook|1"}""", "'identities' is required: no connection of the tenant follows from the provider 'facebook' of 'user_id'.")]
    [InlineData("""{"user_id": "oidc|unknown|1"}""", "'identities' is required: no connection of the tenant follows from the provider 'oidc' of 'user_id'.")]
    [InlineData("""{"user_id": "auth0|anna", "user_metadata": "none"}""", "'user_metadata' must be an object, not a string.")]
    [InlineData("""{"user_id": "auth0|anna", "app_metadata": []}""", "'app_metadata' must be an object, not an array.")]
    [InlineData("""{"user_id": "auth0|anna", "identities": {}}""", "'identities' must be an array, not an object.")]
    [InlineData("""{"user_id": "auth0|anna", "identities": ["auth0"]}""", "'identities[0]' must be an object, not a string.")]
    [InlineData("""{"user_id": "auth0|anna", "identities": [{"user_id": "anna", "connection": "x"}]}""", "'identities[0].provider' is required: a non-empty string.")]
    [InlineData("""{"user_id": "auth0|anna", "identities": [{"provider": "auth0", "connection": "x"}]}""", "'identities[0].user_id' is required: a non-empty string.")]
    [InlineData("""{"user_id": "auth0|anna", "identities": [{"provider": "auth0", "user_id": "anna"}]}""", "'identities[0].connection' is required: a non-empty string.")]
    [InlineData(
        """{"user_id": "auth0|anna", "identities": [{"provider": "auth0", "user_id": "bo", "connection": "x"}]}""",
        "'identities[0]' must be the main identity: its provider and user_id make up the 'user_id' of the user.")]
    [InlineData(
        """{"user_id": "auth0|1", "identities": [{"provider": "auth0", "user_id": "1", "connection": "x"}, {"provider": "auth0", "user_id": 1, "connection": "x"}]}""",
        "'identities' names the same identity twice.")]
    [InlineData("""["auth0|anna"]""", "The body is not a JSON object: It is an array.")]
    public async Task Refuses_what_is_no_user(string user, string error)
    {
        var answer = await Client.ControlAsync(HttpMethod.Post, "users", user);

        Assert.Equal(HttpStatusCode.BadRequest, answer.Status);
        Assert.Equal(error, answer.Body.Text("error"));
        Assert.Equal(3, await Client.CountUsersAsync());
    }

    [Theory]
    [InlineData("auth0|anna", "auth0|anna")]
    [InlineData("google-oauth2|1082", "google-oauth2|1082")]
    public async Task Refuses_an_identity_that_an_account_already_has(string userId, string taken)
    {
        await Client.InsertUserAsync(TwoIdentities);

        var answer = await Client.ControlAsync(HttpMethod.Post, "users", $$"""{"user_id": "{{userId}}"}""");

        Assert.Equal(HttpStatusCode.Conflict, answer.Status);
        Assert.Equal($"An account already has the identity '{taken}'.", answer.Body.Text("error"));
        Assert.Equal(4, await Client.CountUsersAsync());
    }

    [Fact]
    public async Task Keeps_a_user_as_it_is_given()
    {
        var answer = await Client.ControlAsync(HttpMethod.Post, "users", TwoIdentities);

        Assert.Equal(HttpStatusCode.Created, answer.Status);
        Assert.Equal(JsonMap.Parse(TwoIdentities).ToString(), answer.Text);
        Assert.Equal(answer.Text, (await Client.ReadUserAsync("auth0|anna")).ToString());
    }

    [Theory]
    [InlineData("auth0|anna", "Username-Password-Authentication", false)]
    [InlineData("oidc|freja-eid|a|b", "freja-eid", false)]
    [InlineData("google-oauth2|1082", "google-oauth2", true)]
    [InlineData("sms|63d1", "sms", false)]
    public async Task Fills_in_the_identity_and_the_dates_that_are_left_out(string userId, string connection, bool isSocial)
    {
        var answer = await Client.ControlAsync(HttpMethod.Post, "users", $$"""{"user_id": "{{userId}}"}""");

        var identity = JsonMap.From(Assert.Single(answer.Body["identities"].EnumerateArray()));
        Assert.Equal(connection, identity.Text("connection"));
        Assert.Equal(isSocial, identity.IsTrue("isSocial"));
        Assert.Equal(userId, $"{identity.Text("provider")}|{identity.Text("user_id")}");
        Assert.Equal(["created_at", "updated_at", "user_id", "identities"], answer.Body.Keys);
        Assert.Equal(answer.Body.Text("created_at"), answer.Body.Text("updated_at"));
    }
}

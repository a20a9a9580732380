using AccountLinking.Sandbox.Json;
using AccountLinking.Sandbox.Tenant.ManagementApi;

namespace AccountLinking.Sandbox.Tests.Tenant.ManagementApi;

public sealed class NewUserTests
{
    private const string Dates = $"\"created_at\":\"{TestTenant.NowText}\",\"updated_at\":\"{TestTenant.NowText}\"";

    [Theory]
    [InlineData("swedish-bankid")]
    [InlineData("google-oauth2")]
    public void Refuses_a_connection_that_creates_its_users_itself(string connection)
    {
        var refused = Refused(connection, """{"email": "a@example.com", "password": "p"}""");

        Assert.Equal(
            (400, "Connection does not support user creation through the API. It must either be a database or passwordless connection."),
            (refused.Status, refused.Message));
    }

    [Theory]
    [InlineData("Legacy-Customers", "{}", "email")]
    [InlineData("Legacy-Customers", """{"password": "p"}""", "email")]
    [InlineData("Legacy-Customers", """{"email": "a@example.com"}""", "password")]
    [InlineData("sms", """{"email": "a@example.com", "password": "p"}""", "phone_number")]
    public void Refuses_a_body_without_what_the_connection_needs(string connection, string body, string missing) =>
        Assert.Equal($"Payload validation error: 'Missing required property: {missing}'.", Refused(connection, body).Message);

    [Theory]
    [InlineData(
        """{"email": "Anna@Example.com", "password": "p"}""",
        """ "email_verified":false,"name":"anna@example.com","nickname":"anna","email":"anna@example.com" """)]
    [InlineData(
        """{"connection": "c", "user_id": "s", "email": "a@example.com", "password": "p", "verify_email": true, "email_verified": true, "name": "A", "blocked": true}""",
        """ "email_verified":true,"name":"A","nickname":"a","email":"a@example.com","blocked":true """)]
    public void A_database_user_has_auth0s_defaults(string body, string attributes)
    {
        var user = NewUser.Create(JsonMap.Parse(body), TestTenant.Connections.Named("Legacy-Customers")!, "s", TestTenant.Now);

        ApiAssert.JsonEqual(
            $$"""{{{Dates}},{{attributes.Trim()}},"user_id":"auth0|s","identities":[{"connection":"Legacy-Customers","provider":"auth0","user_id":"s","isSocial":false}]}""",
            user.ToJson().Without("picture").ToElement());
    }

    [Fact]
    public void A_passwordless_user_is_named_by_the_number()
    {
        var user = NewUser.Create(
            JsonMap.Parse("""{"phone_number": "+46701740605", "user_metadata": {}, "app_metadata": {"a": 1}}"""), TestTenant.Connections.Named("sms")!, "s", TestTenant.Now);

        Assert.Equal(
            $$"""{{{Dates}},"name":"+46701740605","phone_number":"+46701740605","user_id":"sms|s","identities":["""
            + """{"connection":"sms","provider":"sms","user_id":"s","isSocial":false}],"user_metadata":{},"app_metadata":{"a":1}}""",
            user.ToJson().Without("picture").ToString());
    }

    private static ManagementApiException Refused(string connection, string body) => Assert.Throws<ManagementApiException>(() =>
        NewUser.Create(JsonMap.Parse(body), TestTenant.Connections.Named(connection)!, "s", TestTenant.Now));
}

using AccountLinking.Sandbox.Json;
using AccountLinking.Sandbox.Tenant.ManagementApi;

namespace AccountLinking.Sandbox.Tests.Tenant.ManagementApi;

public sealed class UserPatchRefusalTests
{
    [Theory]
    [InlineData("password", "email")]
    [InlineData("password", "email_verified")]
    [InlineData("username", "email")]
    [InlineData("username", "email_verified")]
    [InlineData("username", "password")]
    public void Refuses_a_combination(string one, string other)
    {
        var message = $"Cannot update {one} and {other} simultaneously.";

        Refuses("auth0|a", $$"""{"{{one}}": "x", "{{other}}": "x"}""", message);
        Refuses("auth0|a", $$"""{"{{other}}": "x", "{{one}}": null}""", message);
        Refuses("oidc|swedish-bankid|s1", $$"""{"{{one}}": "x", "{{other}}": "x"}""", message);
    }

    [Theory]
    [InlineData("auth0|a", "phone_number", "Username-Password-Authentication")]
    [InlineData("auth0|a", "phone_verified", "Username-Password-Authentication")]
    [InlineData("sms|1", "email", "sms")]
    [InlineData("sms|1", "email_verified", "sms")]
    [InlineData("sms|1", "username", "sms")]
    [InlineData("sms|1", "password", "sms")]
    [InlineData("oidc|swedish-bankid|s1", "email", "swedish-bankid")]
    [InlineData("oidc|swedish-bankid|s1", "email_verified", "swedish-bankid")]
    [InlineData("oidc|swedish-bankid|s1", "username", "swedish-bankid")]
    [InlineData("oidc|swedish-bankid|s1", "password", "swedish-bankid")]
    [InlineData("oidc|swedish-bankid|s1", "phone_number", "swedish-bankid")]
    [InlineData("oidc|swedish-bankid|s1", "phone_verified", "swedish-bankid")]
    [InlineData("oidc|swedish-bankid|s1", "name", "swedish-bankid")]
    [InlineData("oidc|swedish-bankid|s1", "given_name", "swedish-bankid")]
    [InlineData("oidc|swedish-bankid|s1", "family_name", "swedish-bankid")]
    [InlineData("oidc|swedish-bankid|s1", "nickname", "swedish-bankid")]
    [InlineData("google-oauth2|1", "picture", "google-oauth2")]
    public void Refuses_an_attribute_that_is_the_identity_providers(string userId, string attribute, string connection)
    {
        Refuses(userId, $$"""{"{{attribute}}": "x"}""", NotUpdatable(attribute, connection));
        Refuses(userId, $$"""{"{{attribute}}": null, "user_metadata": {"a": 1} }""", NotUpdatable(attribute, connection));
    }

    [Fact]
    public void Names_every_attribute_that_it_refuses()
    {
        Refuses("oidc|swedish-bankid|s1", """{"name": "x", "phone_number": "x", "blocked": true, "email": "x"}""", NotUpdatable("email, phone_number, name", "swedish-bankid"));
        Refuses("sms|1", """{"name": "x", "phone_number": "x", "email": "x"}""", NotUpdatable("email", "sms"));
    }

    [Theory]
    [InlineData("""{"connection": "nowhere"}""")]
    [InlineData("""{"connection": "nowhere", "name": "x"}""")]
    [InlineData("""{"connection": "SMS", "phone_number": "x"}""")]
    public void Refuses_a_connection_that_does_not_exist(string body)
    {
        var refused = Refuses("sms|1", body, "The connection does not exist.");

        Assert.Equal("inexistent_connection", refused.ToBody().Text("errorCode"));
    }

    [Theory]
    [InlineData("""{"connection": "sms", "phone_number": "x"}""", "phone_number")]
    [InlineData("""{"connection": "Legacy-Customers", "email": "x", "email_verified": true}""", "email, email_verified")]
    public void Refuses_an_attribute_of_a_secondary_identity(string body, string attributes) => Refuses(
        "auth0|a", body, $"The following user attributes cannot be updated: {attributes}. The specified connection belongs to a secondary identity.");

    [Fact]
    public void Refuses_attributes_of_an_account_of_an_unknown_connection() =>
        Assert.Equal(
            NotUpdatable("name", "gone"),
            Assert.Throws<ManagementApiException>(() => UserPatch.Apply(
                TestTenant.User("""{"user_id": "auth0|a", "identities": [{"provider": "auth0", "user_id": "a", "connection": "gone"}]}"""),
                JsonMap.Parse("""{"name": "x"}"""),
                TestTenant.Connections,
                TestTenant.Now)).Message);

    private static string NotUpdatable(string attributes, string connection) =>
        $"The following user attributes cannot be updated: {attributes}. The connection ({connection}) must either be a database connection (using the Auth0 store), "
        + "a passwordless connection (email or sms) or has disabled 'Sync user profile attributes at each login'.";

    private static ManagementApiException Refuses(string userId, string body, string message)
    {
        var refused = Assert.Throws<ManagementApiException>(() =>
            UserPatch.Apply(TestTenant.User($$"""{"user_id": "{{userId}}"}"""), JsonMap.Parse(body), TestTenant.Connections, TestTenant.Now));
        Assert.Equal((400, message), (refused.Status, refused.Message));
        return refused;
    }
}

using AccountLinking.Sandbox.Json;
using AccountLinking.Sandbox.Logins;
using AccountLinking.Sandbox.Tests.Tenant;

namespace AccountLinking.Sandbox.Tests.Logins;

public sealed class LoginRequestParseTests
{
    [Theory]
    [InlineData("{}", "'connection' is required: a non-empty string.")]
    [InlineData("""{"profile": {"sub": "s"}}""", "'connection' is required: a non-empty string.")]
    [InlineData("""{"connection": "", "profile": {"sub": "s"}}""", "'connection' is required: a non-empty string.")]
    [InlineData("""{"connection": "sms"}""", "'profile' is required: an object.")]
    [InlineData("""{"connection": "sms", "profile": null}""", "'profile' is required: an object.")]
    [InlineData("""{"connection": "sms", "profile": "sub"}""", "'profile' must be an object, not a string.")]
    [InlineData("""{"connection": 1, "profile": {}}""", "'connection' must be a string, not a number.")]
    [InlineData(
        """{"connection": "SMS", "profile": {"sub": "s"}}""",
        "'connection' names no connection of the tenant; it has Username-Password-Authentication, Legacy-Customers, swedish-bankid, freja-eid, google-oauth2, sms.")]
    [InlineData("""{"connection": "sms", "profile": {}}""", "'profile.sub' is required: a non-empty string.")]
    [InlineData("""{"connection": "sms", "profile": {"sub": ""}}""", "'profile.sub' is required: a non-empty string.")]
    [InlineData("""{"connection": "sms", "profile": {"sub": 1}}""", "'profile.sub' must be a string, not a number.")]
    [InlineData("""{"connection": "sms", "profile": {"sub": "s", "email": 1}}""", "'profile.email' must be a string, not a number.")]
    [InlineData("""{"connection": "sms", "profile": {"sub": "s", "email_verified": "true"}}""", "'profile.email_verified' must be true or false, not a string.")]
    [InlineData("""{"connection": "sms", "profile": {"sub": "s", "phone_number": 46}}""", "'profile.phone_number' must be a string, not a number.")]
    [InlineData("""{"connection": "sms", "profile": {"sub": "s", "phone_verified": 1}}""", "'profile.phone_verified' must be true or false, not a number.")]
    [InlineData("""{"connection": "sms", "profile": {"sub": "s", "name": {"ssn": "196802020575"}}}""", "'profile.name' must be a string, not an object.")]
    [InlineData("""{"connection": "sms", "profile": {"sub": "s", "picture": ["196802020575"]}}""", "'profile.picture' must be a string, not an array.")]
    public void Refuses(string body, string message) => RefusesBody(body, message);

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
    [InlineData("multifactor_last_modified")]
    [InlineData("blocked")]
    [InlineData("multifactor")]
    [InlineData("enrolledFactors")]
    public void Refuses_what_auth0_keeps_itself(string attribute) => RefusesBody(
        $$"""{"connection": "sms", "profile": {"sub": "s", "{{attribute}}": null} }""",
        $"'profile.{attribute}' is kept by Auth0 itself; an identity provider cannot set it.");

    [Fact]
    public void Takes_every_other_claim_as_it_is_and_null_as_none()
    {
        var request = Parse("""{"connection": "swedish-bankid", "profile": {"ssn": "196802020575", "sub": "s|1", "email": null, "n": 1.0, "address": {"a": [1]}}}""");

        Assert.Equal(("swedish-bankid", "s|1"), (request.Connection.Name, request.Subject));
        Assert.Equal("""{"ssn":"196802020575","n":1.0,"address":{"a":[1]}}""", request.Claims.ToString());
    }

    private static LoginRequest Parse(string body) => LoginRequest.Parse(new JsonFields(JsonMap.Parse(body)), TestTenant.Connections);

    private static void RefusesBody(string body, string message) => Assert.Equal(message, Assert.Throws<FieldException>(() => Parse(body)).Message);
}

using AccountLinking.Sandbox.Json;
using AccountLinking.Sandbox.Tenant.ManagementApi;

namespace AccountLinking.Sandbox.Tests.Tenant.ManagementApi;

public sealed class UserPayloadTests
{
    [Theory]
    [InlineData("\"email\": 1", "'Expected type string but found type integer' on property email.")]
    [InlineData("\"email\": \"anna\"", "'Object didn't pass validation for format email: anna' on property email.")]
    [InlineData("\"email_verified\": \"true\"", "'Expected type boolean but found type string' on property email_verified.")]
    [InlineData("\"email_verified\": null", "'Expected type boolean but found type null' on property email_verified.")]
    [InlineData("\"phone_number\": \"0701740605\"", "'String does not match pattern ^\\+[0-9]{1,15}$: 0701740605' on property phone_number.")]
    [InlineData("\"phone_number\": \"+1234567890123456\"", "'String does not match pattern ^\\+[0-9]{1,15}$: +1234567890123456' on property phone_number.")]
    [InlineData("\"phone_number\": \"+٤٦\"", "'String does not match pattern ^\\+[0-9]{1,15}$: +٤٦' on property phone_number.")]
    [InlineData("\"phone_number\": \"+46701740605\\n\"", "'String does not match pattern ^\\+[0-9]{1,15}$: +46701740605\n' on property phone_number.")]
    [InlineData("\"phone_verified\": 1", "'Expected type boolean but found type integer' on property phone_verified.")]
    [InlineData("\"name\": \"\"", "'String is too short (0 chars), minimum 1' on property name.")]
    [InlineData("\"nickname\": []", "'Expected type string but found type array' on property nickname.")]
    [InlineData("\"given_name\": \"\"", "'String is too short (0 chars), minimum 1' on property given_name.")]
    [InlineData("\"family_name\": {}", "'Expected type string but found type object' on property family_name.")]
    [InlineData("\"picture\": false", "'Expected type string but found type boolean' on property picture.")]
    [InlineData("\"username\": \"\"", "'String is too short (0 chars), minimum 1' on property username.")]
    [InlineData("\"blocked\": null", "'Expected type boolean but found type null' on property blocked.")]
    [InlineData("\"password\": \"\"", "'String is too short (0 chars), minimum 1' on property password.")]
    [InlineData("\"verify_email\": \"no\"", "'Expected type boolean but found type string' on property verify_email.")]
    [InlineData("\"connection\": \"\"", "'String is too short (0 chars), minimum 1' on property connection.")]
    [InlineData("\"user_metadata\": null", "'Expected type object but found type null' on property user_metadata.")]
    [InlineData("\"app_metadata\": []", "'Expected type object but found type array' on property app_metadata.")]
    [InlineData("\"identities\": []", "'Additional properties not allowed: identities'.")]
    [InlineData("\"ssn\": \"196802020575\"", "'Additional properties not allowed: ssn'.")]
    [InlineData("\"created_at\": \"x\"", "'Additional properties not allowed: created_at'.")]
    public void Refuses_in_both_bodies(string property, string fault)
    {
        RefusesUpdate($$"""{{{property}}}""", $"Payload validation error: {fault}");
        RefusesCreate($$"""{"connection": "c", {{property}} }""", $"Payload validation error: {fault}");
    }

    [Theory]
    [InlineData("name", 300)]
    [InlineData("nickname", 300)]
    [InlineData("given_name", 150)]
    [InlineData("family_name", 150)]
    [InlineData("username", 128)]
    public void Refuses_a_text_that_is_too_long(string property, int maximum)
    {
        UserPayload.ValidateUpdate(JsonMap.Empty.With(property, new string('a', maximum)));

        RefusesUpdate(
            JsonMap.Empty.With(property, new string('a', maximum + 1)).ToString(),
            $"Payload validation error: 'String is too long ({maximum + 1} chars), maximum {maximum}' on property {property}.");
    }

    [Theory]
    [InlineData("{}", "'Missing required property: connection'.")]
    [InlineData("""{"connection": null}""", "'Expected type string but found type null' on property connection.")]
    [InlineData("""{"connection": "c", "email": null}""", "'Expected type string but found type null' on property email.")]
    [InlineData("""{"connection": "c", "user_id": "a b"}""", "'String does not match pattern ^\\S*$: a b' on property user_id.")]
    [InlineData("""{"connection": "c", "user_id": "a\n"}""", "'String does not match pattern ^\\S*$: a\n' on property user_id.")]
    [InlineData("""{"connection": "c", "user_id": 1}""", "'Expected type string but found type integer' on property user_id.")]
    [InlineData("""{"connection": "c", "client_id": "x"}""", "'Additional properties not allowed: client_id'.")]
    [InlineData("""{"connection": "c", "verify_phone_number": true}""", "'Additional properties not allowed: verify_phone_number'.")]
    public void Refuses_in_a_body_that_creates(string body, string fault) => RefusesCreate(body, $"Payload validation error: {fault}");

    [Theory]
    [InlineData("""{"user_id": "a"}""", "'Additional properties not allowed: user_id'.")]
    [InlineData("""{"client_id": ""}""", "'String is too short (0 chars), minimum 1' on property client_id.")]
    [InlineData("""{"verify_phone_number": 1}""", "'Expected type boolean but found type integer' on property verify_phone_number.")]
    public void Refuses_in_a_body_that_updates(string body, string fault) => RefusesUpdate(body, $"Payload validation error: {fault}");

    [Theory]
    [InlineData("email")]
    [InlineData("phone_number")]
    [InlineData("name")]
    [InlineData("nickname")]
    [InlineData("given_name")]
    [InlineData("family_name")]
    [InlineData("picture")]
    [InlineData("username")]
    [InlineData("password")]
    public void An_update_may_remove_with_null(string property) =>
        Assert.Null(Record.Exception(() => UserPayload.ValidateUpdate(JsonMap.Parse($$"""{"{{property}}": null}"""))));

    [Fact]
    public void Accepts_what_auth0_accepts()
    {
        var common = """
            "email": "a@example.com", "email_verified": true, "phone_number": "+1", "phone_verified": false, "name": "N", "nickname": "n", "given_name": "G",
            "family_name": "F", "picture": "", "username": "u", "blocked": false, "user_metadata": {}, "app_metadata": {"a": {"email": [null]}},
            "connection": "c", "password": "p", "verify_email": false
            """;

        Assert.Null(Record.Exception(() => UserPayload.ValidateCreate(JsonMap.Parse($$"""{{{common}}, "user_id": "a|b"}"""))));
        Assert.Null(Record.Exception(() => UserPayload.ValidateUpdate(JsonMap.Parse($$"""{{{common}}, "client_id": "c", "verify_phone_number": true}"""))));
        Assert.Null(Record.Exception(() => UserPayload.ValidateUpdate(JsonMap.Empty)));
    }

    private static void RefusesCreate(string body, string message) => Refuses(UserPayload.ValidateCreate, body, message);

    private static void RefusesUpdate(string body, string message) => Refuses(UserPayload.ValidateUpdate, body, message);

    private static void Refuses(Action<JsonMap> validate, string body, string message)
    {
        var refused = Assert.Throws<ManagementApiException>(() => validate(JsonMap.Parse(body)));
        Assert.Equal((400, message, "invalid_body"), (refused.Status, refused.Message, refused.ToBody().Text("errorCode")));
    }
}

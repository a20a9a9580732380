using System.Net;
using System.Net.Http.Headers;
using AccountLinking.Sandbox.Client;
using AccountLinking.Sandbox.Json;

namespace AccountLinking.Sandbox.Tests.Tenant.ManagementApi;

public sealed class CreateTests(SandboxFixture fixture) : SandboxTests(fixture)
{
    private const string Database = "Username-Password-Authentication";

    [Theory]
    [InlineData("{}", "Payload validation error: 'Missing required property: connection'.", "invalid_body")]
    [InlineData("""{"connection": "nowhere"}""", "The connection does not exist.", "inexistent_connection")]
    [InlineData("""{"connection": "swedish-bankid"}""", "Connection does not support user creation through the API. It must either be a database or passwordless connection.", "operation_not_supported")]
    [InlineData("""{"connection": "Username-Password-Authentication", "password": "x"}""", "Payload validation error: 'Missing required property: email'.", "invalid_body")]
    [InlineData("""{"connection": "Username-Password-Authentication", "email": "a@example.com"}""", "Payload validation error: 'Missing required property: password'.", "invalid_body")]
    [InlineData("""{"connection": "sms"}""", "Payload validation error: 'Missing required property: phone_number'.", "invalid_body")]
    [InlineData("""{"connection": "sms", "phone_number": "0701740605"}""", "Payload validation error: 'String does not match pattern ^\\+[0-9]{1,15}$: 0701740605' on property phone_number.", "invalid_body")]
    [InlineData("""{"connection": "sms", "email": "nobody"}""", "Payload validation error: 'Object didn't pass validation for format email: nobody' on property email.", "invalid_body")]
    [InlineData("""{"connection": "sms", "blocked": "yes"}""", "Payload validation error: 'Expected type boolean but found type string' on property blocked.", "invalid_body")]
    [InlineData("""{"connection": "sms", "user_metadata": null}""", "Payload validation error: 'Expected type object but found type null' on property user_metadata.", "invalid_body")]
    [InlineData("""{"connection": "sms", "roles": []}""", "Payload validation error: 'Additional properties not allowed: roles'.", "invalid_body")]
    [InlineData("""{"connection": "sms", "app_metadata": {"email": "x"}}""", "Forbidden attribute in app_metadata: email", "invalid_body")]
    public async Task Answers_400_with_the_text_of_Auth0(string body, string message, string errorCode) =>
        ApiAssert.Refused(await CreateAsync(body), HttpStatusCode.BadRequest, message, errorCode);

    [Theory]
    [InlineData("""{"connection": "Username-Password-Authentication", "email": "ANNA@example.com", "password": "p"}""")]
    [InlineData("""{"connection": "Username-Password-Authentication", "email": "other@example.com", "password": "p", "user_id": "anna"}""")]
    public async Task Answers_409_when_the_user_exists(string body)
    {
        await CreateAsync($$"""{"connection": "{{Database}}", "email": "anna@example.com", "password": "p", "user_id": "anna"}""");

        ApiAssert.Refused(await CreateAsync(body), HttpStatusCode.Conflict, "The user already exists.", "auth0_idp_error");
    }

    [Fact]
    public async Task The_same_address_may_be_in_two_databases()
    {
        await CreateAsync($$"""{"connection": "{{Database}}", "email": "anna@example.com", "password": "p"}""");

        var answer = await CreateAsync("""{"connection": "Legacy-Customers", "email": "anna@example.com", "password": "p"}""");

        Assert.Equal(HttpStatusCode.Created, answer.Status);
    }

    [Fact]
    public async Task Creates_an_account_with_the_defaults_of_Auth0_and_keeps_no_password()
    {
        var answer = await CreateAsync($$"""{"connection": "{{Database}}", "email": "Anna.Berg@Example.com", "password": "secret", "verify_email": false}""");

        Assert.Equal(HttpStatusCode.Created, answer.Status);
        var user = answer.Body;
        Assert.Equal(["created_at", "updated_at", "name", "email_verified", "nickname", "picture", "email", "user_id", "identities"], user.Keys);
        Assert.Equal("anna.berg@example.com", user.Text("email"));
        Assert.Equal("anna.berg@example.com", user.Text("name"));
        Assert.Equal("anna.berg", user.Text("nickname"));
        Assert.False(user["email_verified"].GetBoolean());
        Assert.Matches("^auth0\\|[0-9a-f]{24}$", user.Text("user_id"));
        Assert.Equal(user.Text("created_at"), user.Text("updated_at"));
        Assert.Equal(answer.Text, (await Client.GetUserAsync(user.Text("user_id")!)).Text);
    }

    [Fact]
    public async Task Keeps_metadata_as_it_was_sent()
    {
        const string Metadata = """{"n": 12345678901234567890.120, "date": "2026-11-20T08:15:30+01:00", "text": "å☃", "nested": {"a": [1, null]}}""";

        var answer = await CreateAsync(
            $$"""{"connection": "sms", "phone_number": "+46701740699", "user_metadata": {{Metadata}}, "app_metadata": {"plan": "x"} }""");

        Assert.Equal(Metadata.Replace(": ", ":", StringComparison.Ordinal).Replace(", ", ",", StringComparison.Ordinal), answer.Body["user_metadata"].GetRawText());
        Assert.Equal("""{"plan":"x"}""", answer.Body["app_metadata"].GetRawText());
        Assert.Equal("+46701740699", answer.Body.Text("name"));
    }

    [Fact]
    public async Task Refuses_a_body_of_more_than_a_megabyte()
    {
        var token = (await Client.RequestTokenAsync("sandbox-admin", "sandbox-admin-secret")).Body.Text("access_token");
        using var http = new HttpClient();
        using var request = new HttpRequestMessage(HttpMethod.Post, $"{Client.Audience}users");
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        // The body waits for leave to be sent; otherwise the answer may come, and the connection go, in the middle of it.
        request.Headers.ExpectContinue = true;
        request.Content = new ByteArrayContent(new byte[(1024 * 1024) + 1]);

        using var response = await http.SendAsync(request, TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, response.StatusCode);
        var body = JsonMap.Parse(await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
        Assert.Equal(413, body["statusCode"].GetInt32());
    }

    private Task<ApiAnswer> CreateAsync(string body) => Client.ManageAsync(HttpMethod.Post, "users", body);
}

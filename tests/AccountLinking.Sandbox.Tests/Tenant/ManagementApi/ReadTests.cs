using System.Net;

namespace AccountLinking.Sandbox.Tests.Tenant.ManagementApi;

public sealed class ReadTests(SandboxFixture fixture) : SandboxTests(fixture)
{
    [Fact]
    public async Task Answers_404_for_a_user_that_does_not_exist() =>
        ApiAssert.Refused(await Client.GetUserAsync("auth0|nobody"), HttpStatusCode.NotFound, "The user does not exist.", "inexistent_user");

    [Theory]
    [InlineData("?fields=email&nonsense=1", "Query validation error: 'Additional properties not allowed: nonsense'.")]
    [InlineData("?include_fields=maybe", "Query validation error: 'Expected type boolean but found type string' on property include_fields.")]
    [InlineData("?fields=a&fields=b", "Query validation error: 'Expected type string but found type array' on property fields.")]
    public async Task Answers_400_to_a_query_string_that_it_does_not_know(string query, string message) =>
        ApiAssert.Refused(
            await Client.GetUserAsync("auth0|5f7c8ec7c33c6c004bbafe82", query), HttpStatusCode.BadRequest, message, "invalid_query_string");

    [Theory]
    [InlineData("oidc|swedish-bankid|{a}")]
    [InlineData("samlp|corp|anna@example.com")]
    [InlineData("oidc|partner-portal|a/b\\c:d")]
    [InlineData("oidc|partner-portal|100%25")]
    [InlineData("oidc|partner-portal|åäö ☃ +")]
    [InlineData("auth0|..x")]
    public async Task Finds_an_id_as_real_providers_make_them(string userId)
    {
        await Client.InsertUserAsync(
            $$"""
            {"user_id": {{System.Text.Json.JsonSerializer.Serialize(userId)}}, "name": "x",
             "identities": [{"provider": "{{userId.Split('|')[0]}}", "user_id": {{System.Text.Json.JsonSerializer.Serialize(userId[(userId.IndexOf('|') + 1)..])}}, "connection": "c", "isSocial": false}]}
            """);

        var answer = await Client.GetUserAsync(userId);

        Assert.Equal(HttpStatusCode.OK, answer.Status);
        Assert.Equal(userId, answer.Body.Text("user_id"));
    }

    [Theory]
    [InlineData("?fields=email,user_id", "email,user_id")]
    [InlineData("?fields=email,user_id&include_fields=true", "email,user_id")]
    [InlineData("?fields=identities,user_metadata,app_metadata,created_at,updated_at,name,nickname,logins_count&include_fields=false", "email,email_verified,user_id")]
    public async Task Shows_the_fields_that_were_asked_for(string query, string shown)
    {
        var answer = await Client.GetUserAsync("auth0|5f7c8ec7c33c6c004bbafe82", query);

        Assert.Equal(shown.Split(','), answer.Body.Keys.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task By_email_needs_an_address() =>
        ApiAssert.Refused(
            await Client.ManageAsync(HttpMethod.Get, "users-by-email"),
            HttpStatusCode.BadRequest, "Query validation error: 'Missing required property: email'.", "invalid_query_string");

    [Theory]
    [InlineData("Cilla@Example.com", 1)]
    [InlineData("cilla@example.com", 1)]
    [InlineData("CILLA@example.com", 0)]
    [InlineData("cilla@example.co", 0)]
    public async Task By_email_regards_case(string email, int hits)
    {
        await Client.InsertUserAsync("""{"user_id": "google-oauth2|1", "email": "Cilla@Example.com"}""");
        await Client.InsertUserAsync("""{"user_id": "auth0|1", "email": "cilla@example.com"}""");

        var answer = await Client.ManageAsync(HttpMethod.Get, $"users-by-email?email={Uri.EscapeDataString(email)}");

        Assert.Equal(hits, answer.Json.GetArrayLength());
    }

    [Fact]
    public async Task By_email_does_not_see_linked_identities()
    {
        await Client.InsertUserAsync("""{"user_id": "auth0|1"}""");
        await Client.InsertUserAsync("""{"user_id": "google-oauth2|1", "email": "cilla@example.com"}""");
        await Client.LinkAsync("auth0|1", """{"provider": "google-oauth2", "user_id": "1"}""");

        Assert.Equal("[]", (await Client.ManageAsync(HttpMethod.Get, "users-by-email?email=cilla%40example.com")).Text);
    }
}

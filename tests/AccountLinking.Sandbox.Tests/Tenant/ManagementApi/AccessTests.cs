using System.Net;

namespace AccountLinking.Sandbox.Tests.Tenant.ManagementApi;

public sealed class AccessTests(SandboxFixture fixture) : SandboxTests(fixture)
{
    private const string Seeded = "api/v2/users/auth0%7C5f7c8ec7c33c6c004bbafe82";

    [Fact]
    public async Task Answers_401_without_a_token()
    {
        var answer = await Client.SendAsync(HttpMethod.Get, $"/{Seeded}");

        ApiAssert.Refused(answer, HttpStatusCode.Unauthorized, "Missing authentication", errorCode: null);
        Assert.Equal("Bearer error=\"Missing authentication\"", answer.Headers["WWW-Authenticate"]);
        Assert.Equal(["statusCode", "error", "message"], answer.Body.Keys);
    }

    [Fact]
    public async Task Answers_400_to_another_scheme()
    {
        var answer = await Client.SendAsync(HttpMethod.Get, $"/{Seeded}", authorization: "Basic eDp5");

        ApiAssert.Refused(answer, HttpStatusCode.BadRequest, "Bad HTTP authentication header format", errorCode: null);
    }

    [Theory]
    [InlineData("opaque")]
    [InlineData("a.b.c")]
    [InlineData("eyJhbGciOiJub25lIn0.eyJzdWIiOiJ4In0.")]
    public async Task Answers_401_to_what_is_not_a_token_of_the_tenant(string token)
    {
        var answer = await Client.SendAsync(HttpMethod.Get, $"/{Seeded}", authorization: $"Bearer {token}");

        ApiAssert.Refused(answer, HttpStatusCode.Unauthorized, "Invalid token", errorCode: null);
        Assert.Equal("""{"error":"Invalid token"}""", answer.Body["attributes"].GetRawText());
    }

    [Fact]
    public async Task Answers_401_to_an_id_token()
    {
        var login = await Client.LogInAsync("google-oauth2", """{"sub": "1"}""");

        var answer = await Client.SendAsync(HttpMethod.Get, $"/{Seeded}", authorization: $"Bearer {login.Text("id_token")}");

        ApiAssert.Refused(answer, HttpStatusCode.Unauthorized, "Bad audience: sandbox-app", errorCode: null);
    }

    [Theory]
    [InlineData("POST", "users", "create:users")]
    [InlineData("DELETE", "users/auth0%7Cx", "delete:users")]
    public async Task Answers_403_without_the_scope(string method, string path, string scope)
    {
        var answer = await Client.ManageAsync(new HttpMethod(method), path, "{}", client: "sandbox-client");

        ApiAssert.Refused(answer, HttpStatusCode.Forbidden, $"Insufficient scope, expected any of: {scope}", "insufficient_scope");
    }

    [Theory]
    [InlineData("GET", "users")]
    [InlineData("GET", "users-by-email?email=x%40example.com")]
    [InlineData("GET", "users/auth0%7C5f7c8ec7c33c6c004bbafe82")]
    [InlineData("PATCH", "users/auth0%7C5f7c8ec7c33c6c004bbafe82")]
    public async Task The_service_s_own_client_may_read_and_update(string method, string path)
    {
        var answer = await Client.ManageAsync(new HttpMethod(method), path, method == "PATCH" ? "{}" : null, client: "sandbox-client");

        Assert.Equal(HttpStatusCode.OK, answer.Status);
    }

    [Theory]
    [InlineData("GET", "clients")]
    [InlineData("PUT", "users/auth0%7Cx")]
    [InlineData("GET", "users/auth0%7Cx/roles")]
    public async Task Answers_404_to_a_call_that_it_does_not_play(string method, string path)
    {
        var answer = await Client.ManageAsync(new HttpMethod(method), path);

        ApiAssert.Refused(answer, HttpStatusCode.NotFound, "Not Found", errorCode: null);
    }

    [Theory]
    [InlineData("users/anna")]
    [InlineData("users/%7Canna")]
    [InlineData("users/auth0%7C")]
    public async Task Answers_400_to_what_is_not_a_user_id(string path)
    {
        var answer = await Client.ManageAsync(HttpMethod.Get, path);

        var id = Uri.UnescapeDataString(path["users/".Length..]);
        ApiAssert.Refused(
            answer, HttpStatusCode.BadRequest, $"Path validation error: 'Object didn't pass validation for format user-id: {id}' on property id.", "invalid_uri");
    }

    [Fact]
    public async Task Every_answer_tells_of_the_rate_limit()
    {
        foreach (var answer in new[] { await Client.GetUserAsync("auth0|nobody"), await Client.SendAsync(HttpMethod.Get, $"/{Seeded}") })
        {
            Assert.Equal("10000", answer.Headers["x-ratelimit-limit"]);
            Assert.Equal("9999", answer.Headers["x-ratelimit-remaining"]);
            Assert.InRange(long.Parse(answer.Headers["x-ratelimit-reset"], null), DateTimeOffset.UtcNow.ToUnixTimeSeconds() - 5, DateTimeOffset.UtcNow.ToUnixTimeSeconds() + 5);
        }
    }
}

using System.Net;
using System.Net.Http.Headers;
using AccountLinking.Sandbox.Json;

namespace AccountLinking.Sandbox.Tests.Tenant.Tokens;

public sealed class TokenEndpointTests(SandboxFixture fixture) : SandboxTests(fixture)
{
    [Theory]
    [InlineData("{}", 400, "invalid_request", "Missing required parameter: grant_type")]
    [InlineData("""{"grant_type": "client_credentials"}""", 400, "invalid_request", "Missing required parameter: client_id")]
    [InlineData("""{"grant_type": "client_credentials", "client_id": "sandbox-client"}""", 400, "invalid_request", "Missing required parameter: client_secret")]
    [InlineData("""{"grant_type": 1}""", 400, "invalid_request", "'grant_type' must be a string, not a number.")]
    [InlineData("""{"grant_type": "password", "client_id": "sandbox-client", "client_secret": "sandbox-secret"}""", 403, "unsupported_grant_type", "Unsupported grant type: password")]
    [InlineData("""{"grant_type": "client_credentials", "client_id": "sandbox-client", "client_secret": "wrong"}""", 401, "access_denied", "Unauthorized")]
    [InlineData("""{"grant_type": "client_credentials", "client_id": "nobody", "client_secret": "sandbox-secret"}""", 401, "access_denied", "Unauthorized")]
    [InlineData("""{"grant_type": "client_credentials", "client_id": "sandbox-client", "client_secret": "sandbox-secret"}""", 403, "access_denied", "Non-global clients are not allowed access to APIv1")]
    [InlineData("""{"grant_type": "client_credentials", "client_id": "sandbox-client", "client_secret": "sandbox-secret", "audience": "https://example.com"}""", 403, "access_denied", "Service not enabled within domain: https://example.com")]
    [InlineData("{", 400, "invalid_request", "The body is neither valid JSON nor a valid form.")]
    [InlineData("[]", 400, "invalid_request", "The body is neither valid JSON nor a valid form.")]
    public async Task Refuses_with_the_words_of_Auth0(string body, int status, string error, string description)
    {
        var answer = await Client.SendAsync(HttpMethod.Post, "/oauth/token", body);

        Assert.Equal(status, (int)answer.Status);
        Assert.Equal(error, answer.Body.Text("error"));
        Assert.Equal(description, answer.Body.Text("error_description"));
    }

    [Fact]
    public async Task Grants_a_token_that_says_what_it_may_and_until_when()
    {
        var answer = await Client.RequestTokenAsync("sandbox-client", "sandbox-secret");

        Assert.Equal(HttpStatusCode.OK, answer.Status);
        Assert.Equal(["access_token", "scope", "expires_in", "token_type"], answer.Body.Keys);
        Assert.Equal("read:users update:users", answer.Body.Text("scope"));
        Assert.Equal(86400, answer.Body["expires_in"].GetInt32());
        Assert.Equal("Bearer", answer.Body.Text("token_type"));
        Assert.Equal("no-store", answer.Headers["Cache-Control"]);
        var claims = Claims(answer.Body.Text("access_token")!);
        Assert.Equal(Sandbox.Tenant.AbsoluteUri, claims.Text("iss"));
        Assert.Equal(Client.Audience, claims.Text("aud"));
        Assert.Equal("sandbox-client@clients", claims.Text("sub"));
        Assert.Equal("sandbox-client", claims.Text("azp"));
        Assert.Equal("client-credentials", claims.Text("gty"));
        Assert.Equal("read:users update:users", claims.Text("scope"));
        Assert.Equal(86400, claims["exp"].GetInt64() - claims["iat"].GetInt64());
    }

    [Fact]
    public async Task Takes_a_form_too()
    {
        using var http = new HttpClient { BaseAddress = Sandbox.Tenant };
        using var form = new FormUrlEncodedContent(new Dictionary<string, string>
        {
            ["grant_type"] = "client_credentials",
            ["client_id"] = "sandbox-client",
            ["client_secret"] = "sandbox-secret",
            ["audience"] = Client.Audience,
        });

        using var response = await http.PostAsync("/oauth/token", form, TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
    }

    [Fact]
    public async Task Refuses_a_form_in_an_encoding_that_is_none()
    {
        using var http = new HttpClient { BaseAddress = Sandbox.Tenant };
        using var form = new StringContent("grant_type=client_credentials");
        form.Headers.ContentType = new MediaTypeHeaderValue("application/x-www-form-urlencoded", "utf-7");

        using var response = await http.PostAsync("/oauth/token", form, TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.Equal(
            "The body is neither valid JSON nor a valid form.",
            JsonMap.Parse(await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)).Text("error_description"));
    }

    [Theory]
    [InlineData("127.0.0.1")]
    [InlineData("localhost")]
    public async Task Every_address_of_the_tenant_is_an_audience_and_the_issuer_is_one(string host)
    {
        var audience = $"http://{host}:{Sandbox.Tenant.Port}/api/v2/";

        var token = (await Client.RequestTokenAsync("sandbox-client", "sandbox-secret", audience)).Body.Text("access_token")!;

        Assert.Equal(Sandbox.Tenant.AbsoluteUri, Claims(token).Text("iss"));
        Assert.Equal(HttpStatusCode.OK, (await Client.SendAsync(HttpMethod.Get, "/api/v2/users", authorization: $"Bearer {token}")).Status);
    }

    private static JsonMap Claims(string token) => AccountLinking.Sandbox.Tenant.Tokens.Jwt.ParseWithoutVerification(token)!.Payload;
}

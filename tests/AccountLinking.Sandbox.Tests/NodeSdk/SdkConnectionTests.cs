using AccountLinking.Sandbox.Json;

namespace AccountLinking.Sandbox.Tests.NodeSdk;

public sealed class SdkConnectionTests(NodeSdkFixture fixture) : NodeSdkTests(fixture)
{
    [Fact]
    public async Task A_client_that_does_not_trust_the_certificate_sends_nothing()
    {
        await using var distrustful = Fixture.StartDriver(trusting: false);

        var withoutToken = await Fixture.Client("sandbox-client", "sandbox-secret", distrustful).RefusalAsync("users.list", "[]");
        var withToken = await new SdkClient(distrustful, JsonMap.Empty.With("domain", Fixture.Domain).With("token", "any")).RefusalAsync("users.list", "[]");

        Assert.Equal(("TypeError", "fetch failed", "DEPTH_ZERO_SELF_SIGNED_CERT"), (withoutToken.ClassName, withoutToken.SdkMessage, withoutToken.Cause));
        Assert.Equal(("ManagementError", "fetch failed"), (withToken.ClassName, withToken.SdkMessage));
        Assert.Empty(await CallsAsync());
    }

    [Theory]
    [InlineData("sandbox-client", "wrong")]
    [InlineData("nobody", "sandbox-secret")]
    public async Task Wrong_credentials_get_no_token(string clientId, string clientSecret)
    {
        var error = await Fixture.Client(clientId, clientSecret).RefusalAsync("users.list", "[]");

        AssertError("ManagementError", 401, """{"error":"access_denied","error_description":"Unauthorized"}""", error);
        Assert.StartsWith("ManagementClient: token request failed", error.SdkMessage, StringComparison.Ordinal);
        Assert.Equal(["POST /oauth/token 401"], await CallsAsync());
    }

    [Fact]
    public async Task A_token_that_is_none_is_unauthorized()
    {
        var error = await Service.With("token", JsonValue.Of("not.a.token")).RefusalAsync("users.list", "[]");

        AssertError(
            "UnauthorizedError",
            401,
            """{"statusCode":401,"error":"Unauthorized","message":"Invalid token","attributes":{"error":"Invalid token"}}""",
            error);
    }

    [Fact]
    public async Task A_token_that_has_expired_is_unauthorized()
    {
        var token = (await Control.RequestTokenAsync("short-lived", "short-lived-secret", $"https://{Fixture.Domain}/api/v2/")).Body["access_token"];

        AssertError(
            "UnauthorizedError",
            401,
            """{"statusCode":401,"error":"Unauthorized","message":"Expired token received for JSON Web Token validation","attributes":{"error":"Expired token received for JSON Web Token validation"}}""",
            await FirstRefusalAsync(Service.With("token", token)));
    }

    [Fact]
    public async Task A_client_fetches_one_token_for_all_its_calls()
    {
        await using var fresh = Fixture.StartDriver();
        var client = Fixture.Client("sandbox-client", "sandbox-secret", fresh);

        await client.CallAsync("users.get", """["auth0|5f7c8ec7c33c6c004bbafe82"]""");
        await client.CallAsync("users.listUsersByEmail", """[{"email": "bo.ek@example.com"}]""");
        await client.CallAsync("users.list", "[]");

        Assert.Equal(
            [
                "POST /oauth/token 200",
                "GET /api/v2/users/auth0%7C5f7c8ec7c33c6c004bbafe82 200",
                "GET /api/v2/users-by-email 200",
                "GET /api/v2/users 200",
            ],
            await CallsAsync());
    }

    [Fact]
    public async Task A_token_from_elsewhere_is_used_as_it_is()
    {
        var token = (await Control.RequestTokenAsync("sandbox-client", "sandbox-secret", $"https://{Fixture.Domain}/api/v2/")).Body["access_token"];

        var user = await Service.With("token", token).CallAsync("users.get", """["google-oauth2|108204268033311374519"]""");

        Assert.Equal("Bo Ek", user.GetProperty("name").GetString());
    }
    /// <summary>Calls until the second has passed for which the token is good.</summary>
    private static async Task<SdkException> FirstRefusalAsync(SdkClient client)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        while (true)
        {
            try
            {
                await client.CallAsync("users.get", """["auth0|5f7c8ec7c33c6c004bbafe82"]""");
            }
            catch (SdkException refused)
            {
                return refused;
            }

            await Task.Delay(TimeSpan.FromMilliseconds(50), patience.Token);
        }
    }
}

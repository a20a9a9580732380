using AccountLinking.Auth0;

namespace AccountLinking.Contracts.Auth0;

/// <summary>Tokens are fetched when they are needed, once, and tell why when they cannot be had.</summary>
public abstract class TokenContract<TClient>(SandboxFixture fixture) : Auth0UsersContract<TClient>(fixture)
    where TClient : IClient
{
    [Fact]
    public async Task One_token_serves_all_who_ask_at_once()
    {
        await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => FindAsync()));

        Assert.Equal(1, await TokenRequestsAsync());
    }

    [Fact]
    public async Task A_token_is_used_until_a_minute_before_its_end()
    {
        await FindAsync();
        Clock.Advance(TimeSpan.FromHours(24) - TimeSpan.FromSeconds(65));
        await FindAsync();
        Assert.Equal(1, await TokenRequestsAsync());

        Clock.Advance(TimeSpan.FromSeconds(10));
        await FindAsync();

        Assert.Equal(2, await TokenRequestsAsync());
    }

    [Fact]
    public async Task A_token_that_could_not_be_had_is_asked_for_again_by_the_next_request()
    {
        await SetFaultAsync("""{"path": "/oauth/token", "status": 401}""");

        Assert.Equal(TroubleCode.Unauthorized, (await Assert.ThrowsAsync<Auth0Exception>(FindAsync)).Code);

        Assert.NotNull(await FindAsync());
    }

    [Theory]
    [InlineData(400, """{"error": "invalid_request"}""", TroubleCode.Unauthorized, "Auth0 did not understand the token request (status 400): check Auth0:ClientId, Auth0:ClientSecret and Auth0:Domain.")]
    [InlineData(403, """{"error": "access_denied", "error_description": "Client is not authorized"}""", TroubleCode.Forbidden, "Auth0 gives the application no token for the Management API: authorise it for that API with the scopes read:users update:users, and check that Auth0:Domain is the tenant's own domain, not a custom one.")]
    [InlineData(403, """{"error": "unauthorized_client"}""", TroubleCode.Forbidden, "The application may not use the client credentials grant: switch it on under Advanced Settings, Grant Types.")]
    [InlineData(404, "\"<html>\"", TroubleCode.Unavailable, "No Auth0 tenant answers at Auth0:Domain: check its spelling.")]
    [InlineData(200, """{"token_type": "Bearer"}""", TroubleCode.Unavailable, "Auth0 answered with status 200 and something that is not a token: check that Auth0:Domain (or Auth0:BaseUrl) is a tenant.")]
    [InlineData(503, "\"\"", TroubleCode.Unavailable, "Auth0 answered with status 503, several times where that was allowed: look at Auth0's status page.")]
    public async Task A_token_that_cannot_be_had_tells_why(int status, string body, string code, string advice)
    {
        await SetFaultAsync($$"""{"path": "/oauth/token", "times": 20, "status": {{status}}, "body": {{body}} }""");

        var trouble = await Assert.ThrowsAsync<Auth0Exception>(FindAsync);

        Assert.Equal((code, advice, status), (trouble.Code, trouble.Message, trouble.Status));
    }

    [Fact]
    public async Task A_token_request_that_is_limited_tells_when_to_come_back()
    {
        await SetFaultAsync("""{"path": "/oauth/token", "times": 20, "status": 429, "headers": {"retry-after": "30"} }""");

        var trouble = await Assert.ThrowsAsync<Auth0Exception>(FindAsync);

        Assert.Equal((TroubleCode.RateLimited, TimeSpan.FromSeconds(30)), (trouble.Code, trouble.RetryAfter));
        Assert.Equal(1, await TokenRequestsAsync());
    }

    [Fact]
    public async Task A_caller_who_gives_up_takes_the_token_from_nobody_else()
    {
        await SetFaultAsync("""{"path": "/oauth/token", "delay_ms": 300}""");
        using var caller = new CancellationTokenSource();
        using var impatient = Budget(caller.Token);

        var one = Users.FindAsync(Astrid, impatient);
        var other = FindAsync();
        await caller.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => one);
        Assert.NotNull(await other);
        Assert.Equal(1, await TokenRequestsAsync());
    }

    [Fact]
    public async Task A_second_401_is_not_answered_with_a_third_try()
    {
        await SetFaultAsync("""{"path": "/api/v2/users/*", "status": 401, "times": 20}""");

        Assert.Equal(TroubleCode.Unauthorized, (await Assert.ThrowsAsync<Auth0Exception>(FindAsync)).Code);

        Assert.Equal(2, await TokenRequestsAsync());
        Assert.Equal(4, await CallsAsync());
    }

    private async Task<int> TokenRequestsAsync() =>
        (await Client.ControlAsync(HttpMethod.Get, "calls")).Json.EnumerateArray().Count(call => call.GetProperty("path").GetString() == "/oauth/token");
}

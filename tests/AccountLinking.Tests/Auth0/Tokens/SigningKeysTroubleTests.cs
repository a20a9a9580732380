using System.Net;
using AccountLinking.Auth0;
using Microsoft.AspNetCore.Http;

namespace AccountLinking.Tests.Auth0.Tokens;

/// <summary>The tenant does not answer, or something else does: what is known is used for a while, and then nobody is let in.</summary>
public sealed class SigningKeysTroubleTests : SigningKeysStage
{
    [Fact]
    public async Task Are_used_for_a_day_while_the_tenant_does_not_answer_and_it_is_asked_twice_a_minute()
    {
        await JudgeAsync(Token);
        Tenant.Trouble = Status(500);
        Stage.Clock.Advance(TimeSpan.FromMinutes(10));

        Assert.Equal("accepted", await JudgeAsync(Token));
        Assert.Equal("unknown_key", await JudgeAsync(TokenOfNextKey));
        await PassAsync(TimeSpan.FromSeconds(29));
        Assert.Equal([Fetch, Fetch], Tenant.Requests);
        await PassAsync(TimeSpan.FromSeconds(1));
        Assert.Equal([Fetch, Fetch, Fetch], Tenant.Requests);
        Assert.Equal(["4002", "4003", "4003"], Stage.Log.Events);
        Assert.Contains(Stage.Log.Lines, line => line.StartsWith(
            "The tenant's signing keys could not be fetched again: Auth0 answered with status 500, several times where that was allowed: look at Auth0's status page. Those of 2026-11-20 08:15:30Z are used, for a day at most.", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Are_not_used_after_that_day_and_the_next_that_come_are()
    {
        await JudgeAsync(Token);
        Tenant.Trouble = Status(404);
        await PassAsync(TimeSpan.FromHours(24) - TimeSpan.FromSeconds(31));
        Stage.Clock.Advance(TimeSpan.FromSeconds(31));

        Assert.Equal(TroubleCode.Unavailable, (await Assert.ThrowsAsync<Auth0Exception>(() => JudgeAsync(Token))).Code);

        Tenant.Trouble = null;
        await PassAsync(TimeSpan.FromSeconds(5));
    }

    [Fact]
    public async Task Are_fetched_again_once_the_tenant_is_back()
    {
        await JudgeAsync(Token);
        Tenant.Trouble = Status(503);
        await PassAsync(TimeSpan.FromHours(1));
        Tenant.Trouble = null;
        Tenant.Keys = TokenSigner.Jwks(NextKey);
        Stage.Clock.Advance(TimeSpan.FromSeconds(30));

        Assert.Equal("accepted", await JudgeAsync(TokenOfNextKey));

        Assert.Equal("unknown_key", await JudgeAsync(Token));
    }

    [Fact]
    public async Task That_never_came_are_asked_for_once_in_five_seconds()
    {
        Tenant.Trouble = Status(404);
        await Assert.ThrowsAsync<Auth0Exception>(() => JudgeAsync(Token));
        Stage.Clock.Advance(TimeSpan.FromMilliseconds(4999));
        await Assert.ThrowsAsync<Auth0Exception>(() => JudgeAsync(Token));
        Assert.Equal([Fetch], Tenant.Requests);
        Tenant.Trouble = null;

        await PassAsync(TimeSpan.FromMilliseconds(1));

        Assert.Equal([Fetch, Fetch], Tenant.Requests);
    }

    [Fact]
    public async Task Are_trouble_when_the_tenant_hangs()
    {
        await using var stage = await VerifierStage.StartAsync(("Webhooks:Budget", "00:00:02.1"));
        stage.Tenant.Trouble = context => Task.Delay(Timeout.Infinite, context.RequestAborted);

        var trouble = await Assert.ThrowsAsync<Auth0Exception>(() => stage.JudgeAccessTokenAsync(TokenSigner.Sign(stage.AccessToken)));

        Assert.Equal((TroubleCode.Unavailable, "Auth0 could not be reached, or did not answer in time: check Auth0:Domain, the network's way out, and Auth0's status page."), (trouble.Code, trouble.Message));
    }

    [Theory]
    [InlineData(500, "", TroubleCode.Unavailable, "Auth0 answered with status 500, several times where that was allowed: look at Auth0's status page.", 4)]
    [InlineData(503, "<html>", TroubleCode.Unavailable, "Auth0 answered with status 503, several times where that was allowed: look at Auth0's status page.", 4)]
    [InlineData(429, "{}", TroubleCode.RateLimited, "Auth0's rate limit is reached (GET /.well-known/jwks.json): wait, or ask for fewer calls with Linking:RecheckAfter and the Action's list of connections.", 1)]
    [InlineData(404, "GOOD", TroubleCode.Unavailable, "(status 404)", 1)]
    [InlineData(403, "GOOD", TroubleCode.Unavailable, "(status 403)", 1)]
    [InlineData(201, "GOOD", TroubleCode.Unavailable, "(status 201)", 1)]
    [InlineData(302, "GOOD", TroubleCode.Unavailable, "(status 302)", 1)]
    [InlineData(307, "", TroubleCode.Unavailable, "(status 307)", 1)]
    [InlineData(200, "", TroubleCode.Unavailable, "(status 200)", 1)]
    [InlineData(200, "<html><body>GOOD</body></html>", TroubleCode.Unavailable, "(status 200)", 1)]
    [InlineData(200, "[]", TroubleCode.Unavailable, "(status 200)", 1)]
    [InlineData(200, "{}", TroubleCode.Unavailable, "(status 200)", 1)]
    [InlineData(200, """{"keys":[]}""", TroubleCode.Unavailable, "(status 200)", 1)]
    [InlineData(200, """{"keys":[{"kty":"EC","kid":"key-1"}]}""", TroubleCode.Unavailable, "(status 200)", 1)]
    [InlineData(200, "GOODx", TroubleCode.Unavailable, "(status 200)", 1)]
    [InlineData(200, "DEEP", TroubleCode.Unavailable, "(status 200)", 1)]
    [InlineData(200, "HUGE", TroubleCode.Unavailable, "(status 200)", 1)]
    [InlineData(404, "HUGE", TroubleCode.Unavailable, "(status 404)", 1)]
    public async Task Are_trouble_when_something_else_is_answered(int status, string body, string code, string advice, int requests)
    {
        var good = Tenant.Keys;
        Tenant.Trouble = async context =>
        {
            if (context.Request.Path.Value!.Contains("moved", StringComparison.Ordinal)) await context.Response.WriteAsync(good);
            context.Response.StatusCode = status;
            context.Response.Headers.Location = "/moved";
            context.Response.Headers.RetryAfter = "60";
            await context.Response.WriteAsync(body switch
            {
                "DEEP" => $"{{\"keys\":{new string('[', 30_000)}",
                "HUGE" => Padded(good, (64 * 1024) + 1),
                _ => body.Replace("GOOD", good, StringComparison.Ordinal),
            });
        };
        if (status >= 500) Stage.Tenant.Trouble = Status(status);

        var trouble = await Assert.ThrowsAsync<Auth0Exception>(() => JudgeAsync(Token));

        var expected = advice[0] == '(' ? $"What answers at Auth0:Domain has no signing keys to verify tokens with {advice}: check its spelling, as in name.eu.auth0.com, and Auth0:BaseUrl, which is for sandboxes alone." : advice;
        Assert.Equal((code, expected, (int?)status), (trouble.Code, trouble.Message, trouble.Status));
        Assert.Equal(Enumerable.Repeat(Fetch, requests), Tenant.Requests);
    }

    [Fact]
    public async Task Are_taken_up_to_64_KiB()
    {
        Tenant.Keys = Padded(Tenant.Keys, 64 * 1024);

        Assert.Equal("accepted", await JudgeAsync(Token));
    }

    [Fact]
    public async Task Are_trouble_when_the_connection_breaks()
    {
        Tenant.Trouble = context =>
        {
            context.Abort();
            return Task.CompletedTask;
        };

        var trouble = await Assert.ThrowsAsync<Auth0Exception>(() => JudgeAsync(Token));

        Assert.Equal(TroubleCode.Unavailable, trouble.Code);
    }

    [Fact]
    public async Task Are_asked_for_again_at_once_when_that_may_help()
    {
        Tenant.Trouble = context =>
        {
            Tenant.Trouble = null;
            context.Response.StatusCode = (int)HttpStatusCode.BadGateway;
            return Task.CompletedTask;
        };

        Assert.Equal("accepted", await JudgeAsync(Token));
        Assert.Equal([Fetch, Fetch], Tenant.Requests);
    }

    private static Func<HttpContext, Task> Status(int status) => context =>
    {
        context.Response.StatusCode = status;
        return Task.CompletedTask;
    };

    private static string Padded(string json, int length) => json + new string(' ', length - json.Length);
}

using System.Diagnostics.Metrics;
using System.Net;
using AccountLinking.Auth0;
using AccountLinking.Tests.Telemetry;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace AccountLinking.Tests.Auth0.Tokens;

/// <summary>When the tenant's keys are fetched, and when not.</summary>
public sealed class SigningKeysTests : IAsyncLifetime
{
    private const string Fetch = "GET /.well-known/jwks.json";
    private const string NextKeyId = "key-2";

    private readonly VerifierStage _stage = new();

    private JwksDouble Tenant => _stage.Tenant;

    private string NextKey { get; } = TokenSigner.Jwk(TokenSigner.OtherKey, NextKeyId);

    private string Token => TokenSigner.Sign(_stage.AccessToken);

    private string TokenOfNextKey => TokenSigner.Sign(_stage.AccessToken, $$"""{"alg":"RS256","kid":"{{NextKeyId}}"}""", TokenSigner.OtherKey);

    public ValueTask InitializeAsync() => _stage.InitializeAsync();

    public ValueTask DisposeAsync() => _stage.DisposeAsync();

    [Fact]
    public async Task Are_fetched_when_the_first_token_comes_and_not_before()
    {
        Assert.NotNull(_stage.Verifier);
        Assert.Empty(Tenant.Requests);

        Assert.Equal("accepted", await JudgeAsync(Token));

        Assert.Equal([Fetch], Tenant.Requests);
        Assert.Equal(["4002"], _stage.Log.Events);
    }

    [Theory]
    [InlineData("opaque")]
    [InlineData("eyJhbGciOiJub25lIn0.e30.")]
    [InlineData("eyJhbGciOiJSUzI1NiJ9.e30.")]
    public async Task Are_not_fetched_for_what_is_refused_without_them(string token)
    {
        Assert.NotEqual("accepted", await JudgeAsync(token));

        Assert.Empty(Tenant.Requests);
    }

    [Fact]
    public async Task Are_fetched_once_for_all_that_come_at_once()
    {
        var (asked, mayAnswer) = (new TaskCompletionSource(), new TaskCompletionSource());
        Tenant.Trouble = context => AnswerLateAsync(context, asked, mayAnswer.Task);

        var verdicts = Enumerable.Range(0, 20).Select(number => JudgeAsync(number % 2 == 0 ? Token : TokenOfNextKey)).ToList();
        await asked.Task;
        mayAnswer.SetResult();

        Assert.Equal(["accepted", "unknown_key"], (await Task.WhenAll(verdicts)).Distinct().Order(StringComparer.Ordinal));
        Assert.Equal([Fetch], Tenant.Requests);
    }

    [Fact]
    public async Task Are_not_fetched_a_second_time_while_the_first_takes_long()
    {
        var (asked, mayAnswer) = (new TaskCompletionSource(), new TaskCompletionSource());
        Tenant.Trouble = context => AnswerLateAsync(context, asked, mayAnswer.Task);
        var first = JudgeAsync(Token);
        await asked.Task;
        _stage.Clock.Advance(TimeSpan.FromSeconds(31));

        var second = JudgeAsync(Token);
        mayAnswer.SetResult();

        Assert.Equal(["accepted", "accepted"], await Task.WhenAll(first, second));
        Assert.Equal([Fetch], Tenant.Requests);
    }

    [Fact]
    public async Task Are_kept_for_ten_minutes()
    {
        await JudgeAsync(Token);
        await PassAsync(TimeSpan.FromSeconds(599));
        Assert.Equal([Fetch], Tenant.Requests);

        await PassAsync(TimeSpan.FromSeconds(1));

        Assert.Equal([Fetch, Fetch], Tenant.Requests);
    }

    [Fact]
    public async Task Count_no_more_when_the_tenant_has_revoked_them_for_ten_minutes()
    {
        await JudgeAsync(Token);
        Tenant.Keys = TokenSigner.Jwks(NextKey);
        _stage.Clock.Advance(TimeSpan.FromMinutes(10));

        Assert.Equal("unknown_key", await JudgeAsync(Token));
        Assert.Equal("accepted", await JudgeAsync(TokenOfNextKey));
    }

    [Fact]
    public async Task Are_fetched_at_once_for_a_key_that_is_new_but_not_again_within_half_a_minute()
    {
        await JudgeAsync(Token);
        Tenant.Keys = TokenSigner.Jwks(TokenSigner.Jwk(TokenSigner.Key), NextKey);
        _stage.Clock.Advance(TimeSpan.FromSeconds(29));
        Assert.Equal("unknown_key", await JudgeAsync(TokenOfNextKey));
        Assert.Equal([Fetch], Tenant.Requests);
        _stage.Clock.Advance(TimeSpan.FromSeconds(1));

        Assert.Equal("accepted", await JudgeAsync(TokenOfNextKey));

        Assert.Equal("accepted", await JudgeAsync(Token));
        Assert.Equal([Fetch, Fetch], Tenant.Requests);
    }

    [Fact]
    public async Task Are_fetched_once_in_half_a_minute_however_many_keys_are_made_up()
    {
        await JudgeAsync(Token);
        for (var round = 1; round <= 3; round++)
        {
            _stage.Clock.Advance(TimeSpan.FromSeconds(30));
            var made = Enumerable.Range(0, 50).Select(number => JudgeAsync(TokenSigner.Sign(_stage.AccessToken, $$"""{"alg":"RS256","kid":"made-up-{{number}}"}""")));

            Assert.Equal(["unknown_key"], (await Task.WhenAll(made)).Distinct());
            Assert.Equal("accepted", await JudgeAsync(Token));
            Assert.Equal(1 + round, Tenant.Requests.Count);
        }
    }

    [Fact]
    public async Task Are_fetched_again_when_the_clock_was_set_back()
    {
        await JudgeAsync(Token);

        await PassAsync(TimeSpan.FromHours(-5));

        Assert.Equal([Fetch, Fetch], Tenant.Requests);
    }

    [Fact]
    public async Task Are_used_for_a_day_while_the_tenant_does_not_answer_and_it_is_asked_twice_a_minute()
    {
        await JudgeAsync(Token);
        Tenant.Trouble = Status(500);
        _stage.Clock.Advance(TimeSpan.FromMinutes(10));

        Assert.Equal("accepted", await JudgeAsync(Token));
        Assert.Equal("unknown_key", await JudgeAsync(TokenOfNextKey));
        await PassAsync(TimeSpan.FromSeconds(29));
        Assert.Equal([Fetch, Fetch], Tenant.Requests);
        await PassAsync(TimeSpan.FromSeconds(1));
        Assert.Equal([Fetch, Fetch, Fetch], Tenant.Requests);
        Assert.Equal(["4002", "4003", "4003"], _stage.Log.Events);
        Assert.Contains(_stage.Log.Lines, line => line.StartsWith(
            "The tenant's signing keys could not be fetched again: Auth0 answered with status 500, several times where that was allowed: look at Auth0's status page. Those of 2026-11-20 08:15:30Z are used, for a day at most.", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Are_not_used_after_that_day_and_the_next_that_come_are()
    {
        await JudgeAsync(Token);
        Tenant.Trouble = Status(404);
        await PassAsync(TimeSpan.FromHours(24) - TimeSpan.FromSeconds(31));
        _stage.Clock.Advance(TimeSpan.FromSeconds(31));

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
        _stage.Clock.Advance(TimeSpan.FromSeconds(30));

        Assert.Equal("accepted", await JudgeAsync(TokenOfNextKey));

        Assert.Equal("unknown_key", await JudgeAsync(Token));
    }

    [Fact]
    public async Task That_never_came_are_asked_for_once_in_five_seconds()
    {
        Tenant.Trouble = Status(404);
        await Assert.ThrowsAsync<Auth0Exception>(() => JudgeAsync(Token));
        _stage.Clock.Advance(TimeSpan.FromMilliseconds(4999));
        await Assert.ThrowsAsync<Auth0Exception>(() => JudgeAsync(Token));
        Assert.Equal([Fetch], Tenant.Requests);
        Tenant.Trouble = null;

        await PassAsync(TimeSpan.FromMilliseconds(1));

        Assert.Equal([Fetch, Fetch], Tenant.Requests);
    }

    [Fact]
    public async Task Are_fetched_for_the_others_when_one_of_them_hangs_up_or_has_no_time()
    {
        var (asked, mayAnswer) = (new TaskCompletionSource(), new TaskCompletionSource());
        Tenant.Trouble = context => AnswerLateAsync(context, asked, mayAnswer.Task);
        using var caller = new CancellationTokenSource();
        using var left = new RequestBudget(TimeSpan.FromSeconds(30), TimeProvider.System, caller.Token);
        using var brief = new RequestBudget(TimeSpan.FromMilliseconds(50), TimeProvider.System, CancellationToken.None);
        var (first, second, third) = (_stage.Verifier.VerifyAccessTokenAsync(Token, left), _stage.Verifier.VerifyAccessTokenAsync(Token, brief), JudgeAsync(Token));
        await asked.Task;

        await caller.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => first);
        Assert.Equal(TroubleCode.BudgetExceeded, (await Assert.ThrowsAsync<Auth0Exception>(() => second)).Code);
        mayAnswer.SetResult();
        Assert.Equal("accepted", await third);
        Assert.Equal([Fetch], Tenant.Requests);
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
        if (status >= 500) _stage.Tenant.Trouble = Status(status);

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

    [Fact]
    public async Task Are_fetched_by_a_call_that_is_told_like_any_other()
    {
        var meters = _stage.Services.GetRequiredService<IMeterFactory>();
        using var heard = new Heard(instrument => ReferenceEquals(instrument.Meter.Scope, meters) && instrument.Name == "account_linking.calls");

        await JudgeAsync(Token);

        Assert.Equal(["peer.service=auth0 account_linking.call=GET /.well-known/jwks.json http.response.status_code=200"], heard.Numbers.Select(number => number.Tags));
    }

    private async Task PassAsync(TimeSpan time)
    {
        _stage.Clock.Advance(time);
        Assert.Equal("accepted", await JudgeAsync(Token));
    }

    private Task<string> JudgeAsync(string token) => _stage.JudgeAccessTokenAsync(token);

    private async Task AnswerLateAsync(HttpContext context, TaskCompletionSource asked, Task mayAnswer)
    {
        asked.TrySetResult();
        await mayAnswer;
        await context.Response.WriteAsync(Tenant.Keys);
    }

    private static Func<HttpContext, Task> Status(int status) => context =>
    {
        context.Response.StatusCode = status;
        return Task.CompletedTask;
    };

    private static string Padded(string json, int length) => json + new string(' ', length - json.Length);
}

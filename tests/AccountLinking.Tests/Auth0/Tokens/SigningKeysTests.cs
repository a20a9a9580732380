using System.Diagnostics.Metrics;
using AccountLinking.Auth0;
using AccountLinking.Tests.Telemetry;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace AccountLinking.Tests.Auth0.Tokens;

/// <summary>When the tenant's keys are fetched, and when not.</summary>
public sealed class SigningKeysTests : SigningKeysStage
{
    [Fact]
    public async Task Are_fetched_when_the_first_token_comes_and_not_before()
    {
        Assert.NotNull(Stage.Verifier);
        Assert.Empty(Tenant.Requests);

        Assert.Equal("accepted", await JudgeAsync(Token));

        Assert.Equal([Fetch], Tenant.Requests);
        Assert.Equal(["4002"], Stage.Log.Events);
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
        Stage.Clock.Advance(TimeSpan.FromSeconds(31));

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
        Stage.Clock.Advance(TimeSpan.FromMinutes(10));

        Assert.Equal("unknown_key", await JudgeAsync(Token));
        Assert.Equal("accepted", await JudgeAsync(TokenOfNextKey));
    }

    [Fact]
    public async Task Are_fetched_at_once_for_a_key_that_is_new_but_not_again_within_half_a_minute()
    {
        await JudgeAsync(Token);
        Tenant.Keys = TokenSigner.Jwks(TokenSigner.Jwk(TokenSigner.Key), NextKey);
        Stage.Clock.Advance(TimeSpan.FromSeconds(29));
        Assert.Equal("unknown_key", await JudgeAsync(TokenOfNextKey));
        Assert.Equal([Fetch], Tenant.Requests);
        Stage.Clock.Advance(TimeSpan.FromSeconds(1));

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
            Stage.Clock.Advance(TimeSpan.FromSeconds(30));
            var made = Enumerable.Range(0, 50).Select(number => JudgeAsync(TokenSigner.Sign(Stage.AccessToken, $$"""{"alg":"RS256","kid":"made-up-{{number}}"}""")));

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
    public async Task Are_fetched_for_the_others_when_one_of_them_hangs_up_or_has_no_time()
    {
        var (asked, mayAnswer) = (new TaskCompletionSource(), new TaskCompletionSource());
        Tenant.Trouble = context => AnswerLateAsync(context, asked, mayAnswer.Task);
        using var caller = new CancellationTokenSource();
        using var left = new RequestBudget(TimeSpan.FromSeconds(30), TimeProvider.System, caller.Token);
        using var brief = new RequestBudget(TimeSpan.FromMilliseconds(50), TimeProvider.System, CancellationToken.None);
        var (first, second, third) = (Stage.Verifier.VerifyAccessTokenAsync(Token, left), Stage.Verifier.VerifyAccessTokenAsync(Token, brief), JudgeAsync(Token));
        await asked.Task;

        await caller.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => first);
        Assert.Equal(TroubleCode.BudgetExceeded, (await Assert.ThrowsAsync<Auth0Exception>(() => second)).Code);
        mayAnswer.SetResult();
        Assert.Equal("accepted", await third);
        Assert.Equal([Fetch], Tenant.Requests);
    }

    [Fact]
    public async Task Are_fetched_by_a_call_that_is_told_like_any_other()
    {
        var meters = Stage.Services.GetRequiredService<IMeterFactory>();
        using var heard = new Heard(instrument => ReferenceEquals(instrument.Meter.Scope, meters) && instrument.Name == "account_linking.calls");

        await JudgeAsync(Token);

        Assert.Equal(["peer.service=auth0 account_linking.call=GET /.well-known/jwks.json http.response.status_code=200"], heard.Numbers.Select(number => number.Tags));
    }

    private async Task AnswerLateAsync(HttpContext context, TaskCompletionSource asked, Task mayAnswer)
    {
        asked.TrySetResult();
        await mayAnswer;
        await context.Response.WriteAsync(Tenant.Keys);
    }
}

using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace AccountLinking.Tests.EndToEnd;

/// <summary>A CRM that is down, or asks for patience, is left alone by all, and asked again when it is time.</summary>
public sealed class CrmCircuitTests
{
    /// <summary>Not tried again, so that one failure is one question.</summary>
    private const string Broken = "\"status\": 500";

    /// <summary>Each asks once.</summary>
    private const int LoginsUntilDown = 5;

    [Fact]
    public async Task A_429_that_asks_for_more_time_than_there_is_is_honoured_by_all()
    {
        await using var stage = await CrmStage.StartAsync();
        await stage.Client.InsertUserAsync("""{"user_id": "sms|2", "phone_number": "+46701740606"}""");
        await stage.FailAsync("\"status\": 429, \"headers\": {\"retry-after\": \"60\"}");

        await stage.SyncAsync("unavailable");
        stage.Clock.Advance(TimeSpan.FromSeconds(59));
        await stage.SyncAsync("unavailable", "sms|2");
        Assert.Equal(1, await stage.QuestionsAsync());

        stage.Clock.Advance(TimeSpan.FromSeconds(1));
        await stage.SyncAsync("synced", "sms|2");
        await stage.SyncAsync("synced");
    }

    [Fact]
    public async Task A_429_that_asks_for_days_is_honoured_for_an_hour()
    {
        await using var stage = await CrmStage.StartAsync();
        await stage.FailAsync("\"status\": 429, \"headers\": {\"retry-after\": \"864000\"}");
        await stage.SyncAsync("unavailable");

        stage.Clock.Advance(TimeSpan.FromMinutes(61));

        await stage.SyncAsync("synced");
    }

    /// <summary>Whether its own time ends first, or the login's.</summary>
    [Theory]
    [InlineData("00:00:01", "00:00:06")]
    [InlineData("00:00:10", "00:00:04")]
    [InlineData("00:00:10", "00:00:03")]
    public async Task One_that_hangs_again_and_again_is_left_alone(string timeout, string budget)
    {
        await using var crm = await CrmDouble.StartAsync((_, _, context) => Task.Delay(Timeout.InfiniteTimeSpan, context.RequestAborted));
        await using var stage = await CrmStage.StartAsync(("Crm:Url", crm.Address), ("Crm:Timeout", timeout), ("Webhooks:Budget", budget));
        for (var login = 0; login < LoginsUntilDown; login++) await stage.SyncAsync("unavailable");
        var questions = crm.Questions.Count;

        for (var login = 0; login < 5; login++) await stage.SyncAsync("unavailable");

        Assert.Equal(questions, crm.Questions.Count);
    }

    [Theory]
    [InlineData(429, "30")]
    [InlineData(429, "2")]
    [InlineData(503, "2")]
    [InlineData(503, "30")]
    [InlineData(429, "Fri, 20 Nov 2026 08:16:00 GMT")]
    [InlineData(503, "Fri, 20 Nov 2026 08:15:32 GMT")]
    public async Task Nobody_waits_for_more_than_a_second_and_nobody_asks_until_then(int status, string retryAfter)
    {
        await using var stage = await CrmStage.StartAsync();
        await stage.FailAsync($"\"status\": {status}, \"headers\": {{\"retry-after\": \"{retryAfter}\"}}");

        await stage.SyncAsync("unavailable");
        await stage.SyncAsync("unavailable");
        Assert.Equal(1, await stage.QuestionsAsync());

        stage.Clock.Advance(TimeSpan.FromSeconds(30));
        await stage.SyncAsync("synced");
    }

    [Fact]
    public async Task Of_two_who_are_told_to_wait_the_longer_time_counts()
    {
        TaskCompletionSource bothAsked = new();
        await using var crm = await CrmDouble.StartAsync(async (number, _, context) =>
        {
            if (number == 1) bothAsked.SetResult();
            await bothAsked.Task;
            context.Response.StatusCode = 429;
            context.Response.Headers.RetryAfter = number == 0 ? "60" : "2";
        });
        await using var stage = await CrmStage.StartAsync(("Crm:Url", crm.Address));
        await stage.Client.InsertUserAsync("""{"user_id": "sms|2", "phone_number": "+46701740606"}""");

        await Task.WhenAll(stage.SyncAsync("unavailable"), stage.SyncAsync("unavailable", "sms|2"));
        stage.Clock.Advance(TimeSpan.FromSeconds(30));
        await stage.SyncAsync("unavailable");

        Assert.Equal(2, crm.Questions.Count);
    }

    [Theory]
    [InlineData("\"status\": 500", 5)]
    [InlineData("\"status\": 429", 5)]
    [InlineData("\"status\": 503", 3)]
    [InlineData("\"reset\": true", 3)]
    public async Task A_CRM_that_fails_again_and_again_is_left_alone_and_then_asked_once_to_see(string trouble, int logins)
    {
        await using var stage = await CrmStage.StartAsync();
        await stage.FailAsync(trouble, times: 100);
        for (var login = 0; login < logins; login++) await stage.SyncAsync("unavailable");
        await stage.QuestionsAsync();

        for (var login = 0; login < 5; login++) await stage.SyncAsync("unavailable");
        stage.Clock.Advance(TimeSpan.FromSeconds(29));
        await stage.SyncAsync("unavailable");
        Assert.Equal(0, await stage.QuestionsAsync());

        // The probe fails, and it is left alone again.
        stage.Clock.Advance(TimeSpan.FromSeconds(1));
        await stage.SyncAsync("unavailable");
        await stage.SyncAsync("unavailable");
        Assert.Equal(1, await stage.QuestionsAsync());

        await stage.Client.ControlAsync(HttpMethod.Delete, "faults");
        stage.Clock.Advance(TimeSpan.FromSeconds(30));
        await stage.SyncAsync("synced");
        await stage.SyncAsync("cached");
    }

    [Fact]
    public async Task While_it_is_probed_the_others_do_not_ask()
    {
        TaskCompletionSource probed = new();
        await using var crm = await CrmDouble.StartAsync(async (number, _, context) =>
        {
            if (number == LoginsUntilDown) await probed.Task;
            context.Response.StatusCode = number < LoginsUntilDown ? 500 : 200;
            await context.Response.Body.WriteAsync("{}"u8.ToArray());
        });
        await using var stage = await DownAsync(crm, NullLoggerFactory.Instance);
        await stage.Client.InsertUserAsync("""{"user_id": "sms|2", "phone_number": "+46701740606"}""");
        stage.Clock.Advance(TimeSpan.FromSeconds(30));

        var probe = stage.SyncAsync("synced");
        await crm.IsAskedAsync(LoginsUntilDown + 1);
        for (var login = 0; login < 3; login++) await stage.SyncAsync("unavailable", "sms|2");
        Assert.Equal(LoginsUntilDown + 1, crm.Questions.Count);

        probed.SetResult();
        await probe;
        await stage.SyncAsync("synced", "sms|2");
    }

    [Fact]
    public async Task A_probe_whose_caller_hangs_up_proves_nothing()
    {
        await using var crm = await CrmDouble.StartAsync(async (number, _, context) =>
        {
            if (number == LoginsUntilDown) await Task.Delay(Timeout.InfiniteTimeSpan, context.RequestAborted);
            context.Response.StatusCode = number < LoginsUntilDown ? 500 : 200;
            await context.Response.Body.WriteAsync("{}"u8.ToArray());
        });
        using var log = new LogSink();
        using var factory = LoggerFactory.Create(logging => logging.SetMinimumLevel(LogLevel.Trace).AddProvider(log));
        await using var stage = await DownAsync(crm, factory);
        stage.Clock.Advance(TimeSpan.FromSeconds(30));

        using var hangUp = new CancellationTokenSource();
        var probe = stage.AskUntilAsync(hangUp.Token);
        await crm.IsAskedAsync(LoginsUntilDown + 1);
        await hangUp.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => probe);
        while (log.Events.Count(id => id == "3003") < 2) await Task.Delay(10, TestContext.Current.CancellationToken);
        await stage.SyncAsync("unavailable");
        Assert.Equal(LoginsUntilDown + 1, crm.Questions.Count);

        stage.Clock.Advance(TimeSpan.FromSeconds(30));
        await stage.SyncAsync("synced");
    }

    [Fact]
    public async Task One_customers_unreadable_answer_switches_it_off_for_nobody()
    {
        await using var stage = await CrmStage.StartAsync();
        await stage.Client.InsertUserAsync("""{"user_id": "sms|2", "phone_number": "+46701740606"}""");
        await stage.AnswerRawAsync("[]");
        for (var login = 0; login < 20; login++) await stage.SyncAsync("unavailable");

        await stage.SyncAsync("synced", "sms|2");
    }

    [Fact]
    public async Task Somebody_whom_the_CRM_does_not_answer_is_told_so_when_it_is_down_as_well_while_others_have_older_data()
    {
        await using var stage = await CrmStage.StartAsync();
        await stage.SyncAsync("synced");
        await stage.Client.InsertUserAsync("""{"user_id": "sms|2", "phone_number": "+46701740606"}""");
        stage.Clock.Advance(CrmStage.Night);
        await stage.FailAsync(Broken, times: 100);
        for (var login = 0; login < 6; login++) await stage.SyncAsync("unavailable", "sms|2");
        await stage.QuestionsAsync();

        await stage.SyncAsync("stale");

        Assert.Equal(0, await stage.QuestionsAsync());
    }

    /// <summary>One that is down by now.</summary>
    private static async Task<CrmStage> DownAsync(CrmDouble crm, ILoggerFactory logging)
    {
        var stage = await CrmStage.StartAsync(logging, ("Crm:Url", crm.Address), ("Crm:Timeout", "00:00:10"), ("Webhooks:Budget", "00:00:18"));
        for (var login = 0; login < LoginsUntilDown; login++) await stage.SyncAsync("unavailable");
        return stage;
    }
}

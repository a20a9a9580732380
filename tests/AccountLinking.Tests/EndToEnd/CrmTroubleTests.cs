using System.Net;
using Microsoft.Extensions.Logging;

namespace AccountLinking.Tests.EndToEnd;

/// <summary>The CRM does not do its part: the login goes on, with what was known, or without.</summary>
public sealed class CrmTroubleTests
{
    [Theory]
    [InlineData("\"reset\": true")]
    [InlineData("\"status\": 503")]
    [InlineData("\"status\": 503, \"headers\": {\"retry-after\": \"1\"}")]
    [InlineData("\"status\": 429, \"headers\": {\"retry-after\": \"1\"}")]
    public async Task A_lost_connection_and_a_503_are_tried_once_more_and_a_429_when_the_CRM_says(string trouble)
    {
        await using var stage = await CrmStage.StartAsync();
        await stage.FailAsync(trouble);

        await stage.SyncAsync("synced");

        Assert.Equal(2, await stage.QuestionsAsync());
    }

    [Theory]
    [InlineData("\"reset\": true")]
    [InlineData("\"status\": 503")]
    public async Task And_no_more_than_once(string trouble)
    {
        await using var stage = await CrmStage.StartAsync();
        await stage.FailAsync(trouble, times: 2);

        await stage.SyncAsync("unavailable");

        Assert.Equal(2, await stage.QuestionsAsync());
    }

    [Fact]
    public async Task Nobody_listens()
    {
        await using var stage = await CrmStage.StartAsync(("Crm:Url", "http://127.0.0.1:1/"));

        await stage.SyncAsync("unavailable");
    }

    [Fact]
    public async Task A_429_without_a_time_is_not_tried_again()
    {
        await using var stage = await CrmStage.StartAsync();
        await stage.FailAsync("\"status\": 429");

        await stage.SyncAsync("unavailable");

        Assert.Equal(1, await stage.QuestionsAsync());
        await stage.SyncAsync("synced");
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_CRM_that_hangs_be_it_in_the_middle_of_its_answer_is_given_up_and_not_asked_again(bool hasBegun)
    {
        await using var crm = await CrmDouble.StartAsync(async (_, _, context) =>
        {
            if (hasBegun) await context.Response.Body.WriteAsync("{"u8.ToArray(), context.RequestAborted);
            if (hasBegun) await context.Response.Body.FlushAsync(context.RequestAborted);
            await Task.Delay(Timeout.InfiniteTimeSpan, context.RequestAborted);
        });
        await using var stage = await CrmStage.StartAsync(("Crm:Url", crm.Address), ("Crm:Timeout", "00:00:01"));

        await stage.SyncAsync("unavailable");

        Assert.InRange(crm.Questions.Count, 0, 1);
    }

    [Fact]
    public async Task Who_waits_for_the_same_question_does_not_lose_it_when_the_first_one_hangs_up()
    {
        await using var crm = await CrmDouble.StartAsync(async (number, _, context) =>
        {
            if (number == 0) await Task.Delay(Timeout.InfiniteTimeSpan, context.RequestAborted);
            await context.Response.Body.WriteAsync("{}"u8.ToArray());
        });
        await using var stage = await CrmStage.StartAsync(("Crm:Url", crm.Address), ("Crm:Timeout", "00:00:10"), ("Webhooks:Budget", "00:00:18"));
        using var hangUp = new CancellationTokenSource();

        var first = stage.AskUntilAsync(hangUp.Token);
        await crm.IsAskedAsync(1);
        var second = stage.SyncAsync("synced");
        await Task.Delay(500, TestContext.Current.CancellationToken);
        Assert.Single(crm.Questions);
        await hangUp.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => first);
        await second;
    }

    [Fact]
    public async Task Two_seconds_of_the_budget_are_left_to_write()
    {
        // It would answer in time to be believed, and not to be written.
        await using var stage = await CrmStage.StartAsync(("Crm:Timeout", "00:00:10"), ("Webhooks:Budget", "00:00:04"));
        await stage.FailAsync("\"delay_ms\": 2800");

        await stage.SyncAsync("unavailable");
    }

    [Fact]
    public async Task The_log_tells_what_happened_and_neither_the_key_nor_the_number()
    {
        string[] sensitive = ["sandbox-crm-key", "1740605", "1740606", "C-1006", "Doris", "Nilsson", "Emil", "sms|", "do-not-log", "whsec_", "sandbox-secret", "eyJ"];
        using var log = new LogSink();
        using var factory = LoggerFactory.Create(logging => logging.SetMinimumLevel(LogLevel.Trace).AddProvider(log));
        await using var stage = await CrmStage.StartAsync(factory, ("Crm:Timeout", "00:00:02"));
        await stage.SyncAsync("synced");
        await stage.SyncAsync("cached");
        Assert.Equal(["3000", "3000", "4001"], Events());

        await stage.Client.PatchAsync(CrmStage.Doris, """{"phone_number": "+46701740606", "phone_verified": true}""");
        await stage.SyncAsync("synced");
        stage.Clock.Advance(CrmStage.Night);
        await stage.AnswerAsync("""{"externalUserId": "C-100607", "do.not-log": "do-not-log", "lastUpdate": "do-not-log"}""", "+46701740606");
        await stage.SyncAsync("synced");
        Assert.Equal(["3000", "3000", "3005", "3005", "3007"], Events());
        stage.Clock.Advance(CrmStage.Night);
        await stage.AnswerAsync($$"""{"do-not-log": "{{new string('x', 1900)}}"}""", "+46701740606");
        await stage.SyncAsync("synced");
        Assert.Equal(["3000", "3005", "3006", "4001"], Events());

        stage.Clock.Advance(CrmStage.Night);
        await stage.AnswerRawAsync("do-not-log +46701740606", "+46701740606");
        await stage.SyncAsync("stale");
        await stage.FailAsync("\"delay_ms\": 20000");
        await stage.SyncAsync("stale");
        Assert.Equal(["3000", "3000", "3001", "3001"], Events());
        await stage.FailAsync("\"status\": 401, \"body\": \"do-not-log sandbox-crm-key\"");
        await stage.SyncAsync("stale");
        await stage.FailAsync("\"reset\": true", times: 100);
        for (var login = 0; login < 4; login++) await stage.SyncAsync("stale");
        Assert.Equal(["3000", "3000", "3000", "3000", "3000", "3001", "3001", "3001", "3001", "3001", "3002", "3003"], Events());
        await stage.Client.ControlAsync(HttpMethod.Delete, "faults");
        stage.Clock.Advance(TimeSpan.FromSeconds(30));
        await stage.AnswerAsync("""{"externalUserId": "C-100606"}""", "+46701740606");
        await stage.SyncAsync("synced");
        Assert.Equal(["3000", "3004"], Events());

        Assert.All(log.Lines, line => Assert.DoesNotContain(sensitive, text => line.Contains(text, StringComparison.OrdinalIgnoreCase)));

        string[] Events()
        {
            string[] events = [.. log.Events.Where(id => id != "0").Order(StringComparer.Ordinal)];
            log.Events.Clear();
            return events;
        }
    }

    [Fact]
    public async Task A_caller_who_hangs_up_leaves_nothing_behind_that_the_next_one_does_not_finish()
    {
        await using var stage = await CrmStage.StartAsync();
        await stage.FailAsync("\"delay_ms\": 1000");
        using (var hangUp = new CancellationTokenSource(TimeSpan.FromMilliseconds(300)))
        {
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => stage.AskUntilAsync(hangUp.Token));
        }

        Assert.Equal(HttpStatusCode.OK, (await stage.AskAsync()).Status);
        await stage.SyncAsync("cached");
    }
}

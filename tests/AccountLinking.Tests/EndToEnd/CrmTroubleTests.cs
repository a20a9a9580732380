using System.Net;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace AccountLinking.Tests.EndToEnd;

/// <summary>The CRM does not do its part: the login goes on, with what was known, or without.</summary>
public sealed class CrmTroubleTests
{
    /// <summary>Not tried again, so that one failure is one question.</summary>
    private const string Broken = "\"status\": 500";

    /// <summary>Each asks once.</summary>
    private const int LoginsUntilDown = 5;

    public static TheoryData<string> Unreadable =>
    [
        "", "null", "[]", "\"C-1\"", "7", "true", "<html></html>", "{", """{"externalUserId": "C-1"} x""", """{"a": 1, "a": 2}""", """{"a": {"b": 1, "b": 1}}""", """{"a": 1,}""", """{"a": 1 /* x */}""", "{'a': 1}",
        """{"a": "\ud800"}""", """{"\udc00": 1}""", "\uFEFF{}", """{"a":""" + string.Concat(Enumerable.Repeat("[", 40)) + string.Concat(Enumerable.Repeat("]", 40)) + "}",
    ];

    [Theory]
    [MemberData(nameof(Unreadable))]
    public async Task An_answer_that_is_not_one_JSON_object_counts_as_none(string body)
    {
        await using var stage = await CrmStage.StartAsync();
        await stage.AnswerRawAsync(body);

        await stage.SyncAsync("unavailable");

        Assert.Equal(["auth0 GET", "crm POST"], await stage.TakeCallsAsync());
    }

    [Theory]
    [InlineData(new byte[] { (byte)'{', (byte)'"', (byte)'a', (byte)'"', (byte)':', (byte)'"', 0xc3, 0x28, (byte)'"', (byte)'}' })]
    [InlineData(new byte[] { (byte)'{', 0, (byte)'}', 0 })]
    [InlineData(new byte[] { (byte)'{', (byte)'"', 0xed, 0xa0, 0x80, (byte)'"', (byte)':', (byte)'1', (byte)'}' })]
    public async Task Nor_one_that_is_not_UTF8(byte[] body)
    {
        await using var crm = await CrmDouble.StartAsync((_, _, context) => context.Response.Body.WriteAsync(body).AsTask());
        await using var stage = await CrmStage.StartAsync(("Crm:Url", crm.Address));

        await stage.SyncAsync("unavailable");

        Assert.Single(crm.Questions);
    }

    [Theory]
    [InlineData(256, true)]
    [InlineData(257, false)]
    public async Task Nor_one_over_the_limit(int size, bool isTaken)
    {
        var body = $$"""{"externalUserId": "{{new string('7', size - 22)}}"}""";
        Assert.Equal(size, body.Length);
        await using var stage = await CrmStage.StartAsync(("Crm:MaxBytes", "256"));
        await stage.AnswerRawAsync(body);

        await stage.SyncAsync(isTaken ? "synced" : "unavailable");
    }

    [Fact]
    public async Task Nor_one_that_pours_without_an_end_or_a_length()
    {
        await using var crm = await CrmDouble.StartAsync(async (_, _, context) =>
        {
            while (!context.RequestAborted.IsCancellationRequested) await context.Response.Body.WriteAsync(new byte[1024], context.RequestAborted);
        });
        await using var stage = await CrmStage.StartAsync(("Crm:Url", crm.Address));

        await stage.SyncAsync("unavailable");

        Assert.Single(crm.Questions);
    }

    [Theory]
    [InlineData(201)]
    [InlineData(204)]
    [InlineData(302)]
    [InlineData(400)]
    [InlineData(401)]
    [InlineData(403)]
    [InlineData(410)]
    [InlineData(500)]
    [InlineData(502)]
    [InlineData(504)]
    public async Task Nor_one_with_another_status_and_it_is_not_asked_again(int status)
    {
        await using var stage = await CrmStage.StartAsync();
        await stage.FailAsync(status == 302 ? $$"""
            "status": 302, "headers": {"location": "{{stage.Sandbox.Crm}}customers"}
            """ : $"\"status\": {status}");

        await stage.SyncAsync("unavailable");

        Assert.Equal(1, await stage.QuestionsAsync());
        await stage.SyncAsync("synced");
    }

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
    [InlineData("text/html", "unavailable")]
    [InlineData("text/html; charset=utf-8", "unavailable")]
    [InlineData("application/json", "not_found")]
    [InlineData("application/problem+json", "not_found")]
    [InlineData(null, "not_found")]
    public async Task A_page_of_HTML_does_not_say_that_the_CRM_knows_no_number(string? contentType, string outcome)
    {
        await using var crm = await CrmDouble.StartAsync((_, _, context) =>
        {
            context.Response.StatusCode = 404;
            context.Response.ContentType = contentType;
            return Task.CompletedTask;
        });
        await using var stage = await CrmStage.StartAsync(("Crm:Url", crm.Address));

        await stage.SyncAsync(outcome);
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
        await UntilAsync(() => !crm.Questions.IsEmpty);
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
    public async Task What_was_known_is_served_with_its_date_for_two_days_and_nothing_is_written()
    {
        await using var stage = await CrmStage.StartAsync();
        var synced = await stage.SyncAsync("synced");
        var before = await stage.Client.EverybodyAsync();
        await stage.AnswerAsync("{}", status: 500);

        stage.Clock.Advance(CrmStage.Night);
        Assert.Equal(synced.ToString().Replace("synced", "stale", StringComparison.Ordinal), (await stage.SyncAsync("stale")).ToString());
        Assert.Equal(before, await stage.Client.EverybodyAsync());
        stage.Clock.Advance(TimeSpan.FromHours(48) - CrmStage.Night);
        Assert.Equal("2026-11-20T08:15:30Z", (await stage.SyncAsync("stale")).Text("last_update"));
        stage.Clock.Advance(TimeSpan.FromSeconds(1));
        await stage.SyncAsync("unavailable");
    }

    [Theory]
    [InlineData("Crm:MaxStale", "00:00:00")]
    [InlineData("Crm:MaxStale", "22:59:59")]
    public async Task How_long_is_a_setting(string name, string value)
    {
        await using var stage = await CrmStage.StartAsync((name, value));
        await stage.SyncAsync("synced");
        await stage.FailAsync(Broken);
        stage.Clock.Advance(CrmStage.Night);

        await stage.SyncAsync("unavailable");
    }

    [Fact]
    public async Task What_was_known_of_another_number_is_not_served()
    {
        await using var stage = await CrmStage.StartAsync();
        await stage.SyncAsync("synced");
        await stage.Client.PatchAsync(CrmStage.Doris, """{"phone_number": "+46701740606", "phone_verified": true}""");
        await stage.FailAsync(Broken);

        await stage.SyncAsync("unavailable");
    }

    [Fact]
    public async Task That_somebody_was_unknown_is_not_served()
    {
        await using var stage = await CrmStage.StartAsync();
        await stage.AnswerAsync("{}", status: 404);
        await stage.SyncAsync("not_found");
        await stage.FailAsync(Broken);
        stage.Clock.Advance(CrmStage.Night);

        await stage.SyncAsync("unavailable");
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
        await UntilAsync(() => crm.Questions.Count > LoginsUntilDown);
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
        await UntilAsync(() => crm.Questions.Count > LoginsUntilDown);
        await hangUp.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => probe);
        await UntilAsync(() => log.Events.Count(id => id == "3003") == 2);
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

    /// <summary>One that is down by now.</summary>
    private static async Task<CrmStage> DownAsync(CrmDouble crm, ILoggerFactory logging)
    {
        var stage = await CrmStage.StartAsync(logging, ("Crm:Url", crm.Address), ("Crm:Timeout", "00:00:10"), ("Webhooks:Budget", "00:00:18"));
        for (var login = 0; login < LoginsUntilDown; login++) await stage.SyncAsync("unavailable");
        return stage;
    }

    private static async Task UntilAsync(Func<bool> holds)
    {
        while (!holds()) await Task.Delay(10, TestContext.Current.CancellationToken);
    }
}

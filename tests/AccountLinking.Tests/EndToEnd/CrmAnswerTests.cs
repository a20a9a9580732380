namespace AccountLinking.Tests.EndToEnd;

/// <summary>What counts as an answer of the CRM, and what as none.</summary>
public sealed class CrmAnswerTests
{
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
}

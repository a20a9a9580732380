using AccountLinking.Tests.EndToEnd;

namespace AccountLinking.Tests.Health;

/// <summary>The line about the CRM.</summary>
public sealed class CrmReadyTests
{
    [Theory]
    [InlineData("""{"status": 403}""", "it refused the key (status 403): check Crm:ApiKey.")]
    [InlineData("""{"status": 500}""", "it answered with status 500: look at its own log.")]
    [InlineData("""{"status": 429}""", "it limits calls (status 429), and is not asked again before it said.")]
    [InlineData("""{"reset": true}""", "it cannot be reached, or breaks the connection: check Crm:Url, and the network's way out.")]
    [InlineData("""{"delay_ms": 60000}""", "it did not answer within Crm:Timeout: look at its response times.")]
    [InlineData("""{"status": 200, "body": "MARKER"}""", "its answer is not a JSON object in UTF-8 in which each name stands once.")]
    public async Task A_CRM_that_does_not_do_its_part_is_told(string fault, string advice)
    {
        await using var stage = await ReadyStage.StartAsync();
        await stage.FailAsync($$"""{"target": "crm", "times": 20, {{fault.TrimStart('{')}}""");

        Assert.Equal([$"fail crm: The CRM does not do its part: {advice}"], await stage.TroubleAsync());
    }

    [Fact]
    public async Task A_CRM_that_refuses_the_key_is_told()
    {
        await using var stage = await ReadyStage.StartAsync(("Crm:ApiKey", "MARKER"));

        Assert.Equal(["fail crm: The CRM does not do its part: it refused the key (status 401): check Crm:ApiKey."], await stage.TroubleAsync());
    }

    [Fact]
    public async Task A_CRM_that_has_asked_for_patience_is_left_alone_and_that_is_told()
    {
        await using var stage = await ReadyStage.StartAsync();
        await stage.FailAsync("""{"target": "crm", "status": 429, "headers": {"retry-after": "3000"}, "times": 1}""");
        await stage.SyncAsync();
        await stage.Client.ForgetCallsAsync();

        Assert.Matches("^fail crm: The CRM has asked not to be asked until [0-9:]{8} UTC \\(Retry-After\\), and is not: logins go on with older data, or without claims\\.$", Assert.Single(await stage.TroubleAsync()));
        Assert.DoesNotContain((await stage.Client.ControlAsync(HttpMethod.Get, "calls")).Json.EnumerateArray(), call => call.GetProperty("target").GetString() == "crm");
    }

    [Fact]
    public async Task A_CRM_that_logins_do_not_ask_because_it_failed_so_often_is_told_also_when_it_is_well_again()
    {
        await using var stage = await ReadyStage.StartAsync();
        await stage.FailAsync("""{"target": "crm", "status": 500, "times": 5}""");
        for (var login = 0; login < 5; login++) await stage.SyncAsync();

        Assert.Equal(["fail crm: The CRM failed again and again just now, and logins do not ask it for half a minute: they go on with older data, or without claims. Look at its own log."], await stage.TroubleAsync());
    }

    [Theory]
    [InlineData("""{"status": 404, "body": {}}""", "pass", "The CRM answers: 404 for a number that nobody has, as it should. If it never finds anybody, check the path in Crm:Url, and Crm:ApiKey.")]
    [InlineData("""{"status": 200, "body": {"externalUserId": "C-1"}}""", "pass", "The CRM answers, and takes the key.")]
    [InlineData("""{"status": 422}""", "warn", "The CRM answers with status 422 to a number that nobody has: if it does so to real ones as well, check Crm:Url; if it takes numbers of its own country alone, nothing is wrong.")]
    public async Task What_a_CRM_says_of_a_number_that_nobody_has_is_told_for_what_it_is_worth(string answer, string status, string message)
    {
        await using var stage = await ReadyStage.StartAsync();
        await stage.FailAsync($$"""{"target": "crm", "times": 1, {{answer.TrimStart('{')}}""");

        Assert.Contains($$"""{"name":"crm","status":"{{status}}","message":"{{message}}"}""", (await stage.GetAsync()).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_a_CRM_none_is_asked()
    {
        await using var stage = await ReadyStage.StartAsync(("Crm:Enabled", "false"));

        Assert.Empty(await stage.TroubleAsync());
        Assert.DoesNotContain((await stage.Client.ControlAsync(HttpMethod.Get, "calls")).Json.EnumerateArray(), call => call.GetProperty("target").GetString() == "crm");
    }
}

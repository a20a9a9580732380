using System.Diagnostics;
using System.Net;

namespace AccountLinking.Sandbox.Tests.Crm;

public sealed class CrmTests(SandboxFixture fixture) : SandboxTests(fixture)
{
    private const string Doris = """{"externalUserId":"C-100605","customerSince":"2019-02-11","segment":"private","name":"Doris Nilsson"}""";

    [Theory]
    [InlineData(null)]
    [InlineData("wrong")]
    [InlineData("SANDBOX-CRM-KEY")]
    [InlineData("sandbox-crm-key-and-more")]
    public async Task Answers_401_without_the_right_key(string? key)
    {
        var answer = await CrmCalls.AskAsync(Sandbox, "+46701740605", key: key);

        Assert.Equal(HttpStatusCode.Unauthorized, answer.Status);
        Assert.Equal("""{"error":"The header 'x-api-key' is missing or wrong."}""", answer.Text);
    }

    [Theory]
    [InlineData("GET")]
    [InlineData("PUT")]
    [InlineData("DELETE")]
    public async Task Answers_405_to_anything_but_POST(string method)
    {
        var answer = await CrmCalls.SendAsync(Sandbox, HttpMethod.Parse(method), body: null);

        Assert.Equal(HttpStatusCode.MethodNotAllowed, answer.Status);
        Assert.Equal("""{"error":"Only POST is answered here."}""", answer.Text);
    }

    [Theory]
    [InlineData("", "The body must be a JSON object.")]
    [InlineData("phoneNumber=1", "The body must be a JSON object.")]
    [InlineData("[]", "The body must be a JSON object.")]
    [InlineData("{}", "'phoneNumber' is required: a non-empty string.")]
    [InlineData("""{"phoneNumber": ""}""", "'phoneNumber' is required: a non-empty string.")]
    [InlineData("""{"phoneNumber": 46701740605}""", "'phoneNumber' must be a string, not a number.")]
    [InlineData("""{"phoneNumber": "+46701740605", "extended": "yes"}""", "'extended' must be true or false, not a string.")]
    public async Task Answers_400_to_a_question_that_it_does_not_understand(string body, string error)
    {
        var answer = await CrmCalls.SendAsync(Sandbox, HttpMethod.Post, body);

        Assert.Equal(HttpStatusCode.BadRequest, answer.Status);
        Assert.Equal(error, answer.Body.Text("error"));
    }

    [Theory]
    [InlineData("+46701740699")]
    [InlineData("46701740605")]
    [InlineData("0701740605")]
    public async Task Answers_404_for_a_number_that_no_customer_has(string phoneNumber)
    {
        var answer = await CrmCalls.AskAsync(Sandbox, phoneNumber);

        Assert.Equal(HttpStatusCode.NotFound, answer.Status);
        Assert.Equal("""{"error":"No customer has this phone number."}""", answer.Text);
    }

    [Theory]
    [InlineData("/")]
    [InlineData("/customers/lookup")]
    [InlineData("/sandbox/reset")]
    [InlineData("/v1/customers.json?source=auth0")]
    public async Task Answers_with_the_customer_on_any_path(string path)
    {
        var answer = await CrmCalls.AskAsync(Sandbox, "+46701740605", path);

        Assert.Equal(HttpStatusCode.OK, answer.Status);
        Assert.Equal(Doris, answer.Text);
        Assert.Equal("application/json; charset=utf-8", answer.Headers["content-type"]);
    }

    [Fact]
    public async Task Answers_without_the_optional_field_and_with_unknown_ones()
    {
        var answer = await CrmCalls.SendAsync(Sandbox, HttpMethod.Post, """{"phoneNumber": "+46701740605", "source": "auth0"}""");

        Assert.Equal(Doris, answer.Text);
    }

    [Theory]
    [InlineData("before")]
    [InlineData("after")]
    public async Task A_slow_CRM_answers_late_and_right(string when)
    {
        await Client.ControlAsync(HttpMethod.Post, "faults", $$"""{"target": "crm", "delay_ms": 200, "when": "{{when}}"}""");
        var started = Stopwatch.GetTimestamp();

        var answer = await CrmCalls.AskAsync(Sandbox, "+46701740605");

        // The system's timers are coarse: some of them fire a few milliseconds early.
        Assert.InRange(Stopwatch.GetElapsedTime(started).TotalMilliseconds, 190, double.MaxValue);
        Assert.Equal(HttpStatusCode.OK, answer.Status);
        Assert.Equal(Doris, answer.Text);
    }
}

using System.Net;

namespace AccountLinking.Sandbox.Tests.Crm;

public sealed class CrmAnswerTests(SandboxFixture fixture) : SandboxTests(fixture)
{
    private const string Number = "+46701740605";

    [Theory]
    [InlineData("""{}""", "'phone_number' is required: a non-empty string.")]
    [InlineData("""{"phone_number": 46}""", "'phone_number' must be a string, not a number.")]
    [InlineData("""{"phone_number": "+46701740605", "status": "500"}""", "'status' must be a whole number, not a string.")]
    [InlineData("""{"phone_number": "+46701740605", "status": 100}""", "'status' must be a whole number between 200 and 599.")]
    [InlineData("""{"phone_number": "+46701740605", "status": 600}""", "'status' must be a whole number between 200 and 599.")]
    [InlineData("""{"phone_number": "+46701740605", "answer": {}}""", "'answer' is not a known field; known here: phone_number, status, body.")]
    [InlineData(""" "+46701740605" """, "The body is not a JSON object: It is a string.")]
    public async Task Refuses_what_it_does_not_understand_and_changes_nothing(string body, string error)
    {
        var answer = await Client.ControlAsync(HttpMethod.Post, "crm", body);

        Assert.Equal(HttpStatusCode.BadRequest, answer.Status);
        Assert.Equal(error, answer.Body.Text("error"));
        Assert.Equal("C-100605", (await CrmCalls.AskAsync(Sandbox, Number)).Body.Text("externalUserId"));
    }

    [Theory]
    [InlineData("\"body\": {\"externalUserId\": \"C-1\", \"score\": 1.50, \"name\": \"Åsa\"}", 200, """{"externalUserId":"C-1","score":1.50,"name":"Åsa"}""")]
    [InlineData("\"status\": 200, \"body\": {}", 200, "{}")]
    [InlineData("\"body\": [1, null]", 200, "[1,null]")]
    [InlineData("\"body\": \"<html>maintenance</html>\"", 200, "<html>maintenance</html>")]
    [InlineData("\"body\": \"\"", 200, "")]
    [InlineData("\"status\": 429, \"body\": {\"error\": \"slow down\"}", 429, """{"error":"slow down"}""")]
    [InlineData("\"status\": 500, \"body\": \"{ broken\"", 500, "{ broken")]
    [InlineData("\"status\": 500", 500, """{"error":"Answered as it was told."}""")]
    [InlineData("\"status\": 204", 204, "")]
    [InlineData("\"status\": 204, \"body\": {\"never\": \"sent\"}", 204, "")]
    [InlineData("\"status\": 205, \"body\": \"never sent\"", 205, "")]
    [InlineData("\"status\": 304", 304, "")]
    public async Task Answers_as_it_was_told_from_then_on(string told, int status, string body)
    {
        var set = await Client.ControlAsync(HttpMethod.Post, "crm", $$"""{"phone_number": "{{Number}}", {{told}}}""");

        Assert.Equal(HttpStatusCode.NoContent, set.Status);
        for (var i = 0; i < 2; i++)
        {
            var answer = await CrmCalls.AskAsync(Sandbox, Number);
            Assert.Equal(status, (int)answer.Status);
            Assert.Equal(body, answer.Text);
        }

        Assert.Equal("C-100606", (await CrmCalls.AskAsync(Sandbox, "+46701740606")).Body.Text("externalUserId"));
    }

    [Fact]
    public async Task Knows_a_new_customer_at_once()
    {
        await Client.ControlAsync(HttpMethod.Post, "crm", """{"phone_number": "+46701740699", "body": {"externalUserId": "C-9"}}""");

        Assert.Equal("C-9", (await CrmCalls.AskAsync(Sandbox, "+46701740699")).Body.Text("externalUserId"));
    }
}

using System.Net;

namespace AccountLinking.Sandbox.Tests.Control;

public sealed class FaultRefusalTests(SandboxFixture fixture) : SandboxTests(fixture)
{
    private const string ExactlyOne = "Exactly one of 'status', 'delay_ms' and 'reset' says how the call misbehaves.";

    [Theory]
    [InlineData("""{}""", ExactlyOne)]
    [InlineData("""{"reset": false}""", ExactlyOne)]
    [InlineData("""{"status": 503, "reset": true}""", ExactlyOne)]
    [InlineData("""{"status": 503, "delay_ms": 0}""", ExactlyOne)]
    [InlineData("""{"status": "503"}""", "'status' must be a whole number, not a string.")]
    [InlineData("""{"status": 199}""", "'status' must be a whole number between 200 and 599.")]
    [InlineData("""{"status": 600}""", "'status' must be a whole number between 200 and 599.")]
    [InlineData("""{"delay_ms": -1}""", "'delay_ms' must be a whole number between 0 and 600000.")]
    [InlineData("""{"reset": "yes"}""", "'reset' must be true or false, not a string.")]
    [InlineData("""{"status": 503, "target": "service"}""", "'target' must be one of auth0, crm.")]
    [InlineData("""{"status": 503, "when": "during"}""", "'when' must be one of before, after.")]
    [InlineData("""{"status": 503, "times": 0}""", "'times' must be a whole number between 1 and 1000000.")]
    [InlineData("""{"status": 503, "method": 5}""", "'method' must be a string, not a number.")]
    [InlineData("""{"status": 503, "path": ["/"]}""", "'path' must be a string, not an array.")]
    [InlineData("""{"status": 503, "path": "api/v2/users"}""", "'path' must begin with '/'.")]
    [InlineData("""{"status": 503, "path": ""}""", "'path' must begin with '/'.")]
    [InlineData("""{"status": 503, "method": ""}""", "'method' must not be empty.")]
    [InlineData("""{"status": 503, "headers": {"Content-Length": "5"}}""", "'headers.Content-Length' follows from the body.")]
    [InlineData("""{"status": 503, "headers": "none"}""", "'headers' must be an object, not a string.")]
    [InlineData("""{"status": 503, "headers": {"retry-after": true}}""", "'headers.retry-after' must be a string.")]
    [InlineData("""{"status": 503, "headers": {"retry after": "1"}}""", "'headers.retry after' is not a header that HTTP can carry.")]
    [InlineData("""{"status": 503, "headers": {"": "1"}}""", "'headers.' is not a header that HTTP can carry.")]
    [InlineData("""{"status": 503, "headers": {"x-note": "två\n"}}""", "'headers.x-note' is not a header that HTTP can carry.")]
    [InlineData("""{"reset": true, "headers": {"retry-after": "1"}}""", "'headers' and 'body' belong to a 'status'.")]
    [InlineData("""{"delay_ms": 1, "body": "late"}""", "'headers' and 'body' belong to a 'status'.")]
    [InlineData("""{"status": 503, "delay": 1}""", "'delay' is not a known field; known here: target, method, path, status, delay_ms, reset, headers, body, times, when.")]
    [InlineData("""[{"status": 503}]""", "The body is not a JSON object: It is an array.")]
    public async Task Refuses_a_fault_that_it_does_not_understand_and_sets_none(string fault, string error)
    {
        var answer = await Client.ControlAsync(HttpMethod.Post, "faults", fault);

        Assert.Equal(HttpStatusCode.BadRequest, answer.Status);
        Assert.Equal(error, answer.Body.Text("error"));
        Assert.Equal(HttpStatusCode.OK, (await Client.ManageAsync(HttpMethod.Get, "users")).Status);
    }
}

using System.Net;

namespace AccountLinking.Sandbox.Tests.Control;

public sealed class FaultRefusalTests(SandboxFixture fixture) : SandboxTests(fixture)
{
    [Theory]
    [InlineData("""{}""", "Exactly one of 'status', 'delay_ms' and 'reset' says how the call misbehaves.")]
    [InlineData("""{"status": 503, "times": 0}""", "'times' must be a whole number between 1 and 1000000.")]
    [InlineData("""{"status": 503, "headers": {"Content-Length": "5"}}""", "'headers.Content-Length' follows from the body.")]
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

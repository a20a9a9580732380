using AccountLinking.Sandbox.Control;
using AccountLinking.Sandbox.Json;

namespace AccountLinking.Sandbox.Tests.Control;

public sealed class FaultTests
{
    private const string OneOfThree = "Exactly one of 'status', 'delay_ms' and 'reset' says how the call misbehaves.";
    private const string NeedsStatus = "'headers' and 'body' belong to a 'status'.";

    [Theory]
    [InlineData("{}", OneOfThree)]
    [InlineData("""{"reset": false}""", OneOfThree)]
    [InlineData("""{"status": null, "delay_ms": null}""", OneOfThree)]
    [InlineData("""{"status": 500, "delay_ms": 1}""", OneOfThree)]
    [InlineData("""{"status": 500, "reset": true}""", OneOfThree)]
    [InlineData("""{"delay_ms": 0, "reset": true}""", OneOfThree)]
    [InlineData("""{"reset": true, "body": {}}""", NeedsStatus)]
    [InlineData("""{"delay_ms": 1, "body": "x"}""", NeedsStatus)]
    [InlineData("""{"delay_ms": 1, "headers": {"a": "b"}}""", NeedsStatus)]
    [InlineData("""{"status": 204, "body": "x"}""", "'body' cannot go with the status 204.")]
    [InlineData("""{"status": 205, "body": {}}""", "'body' cannot go with the status 205.")]
    [InlineData("""{"status": 304, "body": []}""", "'body' cannot go with the status 304.")]
    public void Refuses_a_contradiction(string body, string message) => Refuses(body, message);

    [Theory]
    [InlineData("\"target\": \"Auth0\"", "'target' must be one of auth0, crm.")]
    [InlineData("\"target\": \"service\"", "'target' must be one of auth0, crm.")]
    [InlineData("\"target\": 1", "'target' must be a string, not a number.")]
    [InlineData("\"method\": \"\"", "'method' must be one of GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS.")]
    [InlineData("\"method\": \"FETCH\"", "'method' must be one of GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS.")]
    [InlineData("\"path\": \"/api/v2/users?page=0\"", "'path' is compared without the query; a '?' in an id is written %3F.")]
    [InlineData("\"path\": \"/api/*/users\"", "'path' takes a '*' only at its end; one in an id is written %2A.")]
    [InlineData("\"path\": \"\"", "'path' must begin with '/'.")]
    [InlineData("\"path\": \"api/v2/users\"", "'path' must begin with '/'.")]
    [InlineData("\"when\": \"during\"", "'when' must be one of before, after.")]
    [InlineData("\"when\": true", "'when' must be a string, not a boolean.")]
    [InlineData("\"method\": [\"GET\"]", "'method' must be a string, not an array.")]
    [InlineData("\"path\": 1", "'path' must be a string, not a number.")]
    [InlineData("\"headers\": []", "'headers' must be an object, not an array.")]
    [InlineData("\"headers\": {\"retry-after\": true}", "'headers.retry-after' must be a string.")]
    [InlineData("\"headers\": {\"retry-after\": null}", "'headers.retry-after' must be a string.")]
    [InlineData("\"headers\": {\"Content-Length\": \"5\"}", "'headers.Content-Length' follows from the body.")]
    [InlineData("\"headers\": {\"transfer-encoding\": \"chunked\"}", "'headers.transfer-encoding' follows from the body.")]
    [InlineData("\"headers\": {\"retry after\": \"1\"}", "'headers.retry after' is not a header that HTTP can carry.")]
    [InlineData("\"headers\": {\"\": \"1\"}", "'headers.' is not a header that HTTP can carry.")]
    [InlineData("\"headers\": {\"x-note\": \"två\"}", "'headers.x-note' is not a header that HTTP can carry.")]
    [InlineData("\"headers\": {\"x-note\": \"a\\r\\nb: c\"}", "'headers.x-note' is not a header that HTTP can carry.")]
    [InlineData("\"times\": 0", "'times' must be a whole number between 1 and 1000000.")]
    [InlineData("\"times\": 1000001", "'times' must be a whole number between 1 and 1000000.")]
    [InlineData("\"times\": 1.5", "'times' must be a whole number between 1 and 1000000.")]
    [InlineData("\"reset\": \"yes\"", "'reset' must be true or false, not a string.")]
    [InlineData("\"delay_ms\": -1", "'delay_ms' must be a whole number between 0 and 600000.")]
    [InlineData("\"delay_ms\": 600001", "'delay_ms' must be a whole number between 0 and 600000.")]
    [InlineData("\"delay_ms\": \"1\"", "'delay_ms' must be a whole number, not a string.")]
    [InlineData("\"delay\": 1", "'delay' is not a known field; known here: target, method, path, status, delay_ms, reset, headers, body, times, when.")]
    [InlineData("\"Path\": \"/\"", "'Path' is not a known field; known here: target, method, path, status, delay_ms, reset, headers, body, times, when.")]
    public void Refuses_a_field(string field, string message) => Refuses($$"""{"status": 500, {{field}} }""", message);

    [Theory]
    [InlineData("199", "'status' must be a whole number between 200 and 599.")]
    [InlineData("600", "'status' must be a whole number between 200 and 599.")]
    [InlineData("-1", "'status' must be a whole number between 200 and 599.")]
    [InlineData("\"503\"", "'status' must be a whole number, not a string.")]
    public void Refuses_what_is_no_status_of_an_answer(string status, string message) => Refuses($$"""{"status": {{status}} }""", message);

    [Fact]
    public void Has_defaults()
    {
        var fault = Fault.Parse(JsonMap.Parse("""{"status": 503}"""));

        Assert.Equal((Fault.Auth0, null, null, 503, null), (fault.Target, fault.Method, fault.Path, fault.Status, fault.Delay));
        Assert.Equal((false, 1, false), (fault.Reset, fault.Times, fault.AfterEffect));
        Assert.Empty(fault.Headers);
        Assert.Null(fault.Body);
    }

    [Fact]
    public void Reads_every_field()
    {
        var fault = Fault.Parse(JsonMap.Parse("""
            {"target": "crm", "method": "POST", "path": "/a*", "status": 429, "headers": {"retry-after": 2, "x": "y"}, "body": {"n": 1.0}, "times": 3, "when": "after"}
            """));

        Assert.Equal((Fault.Crm, "POST", "/a*", 429, 3, true), (fault.Target, fault.Method, fault.Path, fault.Status, fault.Times, fault.AfterEffect));
        Assert.Equal([KeyValuePair.Create("retry-after", "2"), KeyValuePair.Create("x", "y")], fault.Headers);
        Assert.Equal("""{"n": 1.0}""", fault.Body!.Value.GetRawText());
    }

    [Theory]
    [InlineData("0", 0)]
    [InlineData("600000", 600_000)]
    public void Reads_a_delay(string delay, int ms) =>
        Assert.Equal(TimeSpan.FromMilliseconds(ms), Fault.Parse(JsonMap.Parse($$"""{"delay_ms": {{delay}} }""")).Delay);

    [Fact]
    public void Reads_a_reset() => Assert.True(Fault.Parse(JsonMap.Parse("""{"reset": true, "when": "before"}""")).Reset);

    [Theory]
    [InlineData("{}", "auth0", "GET", "/", true)]
    [InlineData("{}", "crm", "GET", "/", false)]
    [InlineData("""{"target":"crm"}""", "crm", "POST", "/x", true)]
    [InlineData("""{"target":"crm"}""", "auth0", "POST", "/x", false)]
    [InlineData("""{"method":"get"}""", "auth0", "GET", "/", true)]
    [InlineData("""{"method":"GET"}""", "auth0", "POST", "/", false)]
    [InlineData("""{"path":"/api/v2/users"}""", "auth0", "GET", "/api/v2/users", true)]
    [InlineData("""{"path":"/api/v2/user"}""", "auth0", "GET", "/api/v2/users", false)]
    [InlineData("""{"path":"/api/v2/users"}""", "auth0", "GET", "/api/v2/users/", false)]
    [InlineData("""{"path":"/api/v2/users/"}""", "auth0", "GET", "/api/v2/users", false)]
    [InlineData("""{"path":"/api/v2/users"}""", "auth0", "GET", "/api/v2/users-by-email", false)]
    [InlineData("""{"path":"/api/v2/users"}""", "auth0", "GET", "/API/v2/users", false)]
    [InlineData("""{"path":"/api/v2/users*"}""", "auth0", "GET", "/api/v2/users", true)]
    [InlineData("""{"path":"/api/v2/users*"}""", "auth0", "GET", "/api/v2/users-by-email", true)]
    [InlineData("""{"path":"/api/v2/users/*"}""", "auth0", "GET", "/api/v2/users/auth0|a/identities", true)]
    [InlineData("""{"path":"/api/v2/users/*"}""", "auth0", "GET", "/api/v2/users", false)]
    [InlineData("""{"path":"/api/v2/users/auth0|a"}""", "auth0", "GET", "/api/v2/users/auth0|a", true)]
    [InlineData("""{"path":"/api/v2/users/auth0%7Ca"}""", "auth0", "GET", "/api/v2/users/auth0|a", true)]
    [InlineData("""{"path":"/api/v2/users/auth0%7Ca"}""", "auth0", "GET", "/api/v2/users/auth0%7Ca", true)]
    [InlineData("""{"path":"/api/v2/users/auth0%7Cs%2A"}""", "auth0", "GET", "/api/v2/users/auth0|s*", true)]
    [InlineData("""{"path":"/api/v2/users/auth0%7Cs%2A"}""", "auth0", "GET", "/api/v2/users/auth0|sabc", false)]
    [InlineData("""{"path":"/api/v2/users/auth0%7Cs*"}""", "auth0", "GET", "/api/v2/users/auth0|sabc", true)]
    [InlineData("""{"path":"*"}""", "crm", "POST", "/", false)]
    [InlineData("""{"path":"*"}""", "auth0", "POST", "/oauth/token", true)]
    [InlineData("""{"path":"*"}""", "auth0", "GET", "/", true)]
    [InlineData("""{"method":"PATCH","path":"/a*","target":"auth0"}""", "auth0", "PATCH", "/ab", true)]
    [InlineData("""{"method":"PATCH","path":"/a*","target":"auth0"}""", "auth0", "GET", "/ab", false)]
    [InlineData("""{"method":"PATCH","path":"/a*","target":"auth0"}""", "auth0", "PATCH", "/b", false)]
    public void Matches_calls(string fault, string target, string method, string path, bool matches) =>
        Assert.Equal(matches, Fault.Parse(JsonMap.Parse(fault).With("status", 500)).Matches(target, method, path));

    private static void Refuses(string body, string message) =>
        Assert.Equal(message, Assert.Throws<FieldException>(() => Fault.Parse(JsonMap.Parse(body))).Message);
}

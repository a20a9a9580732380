using System.Net;
using System.Text.Json;
using AccountLinking.Sandbox.Json;
using AccountLinking.Sandbox.Tests.Crm;

namespace AccountLinking.Sandbox.Tests.Control;

public sealed class CallTests(SandboxFixture fixture) : SandboxTests(fixture)
{
    [Fact]
    public async Task Starts_as_an_empty_array() => Assert.Equal("[]", (await Client.ControlAsync(HttpMethod.Get, "calls")).Text);

    [Fact]
    public async Task Leaves_out_control_calls_discovery_and_keys()
    {
        // The service looks at a new account, once; that is not the login's own doing.
        await Client.LogInAsync("sms", """{"sub": "anna"}""");
        await Client.ControlAsync(HttpMethod.Delete, "calls");

        await Client.ControlAsync(HttpMethod.Get, "settings");
        await Client.ControlAsync(HttpMethod.Get, "nothing");
        await Client.LogInAsync("sms", """{"sub": "anna"}""");
        await Client.SendAsync(HttpMethod.Get, "/.well-known/openid-configuration");
        await Client.SendAsync(HttpMethod.Get, "/.well-known/jwks.json");
        await Client.SendAsync(HttpMethod.Get, "/");

        Assert.Empty(await ReadAsync());
    }

    [Fact]
    public async Task Records_the_calls_to_tenant_and_CRM_in_order()
    {
        await Client.RequestTokenAsync("sandbox-client", "wrong");
        await Client.ManageAsync(HttpMethod.Get, "users");
        await Client.ControlAsync(HttpMethod.Delete, "calls");

        await Client.RequestTokenAsync("sandbox-client", "wrong");
        await Client.ManageAsync(HttpMethod.Get, "users-by-email?email=anna%40example.com");
        await Client.ManageAsync(HttpMethod.Get, "users/oidc%7Cbank%7C%7Ba%2Fb%7D?fields=email");
        await Client.SendAsync(HttpMethod.Get, "/api/v2/nothing");
        await CrmCalls.AskAsync(Sandbox, "+46701740605", "/customers/by phone?number=%2B46701740605");
        await CrmCalls.AskAsync(Sandbox, "+46701740605", "/", key: "wrong");

        Assert.Equal(
            [
                "auth0 POST /oauth/token 401",
                "auth0 GET /api/v2/users-by-email 200",
                "auth0 GET /api/v2/users/oidc%7Cbank%7C%7Ba%2Fb%7D 404",
                "auth0 GET /api/v2/nothing 401",
                "crm POST /customers/by%20phone 200",
                "crm POST / 401",
            ],
            (await ReadAsync()).Select(Line));
    }

    [Fact]
    public async Task Has_exactly_five_fields()
    {
        await Client.RequestTokenAsync("sandbox-client", "sandbox-secret");

        var call = JsonMap.From(Assert.Single(await ReadAsync()));

        Assert.Equal(["target", "method", "path", "status", "ms"], call.Keys);
        Assert.Equal(JsonValueKind.Number, call["status"].ValueKind);
        Assert.InRange(call["ms"].GetDouble(), 0, double.MaxValue);
    }

    [Fact]
    public async Task Is_emptied_by_DELETE()
    {
        await Client.RequestTokenAsync("sandbox-client", "sandbox-secret");

        Assert.Equal(HttpStatusCode.NoContent, (await Client.ControlAsync(HttpMethod.Delete, "calls")).Status);

        Assert.Empty(await ReadAsync());
    }

    [Fact]
    public async Task Has_a_call_as_soon_as_its_answer_is_there()
    {
        for (var i = 1; i <= 50; i++)
        {
            await Client.RequestTokenAsync("sandbox-client", "sandbox-secret");
            Assert.Equal(i, (await ReadAsync()).Count);
        }
    }

    [Theory]
    [InlineData("GET", "nothing")]
    [InlineData("GET", "no.thing")]
    [InlineData("GET", "calls/1")]
    [InlineData("PUT", "reset")]
    public async Task Answers_404_to_a_control_call_that_is_none(string method, string path)
    {
        var answer = await Client.ControlAsync(HttpMethod.Parse(method), path);

        Assert.Equal(HttpStatusCode.NotFound, answer.Status);
        Assert.Equal("There is no such control call; docs/sandbox.md lists them.", answer.Body.Text("error"));
    }

    [Fact]
    public async Task A_control_call_is_one_in_any_case_of_letters()
    {
        await Client.ControlAsync(HttpMethod.Post, "faults", """{"status": 503}""");

        var answer = await Client.SendAsync(HttpMethod.Get, "/Sandbox/Calls");

        Assert.Equal("[]", answer.Text);
    }

    private async Task<List<JsonElement>> ReadAsync() => [.. (await Client.ControlAsync(HttpMethod.Get, "calls")).Json.EnumerateArray()];

    private static string Line(JsonElement call) =>
        $"{call.GetProperty("target")} {call.GetProperty("method")} {call.GetProperty("path")} {call.GetProperty("status")}";
}

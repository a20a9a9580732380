using System.Net;
using System.Net.Sockets;
using System.Text;
using AccountLinking.Sandbox.Json;

namespace AccountLinking.Sandbox.Tests.Hosting;

public sealed class RequestGuardTests(SandboxFixture fixture) : SandboxTests(fixture)
{
    private const string Link = """{"provider": "google-oauth2", "user_id": "108204268033311374519"}""";
    private const string Astrid = "auth0|5f7c8ec7c33c6c004bbafe82";

    [Theory]
    [InlineData("tenant", "/sandbox/logins", "error")]
    [InlineData("tenant", "/oauth/token", "error_description")]
    [InlineData("tenant", "/api/v2/users", "message")]
    [InlineData("crm", "/", "error")]
    public async Task Says_that_a_body_is_too_large_in_the_form_of_whoever_was_asked(string server, string path, string field)
    {
        using var http = new HttpClient { BaseAddress = server == "crm" ? Sandbox.Crm : Sandbox.Tenant };
        using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = new ByteArrayContent(new byte[(1024 * 1024) + 1]) };
        // The body waits for leave to be sent; otherwise the answer may come, and the connection go, in the middle of it.
        request.Headers.ExpectContinue = true;

        using var response = await http.SendAsync(request, TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, response.StatusCode);
        Assert.Equal(
            "Request body too large. The max request body size is 1048576 bytes.",
            JsonMap.Parse(await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)).Text(field));
    }

    [Theory]
    [InlineData("OPTIONS * HTTP/1.1")]
    [InlineData("CONNECT 127.0.0.1:80 HTTP/1.1")]
    [InlineData("GET http://127.0.0.1/api/v2/users HTTP/1.1")]
    public async Task A_target_that_is_no_path_is_no_failure(string requestLine)
    {
        foreach (var server in new[] { Sandbox.Tenant, Sandbox.Crm })
        {
            var status = await SendAsync(server, $"{requestLine}\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n");

            Assert.InRange(status, 400, 499);
        }
    }

    [Theory]
    [InlineData("faults", """{"method": "POST", "path": "/api/v2/users/*", "delay_ms": 1500}""")]
    [InlineData("settings", """{"latency_ms": 1500}""")]
    public async Task A_request_that_arrived_is_carried_out_though_its_caller_hangs_up(string control, string body)
    {
        await Client.ManageAsync(HttpMethod.Get, "users");
        await Client.ControlAsync(control == "settings" ? HttpMethod.Put : HttpMethod.Post, control, body);
        var token = (await Client.RequestTokenAsync("sandbox-admin", "sandbox-admin-secret")).Body.Text("access_token");
        using (var caller = new TcpClient())
        {
            await caller.ConnectAsync(IPAddress.Loopback, Sandbox.Tenant.Port, TestContext.Current.CancellationToken);
            await caller.GetStream().WriteAsync(
                Encoding.ASCII.GetBytes(
                    $"POST /api/v2/users/{Uri.EscapeDataString(Astrid)}/identities HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: Bearer {token}\r\n"
                    + $"Content-Type: application/json\r\nContent-Length: {Link.Length}\r\n\r\n{Link}"),
                TestContext.Current.CancellationToken);
            // Until the server has it; then the caller is gone before the delay has passed.
            await Task.Delay(700, TestContext.Current.CancellationToken);
        }

        await Client.ControlAsync(HttpMethod.Put, "settings", "{}");
        for (var i = 0; i < 100 && await IdentitiesAsync() == 1; i++) await Task.Delay(50, TestContext.Current.CancellationToken);

        Assert.Equal(2, await IdentitiesAsync());
        Assert.Contains((await Client.ControlAsync(HttpMethod.Get, "calls")).Json.EnumerateArray(), call => call.GetProperty("status").GetInt32() == 0);
    }

    [Fact]
    public async Task A_request_without_a_body_is_carried_out_though_its_caller_hangs_up_at_once()
    {
        var token = (await Client.RequestTokenAsync("sandbox-admin", "sandbox-admin-secret")).Body.Text("access_token");
        for (var i = 0; i < 20; i++)
        {
            await Client.InsertUserAsync($$"""{"user_id": "auth0|{{i}}"}""");
            using var caller = new TcpClient();
            await caller.ConnectAsync(IPAddress.Loopback, Sandbox.Tenant.Port, TestContext.Current.CancellationToken);
            await caller.GetStream().WriteAsync(
                Encoding.ASCII.GetBytes($"DELETE /api/v2/users/auth0%7C{i} HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: Bearer {token}\r\n\r\n"),
                TestContext.Current.CancellationToken);
        }

        for (var i = 0; i < 100 && await UsersAsync() > 3; i++) await Task.Delay(50, TestContext.Current.CancellationToken);
        Assert.Equal(3, await UsersAsync());
    }

    [Fact]
    public async Task A_body_that_breaks_off_is_recorded_as_a_call_without_an_answer()
    {
        // Without lingering, closing resets the connection.
        using (var caller = new Socket(SocketType.Stream, ProtocolType.Tcp) { LingerState = new LingerOption(enable: true, seconds: 0) })
        {
            await caller.ConnectAsync(IPAddress.Loopback, Sandbox.Tenant.Port, TestContext.Current.CancellationToken);
            await caller.SendAsync(
                Encoding.ASCII.GetBytes("POST /oauth/token HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 100\r\n\r\nabc"), TestContext.Current.CancellationToken);
            await Task.Delay(50, TestContext.Current.CancellationToken);
        }

        var calls = await Client.ControlAsync(HttpMethod.Get, "calls");
        for (var i = 0; i < 100 && calls.Text == "[]"; i++)
        {
            await Task.Delay(20, TestContext.Current.CancellationToken);
            calls = await Client.ControlAsync(HttpMethod.Get, "calls");
        }

        Assert.Equal(0, Assert.Single(calls.Json.EnumerateArray()).GetProperty("status").GetInt32());
    }

    private async Task<int> UsersAsync() => (await Client.ManageAsync(HttpMethod.Get, "users")).Json.GetArrayLength();

    private async Task<int> IdentitiesAsync() =>
        (await Client.ManageAsync(HttpMethod.Get, $"users/{Uri.EscapeDataString(Astrid)}")).Body["identities"].GetArrayLength();

    private static async Task<int> SendAsync(Uri server, string request)
    {
        using var caller = new TcpClient();
        await caller.ConnectAsync(IPAddress.Loopback, server.Port, TestContext.Current.CancellationToken);
        await caller.GetStream().WriteAsync(Encoding.ASCII.GetBytes(request), TestContext.Current.CancellationToken);
        using var reader = new StreamReader(caller.GetStream());
        var statusLine = await reader.ReadLineAsync(TestContext.Current.CancellationToken);
        return int.Parse(statusLine!.Split(' ')[1], null);
    }
}

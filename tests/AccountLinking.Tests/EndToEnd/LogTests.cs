using AccountLinking.Sandbox.Client;
using AccountLinking.Sandbox.Hosting;
using Microsoft.Extensions.Logging;

namespace AccountLinking.Tests.EndToEnd;

/// <summary>What reaches the log, at every level: what happened, and nothing of whom.</summary>
public sealed class LogTests
{
    private static readonly string[] Sensitive =
        ["196802020575", "19680202", "anna", "auth0|hand", "oidc|", "%7C", "example.com", "+4670", "sandbox-secret", "whsec_", "Bearer ", "eyJ", "do-not-log"];

    [Fact]
    public async Task Tells_what_happened_and_nothing_of_whom()
    {
        using var log = new LogSink();
        using var factory = LoggerFactory.Create(logging => logging.SetMinimumLevel(LogLevel.Trace).AddProvider(log));
        await using var sandbox = await RunningSandbox.StartAsync(SandboxOptions.OnFreePorts, factory);
        using var client = new SandboxClient(sandbox.Tenant);
        var service = new ServiceClient(sandbox.Service);
        await client.InsertUserAsync("""{"user_id": "auth0|hand", "email": "anna@example.com", "created_at": "2020-01-01T00:00:00.000Z", "app_metadata": {"userSocialSecurityNumber": "196802020575"} }""");
        await client.InsertUserAsync("""{"user_id": "oidc|swedish-bankid|anna", "ssn": "196802020575", "phone_number": "+46701740605", "created_at": "2026-01-01T00:00:00.000Z"}""");

        await client.ControlAsync(HttpMethod.Post, "faults", """{"path": "/api/v2/users/*", "status": 503, "body": "do-not-log"}""");
        await client.ControlAsync(HttpMethod.Post, "faults", """{"method": "POST", "path": "/api/v2/users/*", "status": 503, "when": "after", "body": "do-not-log"}""");
        await client.ControlAsync(HttpMethod.Post, "faults", """{"method": "PATCH", "path": "/api/v2/users/*", "status": 400, "body": {"message": "do-not-log 196802020575"} }""");
        Assert.Equal("linked", (await service.LinkAsync("oidc|swedish-bankid|anna")).Body.Text("outcome"));
        Assert.Equal("already_linked", (await service.LinkAsync("oidc|swedish-bankid|anna")).Body.Text("outcome"));
        await client.ControlAsync(HttpMethod.Post, "faults", """{"path": "/api/v2/users/*", "status": 403, "body": {"message": "do-not-log 196802020575"} }""");
        Assert.Equal(503, (int)(await service.LinkAsync("oidc|swedish-bankid|anna")).Status);
        Assert.Equal(400, (int)(await service.PostAsync("""{"user_id": "do-not-log"}""")).Status);

        Assert.All(log.Lines, line => Assert.DoesNotContain(Sensitive, text => line.Contains(text, StringComparison.OrdinalIgnoreCase)));
        string[] events = ["4000", "4001", "2002", "2003", "2000", "2000", "1004", "1000"];
        Assert.Equal(events.Order(StringComparer.Ordinal), log.Events.Where(id => id != "0").Order(StringComparer.Ordinal));
    }
}

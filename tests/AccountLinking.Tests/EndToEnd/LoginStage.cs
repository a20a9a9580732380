using System.Net;
using AccountLinking.Sandbox.Client;
using AccountLinking.Sandbox.Demo;
using AccountLinking.Sandbox.Hosting;
using AccountLinking.Sandbox.Json;
using Microsoft.Extensions.Logging.Abstractions;

namespace AccountLinking.Tests.EndToEnd;

/// <summary>A sandbox in which people sign in, with the Action, at the time of day that it is: the day does not end meanwhile.</summary>
internal sealed class LoginStage : IAsyncDisposable
{
    private LoginStage(RunningSandbox sandbox) => (Sandbox, Client) = (sandbox, new SandboxClient(sandbox.Tenant));

    public RunningSandbox Sandbox { get; }

    public SandboxClient Client { get; }

    public static async Task<LoginStage> StartAsync(Dictionary<string, string>? secrets = null, params (string Name, string? Value)[] settings)
    {
        var all = settings.ToDictionary(setting => setting.Name, setting => setting.Value);
        all["Crm:TimeZone"] = DemoClock.ZoneFarFromMidnight(TimeProvider.System);
        return new LoginStage(await RunningSandbox.StartAsync(SandboxOptions.OnFreePorts with { ServiceSettings = all, ActionSecrets = secrets ?? [] }, NullLoggerFactory.Instance));
    }

    /// <summary>By a code on the phone of somebody whom the CRM knows, unless it is said otherwise.</summary>
    public async Task<JsonMap> LogInAsync(string sub = "63d17c4a8869daf88ed7db97", string phone = CrmStage.Phone)
    {
        var login = await Client.LogInAsync("sms", $$"""{"sub": "{{sub}}", "phone_number": "{{phone}}"}""");
        login.AssertSucceeded();
        return login;
    }

    public async Task ForgeAsync(string userMetadata, string userId = CrmStage.Doris) =>
        Assert.Equal(HttpStatusCode.OK, (await Client.PatchAsync(userId, $$"""{"user_metadata": {{userMetadata}} }""")).Status);

    /// <summary>As if the day were over.</summary>
    public async Task ExpireAsync(string userId = CrmStage.Doris)
    {
        var record = JsonMap.From((await Client.ReadUserAsync(userId))["app_metadata"].GetProperty("crm_sync")).With("valid_until", "2026-01-01T00:00:00Z");
        Assert.Equal(HttpStatusCode.OK, (await Client.PatchAsync(userId, $$"""{"app_metadata": {"crm_sync": {{record}} } }""")).Status);
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await Sandbox.DisposeAsync();
    }
}

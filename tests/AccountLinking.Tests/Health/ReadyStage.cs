using System.Net;
using System.Text.Json;
using AccountLinking.Sandbox.Client;
using AccountLinking.Sandbox.Hosting;
using AccountLinking.Sandbox.Json;
using AccountLinking.Tests.EndToEnd;
using Microsoft.Extensions.Logging.Abstractions;

namespace AccountLinking.Tests.Health;

/// <summary>A sandbox of one test's own whose service is examined; somebody has signed in over each connection of its settings.</summary>
internal sealed class ReadyStage : IAsyncDisposable
{
    private readonly HttpClient _service;

    private ReadyStage(RunningSandbox sandbox) => (Sandbox, Client, _service) = (sandbox, new SandboxClient(sandbox.Tenant), new HttpClient { BaseAddress = sandbox.Service });

    public RunningSandbox Sandbox { get; }

    public SandboxClient Client { get; }

    public static Task<ReadyStage> StartAsync(params (string Name, string? Value)[] settings) => StartAsync(SandboxOptions.OnFreePorts, clock: null, settings);

    public static async Task<ReadyStage> StartAsync(SandboxOptions options, TimeProvider? clock, params (string Name, string? Value)[] settings)
    {
        var stage = new ReadyStage(await RunningSandbox.StartAsync(
            options with { ServiceSettings = settings.ToDictionary(setting => setting.Name, setting => setting.Value) }, NullLoggerFactory.Instance, clock));
        await stage.Client.InsertUserAsync("""{"user_id": "oidc|swedish-bankid|anna", "ssn": "196802020575"}""");
        await stage.Client.ForgetCallsAsync();
        return stage;
    }

    /// <summary>With another application at the tenant, which may do other things.</summary>
    public static async Task<ReadyStage> StartWithScopesAsync(params string[] scopes)
    {
        var seed = JsonMap.Parse(await File.ReadAllTextAsync(new SandboxOptions().SeedFile));
        var clients = seed["clients"].EnumerateArray().Select(client => client.GetRawText()).Append($$"""{"client_id": "other", "client_secret": "other-secret", "scopes": {{JsonSerializer.Serialize(scopes)}} }""");
        var file = Path.GetTempFileName();
        try
        {
            await File.WriteAllTextAsync(file, seed.With("clients", JsonElement.Parse($"[{string.Join(',', clients)}]")).ToString());
            return await StartAsync(SandboxOptions.OnFreePorts with { SeedFile = file }, clock: null, ("Auth0:ClientId", "other"), ("Auth0:ClientSecret", "other-secret"));
        }
        finally
        {
            File.Delete(file);
        }
    }

    public async Task<ApiAnswer> GetAsync(params string[] accept)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "api/health/ready");
        if (accept.Length > 0) request.Headers.TryAddWithoutValidation("Accept", accept);
        using var response = await _service.SendAsync(request);
        var headers = response.Headers.Concat(response.Content.Headers).ToDictionary(header => header.Key, header => string.Join(", ", header.Value), StringComparer.OrdinalIgnoreCase);
        return new ApiAnswer(response.StatusCode, headers, await response.Content.ReadAsStringAsync());
    }

    /// <summary>The lines that are neither good nor left out.</summary>
    public async Task<IReadOnlyList<string>> TroubleAsync()
    {
        var answer = await GetAsync();
        var checks = answer.Body["checks"].EnumerateArray().Select(check => (Name: Text(check, "name"), Status: Text(check, "status"), Message: Text(check, "message"))).ToList();
        var isReady = checks.TrueForAll(check => check.Status != "fail");
        Assert.Equal((isReady ? HttpStatusCode.OK : HttpStatusCode.ServiceUnavailable, isReady ? "ready" : "not_ready"), (answer.Status, answer.Body.Text("status")));
        return [.. checks.Where(check => check.Status is not ("pass" or "skip")).Select(check => $"{check.Status} {check.Name}: {check.Message}")];
    }

    /// <summary>As a login does that asks for the CRM.</summary>
    public async Task SyncAsync()
    {
        using var service = new SignedClient(Sandbox.Service, TimeProvider.System);
        Assert.Equal("unavailable", (await service.SyncAsync(CrmStage.Doris)).Body.Text("outcome"));
    }

    public Task FailAsync(string fault) => Client.SetFaultAsync(fault);

    public async Task<int> CallsAsync() => (await Client.ControlAsync(HttpMethod.Get, "calls")).Json.GetArrayLength();

    public async ValueTask DisposeAsync()
    {
        _service.Dispose();
        Client.Dispose();
        await Sandbox.DisposeAsync();
    }

    private static string Text(JsonElement check, string name) => check.GetProperty(name).GetString()!;
}

using System.Net;
using System.Text.Json;
using AccountLinking.Sandbox.Client;
using AccountLinking.Sandbox.Hosting;
using AccountLinking.Sandbox.Json;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace AccountLinking.Tests.EndToEnd;

/// <summary>A sandbox of one test's own on a morning that lasts as long as the test wants, and the service asked as the Action asks it.</summary>
internal sealed class CrmStage : IAsyncDisposable
{
    /// <summary>Who has signed in by SMS, and is a customer.</summary>
    public const string Doris = "sms|63d17c4a8869daf88ed7db97";
    public const string Phone = "+46701740605";
    public const string AllFields = "https://crm.example.com/";
    public const string NameClaim = "https://crm.example.com/name";

    /// <summary>To the next day, and not so long that the tests' own token for the tenant ends.</summary>
    public static readonly TimeSpan Night = TimeSpan.FromHours(23);

    private readonly SignedClient _service;

    private CrmStage(RunningSandbox sandbox, ManualClock clock)
    {
        (Sandbox, Clock, Client) = (sandbox, clock, new SandboxClient(sandbox.Tenant));
        _service = new SignedClient(sandbox.Service, clock);
    }

    public RunningSandbox Sandbox { get; }

    public ManualClock Clock { get; }

    public SandboxClient Client { get; }

    public static Task<CrmStage> StartAsync(params (string Name, string? Value)[] settings) => StartAsync(NullLoggerFactory.Instance, settings);

    public static async Task<CrmStage> StartAsync(ILoggerFactory logging, params (string Name, string? Value)[] settings)
    {
        var clock = new ManualClock();
        var options = SandboxOptions.OnFreePorts with { ServiceSettings = settings.ToDictionary(setting => setting.Name, setting => setting.Value) };
        return new CrmStage(await RunningSandbox.StartAsync(options, logging, clock), clock);
    }

    public Task<ApiAnswer> AskAsync(string userId = Doris) => _service.SyncAsync(userId);

    public Task<ApiAnswer> AskUntilAsync(CancellationToken hangUp) => _service.SyncUntilAsync(Doris, hangUp);

    /// <returns>The answer, after its outcome is what it must be.</returns>
    public async Task<JsonMap> SyncAsync(string outcome, string userId = Doris)
    {
        var answer = await AskAsync(userId);
        Assert.Equal((HttpStatusCode.OK, outcome), (answer.Status, answer.Body.Text("outcome")));
        if (outcome is not ("cached" or "synced" or "stale")) Assert.Equal((null, "{}"), (answer.Body.Text("external_user_id"), answer.Body["claims"].GetRawText()));
        return answer.Body;
    }

    /// <summary>What the CRM says of a number from now on.</summary>
    public async Task AnswerAsync(string body, string phone = Phone, int status = 200) =>
        Assert.Equal(HttpStatusCode.NoContent, (await Client.ControlAsync(HttpMethod.Post, "crm", $$"""{"phone_number": "{{phone}}", "status": {{status}}, "body": {{body}} }""")).Status);

    /// <summary>A text that is sent as it is.</summary>
    public Task AnswerRawAsync(string body, string phone = Phone) => AnswerAsync(JsonSerializer.Serialize(body), phone);

    public Task FailAsync(string how, int times = 1) => Client.SetFaultAsync($$"""{"target": "crm", "times": {{times}}, {{how}} }""");

    /// <summary>How often the CRM was asked since this was asked last.</summary>
    public async Task<int> QuestionsAsync() => (await TakeCallsAsync()).Count(call => call.StartsWith("crm", StringComparison.Ordinal));

    /// <summary>All calls but those for a token, since this was asked last.</summary>
    public async Task<string[]> TakeCallsAsync()
    {
        var calls = (await Client.ControlAsync(HttpMethod.Get, "calls")).Json.EnumerateArray().Where(call => call.GetProperty("path").GetString() != "/oauth/token")
            .Select(call => $"{call.GetProperty("target")} {call.GetProperty("method")}").ToArray();
        await Client.ForgetCallsAsync();
        return calls;
    }

    public async Task<JsonElement> UserMetadataAsync(string userId = Doris) => (await Client.ReadUserAsync(userId)).TryGetValue("user_metadata", out var metadata) ? metadata : JsonElement.Parse("{}");

    public async Task<JsonElement> RecordAsync(string userId = Doris) => (await Client.ReadUserAsync(userId))["app_metadata"].GetProperty("crm_sync");

    /// <summary>As the person himself can.</summary>
    public async Task ForgeAsync(string userMetadata, string userId = Doris) =>
        Assert.Equal(HttpStatusCode.OK, (await Client.PatchAsync(userId, $$"""{"user_metadata": {{userMetadata}} }""")).Status);

    public async ValueTask DisposeAsync()
    {
        _service.Dispose();
        Client.Dispose();
        await Sandbox.DisposeAsync();
    }
}

using AccountLinking.Sandbox.Client;
using AccountLinking.Sandbox.Hosting;
using AccountLinking.Sandbox.Json;
using Microsoft.Extensions.Logging.Abstractions;

namespace AccountLinking.Tests.EndToEnd;

/// <summary>A sandbox of one test's own, with settings of its own.</summary>
internal sealed class Stage(RunningSandbox sandbox) : IAsyncDisposable
{
    public const string Number = "196802020575";

    public RunningSandbox Sandbox { get; } = sandbox;

    public SandboxClient Client { get; } = new(sandbox.Tenant);

    public ServiceClient Service => new(Sandbox.Service);

    public static Task<Stage> StartAsync(params (string Name, string? Value)[] settings) =>
        StartAsync(settings.Select(setting => KeyValuePair.Create(setting.Name, setting.Value)));

    public static async Task<Stage> StartAsync(IEnumerable<KeyValuePair<string, string?>> settings, Dictionary<string, string>? secrets = null, TimeProvider? clock = null) => new(await RunningSandbox.StartAsync(
        SandboxOptions.OnFreePorts with { ServiceSettings = settings.ToDictionary(), ActionSecrets = secrets ?? [] }, NullLoggerFactory.Instance, clock));

    public Task<JsonMap> LogInAsync() => Client.LogInAsync("swedish-bankid", $$"""{"sub": "anna", "ssn": "{{Number}}"}""");

    public Task InsertHandMadeAsync(string id, string more = "") => Client.InsertUserAsync(
        $$"""{"user_id": "{{id}}", "created_at": "2020-01-01T00:00:00.000Z", "app_metadata": {"userSocialSecurityNumber": "{{Number}}"}{{more}} }""");

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await Sandbox.DisposeAsync();
    }
}

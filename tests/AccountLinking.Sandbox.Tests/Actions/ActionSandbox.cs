using AccountLinking.Sandbox.Client;
using AccountLinking.Sandbox.Hosting;
using AccountLinking.Sandbox.Json;
using Microsoft.Extensions.Logging.Abstractions;

namespace AccountLinking.Sandbox.Tests.Actions;

/// <summary>A sandbox whose logins run an Action of the test's own. Its secret <c>TENANT</c> is the tenant's address.</summary>
public sealed class ActionSandbox : IAsyncDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("sandbox-action-");
    private readonly Dictionary<string, string> _secrets = new(StringComparer.Ordinal) { ["CLIENT_SECRET"] = "sandbox-secret" };
    private RunningSandbox? _sandbox;
    private SandboxClient? _client;

    private ActionSandbox()
    {
    }

    public RunningSandbox Sandbox => _sandbox!;

    public SandboxClient Client => _client!;

    private string ActionFile => Path.Combine(_folder.FullName, "action.js");

    /// <param name="actionSource">The whole Action file.</param>
    public static async Task<ActionSandbox> StartAsync(string actionSource, TimeSpan? timeout = null, TimeProvider? clock = null)
    {
        var started = new ActionSandbox();
        try
        {
            await started.StartPartsAsync(actionSource, timeout, clock);
            return started;
        }
        catch
        {
            await started.DisposeAsync();
            throw;
        }
    }

    /// <param name="handlerBody">The statements of the handler: <c>event</c> and <c>api</c> are at hand.</param>
    public static Task<ActionSandbox> StartWithHandlerAsync(string handlerBody, TimeSpan? timeout = null, TimeProvider? clock = null) =>
        StartAsync(Handler(handlerBody), timeout, clock);

    public static string Handler(string body) => $"exports.onExecutePostLogin = async (event, api) => {{\n{body}\n}};\n";

    /// <summary>The Action that the next login runs.</summary>
    public void Deploy(string actionSource) => File.WriteAllText(ActionFile, actionSource);

    /// <summary>A login over the database, <c>auth0|{sub}</c>.</summary>
    public Task<JsonMap> LogInAsync(string sub = "anna") =>
        Client.LogInAsync("Username-Password-Authentication", $$"""{"sub": "{{sub}}", "email": "{{sub}}@example.com"}""");

    public Task<JsonMap> LogInWithBankIdAsync(string sub) => Client.LogInAsync("swedish-bankid", $$"""{"sub": "{{sub}}"}""");

    public async ValueTask DisposeAsync()
    {
        _client?.Dispose();
        if (_sandbox is not null) await _sandbox.DisposeAsync();
        _folder.Delete(recursive: true);
    }

    private async Task StartPartsAsync(string actionSource, TimeSpan? timeout, TimeProvider? clock)
    {
        Deploy(actionSource);
        var options = SandboxOptions.OnFreePorts with { ActionFile = ActionFile, ActionSecrets = _secrets };
        if (timeout is { } limit) options = options with { ActionTimeout = limit };
        _sandbox = await RunningSandbox.StartAsync(options, NullLoggerFactory.Instance, clock);
        _secrets["TENANT"] = _sandbox.Tenant.AbsoluteUri;
        _client = new SandboxClient(_sandbox.Tenant);
    }
}

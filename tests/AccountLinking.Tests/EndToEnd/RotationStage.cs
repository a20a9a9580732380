using System.Net;
using AccountLinking.Sandbox.Client;
using AccountLinking.Sandbox.Hosting;
using AccountLinking.Tests.Auth0;
using AccountLinking.Tests.Configuration.Vault;
using Microsoft.Extensions.Logging;

namespace AccountLinking.Tests.EndToEnd;

/// <summary>A sandbox whose service has secrets in a vault, on a clock that stands still.</summary>
internal sealed class RotationStage : IAsyncDisposable
{
    private const string Astrid = "auth0|5f7c8ec7c33c6c004bbafe82";
    private const string Doris = "sms|63d17c4a8869daf88ed7db97";
    private const string Number = "196802020575";

    private readonly ILoggerFactory _logging;
    private readonly List<SignedClient> _clients = [];
    private readonly RunningSandbox _sandbox;

    private RotationStage(VaultDouble vault, RunningSandbox sandbox, SteppedClock clock, LogSink log, ILoggerFactory logging) =>
        (Vault, _sandbox, Clock, Log, _logging, Client) = (vault, sandbox, clock, log, logging, new SandboxClient(sandbox.Tenant));

    public VaultDouble Vault { get; }

    public SteppedClock Clock { get; }

    public LogSink Log { get; }

    public SandboxClient Client { get; }

    /// <summary>How often the vault had other values.</summary>
    public int Adopted => Log.Events.Count(happened => happened == $"{EventIds.VaultAdopted}");

    /// <summary>How often something was no longer there.</summary>
    public int Gone => Log.Events.Count(happened => happened == $"{EventIds.VaultGone}");

    /// <summary>How many calls tenant and CRM have received before anybody has asked the service.</summary>
    public int CallsOfTheStart { get; private set; }

    public static Task<RotationStage> StartAsync(params (string Name, string Value)[] secrets) => StartAsync(secrets, ("Linking:RecheckAfter", "00:00:00"));

    public static async Task<RotationStage> StartAsync((string Name, string Value)[] secrets, params (string Name, string Value)[] settings)
    {
        var (vault, clock, log) = (await VaultDouble.StartAsync(secrets), new SteppedClock(DateTimeOffset.UtcNow), new LogSink());
        var logging = LoggerFactory.Create(logging => logging.AddProvider(log).SetMinimumLevel(LogLevel.Information));
        var options = SandboxOptions.OnFreePorts with
        {
            Compose = vault.AddTo,
            ServiceSettings = new Dictionary<string, string?>(settings.Select(setting => KeyValuePair.Create(setting.Name, (string?)setting.Value)))
            {
                ["KeyVault:Uri"] = vault.Address,
                ["Linking:Ssn:TrustedConnections:1"] = "freja-eid",
                // The Action in Node has a clock that goes on.
                ["Webhooks:Tolerance"] = "01:00:00",
            },
        };
        var stage = new RotationStage(vault, await RunningSandbox.StartAsync(options, logging, clock), clock, log, logging);
        // The tests' own client has its token before calls are counted.
        stage.CallsOfTheStart = (await stage.Client.ControlAsync(HttpMethod.Get, "calls")).Json.GetArrayLength();
        await stage.Client.ManageAsync(HttpMethod.Get, "users");
        await stage.Client.ForgetCallsAsync();
        return stage;
    }

    public SignedClient Action(string secret = ServiceDefaults.SigningSecret) => Keep(new SignedClient(_sandbox.Service, Clock) { SigningSecret = secret });

    public SignedClient Operations(string secret) => Keep(new SignedClient(_sandbox.Service, Clock) { OperationsSecret = secret });

    /// <summary>Until what must follow has followed.</summary>
    public async Task PassAsync(TimeSpan time, Func<Task<bool>> hasFollowedAsync)
    {
        // Who waits for that time may only be about to.
        for (var round = 0; round < 30; round++)
        {
            Clock.Advance(time);
            for (var look = 0; look < 100; look++)
            {
                if (await hasFollowedAsync()) return;
                await Task.Delay(10, TestContext.Current.CancellationToken);
            }
        }

        Assert.Fail("It has not followed.");
    }

    public async Task LinkAsync() => Assert.Equal(HttpStatusCode.OK, (await Action().LinkAsync(Astrid, "Username-Password-Authentication")).Status);

    public async Task LinkWithNewTokenAsync()
    {
        await DropTokenAsync();
        await LinkAsync();
    }

    /// <summary>Auth0 does not take it any more, the next time.</summary>
    public Task DropTokenAsync() => Client.SetFaultAsync("""{"method": "GET", "path": "/api/v2/users/*", "status": 401}""");

    public async Task<string> RotateAtAuth0Async() => (await Client.ManageAsync(HttpMethod.Post, "clients/sandbox-client/rotate-secret")).Body.Text("client_secret")!;

    /// <summary>Their statuses.</summary>
    public async Task<string[]> TokenRequestsAsync() => [.. (await Client.ControlAsync(HttpMethod.Get, "calls")).Json.EnumerateArray()
        .Where(call => call.GetProperty("path").GetString() == "/oauth/token").Select(call => call.GetProperty("status").GetRawText())];

    /// <summary>The record of the account goes first, so that the CRM is asked.</summary>
    public async Task SyncAsync()
    {
        Assert.Equal(HttpStatusCode.OK, (await Client.PatchAsync(Doris, """{"app_metadata": {"crm_sync": null} }""")).Status);
        var answer = await Action().SyncAsync(Doris);
        Assert.Equal((HttpStatusCode.OK, "synced", "C-1"), (answer.Status, answer.Body.Text("outcome"), answer.Body.Text("external_user_id")));
    }

    /// <returns>As whom.</returns>
    public async Task<string?> SignInAsync(string connection, string sub)
    {
        var login = await Client.LogInAsync(connection, $$"""{"sub": "{{sub}}", "ssn": "{{Number}}"}""");
        login.AssertSucceeded();
        return login.Claim("sub").GetString();
    }

    public async Task<string?> FingerprintAsync(string userId) => (await Client.ReadUserAsync(userId))["app_metadata"].GetProperty("ssn_fingerprint").GetString();

    public async ValueTask DisposeAsync()
    {
        foreach (var client in _clients) client.Dispose();
        Client.Dispose();
        await _sandbox.DisposeAsync();
        await Vault.DisposeAsync();
        _logging.Dispose();
    }

    private SignedClient Keep(SignedClient client)
    {
        _clients.Add(client);
        return client;
    }
}

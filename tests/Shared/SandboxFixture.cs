using AccountLinking.Sandbox.Client;
using AccountLinking.Sandbox.Hosting;
using Microsoft.Extensions.Logging.Abstractions;

namespace AccountLinking.TestSupport;

/// <summary>A sandbox on free ports for the tests of one class.</summary>
public sealed class SandboxFixture : IAsyncLifetime
{
    private RunningSandbox? _sandbox;
    private SandboxClient? _client;

    public RunningSandbox Sandbox => _sandbox!;

    public SandboxClient Client => _client!;

    public async ValueTask InitializeAsync()
    {
        _sandbox = await RunningSandbox.StartAsync(SandboxOptions.OnFreePorts, NullLoggerFactory.Instance);
        _client = new SandboxClient(_sandbox.Tenant);
        // Its token is fetched here, and not by whichever test comes first: that test may have set a fault, or count calls.
        await _client.ManageAsync(HttpMethod.Get, "users");
    }

    public async ValueTask DisposeAsync()
    {
        _client?.Dispose();
        if (_sandbox is not null) await _sandbox.DisposeAsync();
    }
}

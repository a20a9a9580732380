namespace AccountLinking.Sandbox.Tests.Actions;

/// <summary>One sandbox for the tests of a class, each of which deploys an Action of its own.</summary>
public sealed class ActionFixture : IAsyncLifetime
{
    private ActionSandbox? _sandbox;

    public async ValueTask InitializeAsync() => _sandbox = await ActionSandbox.StartWithHandlerAsync(string.Empty);

    /// <summary>The sandbox at its seed, with this handler for the next logins.</summary>
    public async Task<ActionSandbox> DeployAsync(string handlerBody)
    {
        _sandbox!.Deploy(ActionSandbox.Handler(handlerBody));
        await _sandbox.Client.ControlAsync(HttpMethod.Post, "reset");
        return _sandbox;
    }

    public ValueTask DisposeAsync() => _sandbox?.DisposeAsync() ?? ValueTask.CompletedTask;
}

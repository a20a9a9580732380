namespace AccountLinking.Tests.Webhooks.OpenApi;

/// <summary>The sandbox in which a class of examples plays.</summary>
public sealed class ExampleFixture : IAsyncLifetime
{
    private ExampleScene? _scene;

    internal ExampleScene Scene => _scene!;

    public async ValueTask InitializeAsync() => _scene = await ExampleScene.StartAsync();

    public async ValueTask DisposeAsync()
    {
        if (_scene is not null) await _scene.DisposeAsync();
    }
}

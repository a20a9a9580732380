namespace AccountLinking.Tests.Webhooks.OpenApi;

/// <summary>What must be so for an example of the document to be answered as it says.</summary>
/// <param name="Settings">Of the service; with any, the example has a sandbox of its own.</param>
internal sealed record ExampleStage(Func<ExampleScene, Task> SetUpAsync, params (string Name, string? Value)[] Settings)
{
    /// <summary>What others have left in the service would matter: the example has a sandbox of its own.</summary>
    public bool IsAlone { get; init; }

    /// <summary>The request alone is what matters.</summary>
    public static ExampleStage Of(Action<ExampleScene> setUp) => new(scene =>
    {
        setUp(scene);
        return Task.CompletedTask;
    });

    public static ExampleStage Empty { get; } = Of(_ => { });
}

using AccountLinking.Auth0;

namespace AccountLinking.Tests.Webhooks.OpenApi;

/// <summary>The requests of the document are sent, and answered as it says.</summary>
public abstract class ExampleTests(ExampleFixture fixture, string operation) : IClassFixture<ExampleFixture>
{
    private protected abstract IReadOnlyDictionary<string, ExampleStage> Stages { get; }

    [Fact]
    public void Every_example_has_a_stage_and_every_stage_an_example() =>
        Assert.Equal(ApiDocument.Operation(operation).Examples.Select(example => example.Name).Order(StringComparer.Ordinal), Stages.Keys.Order(StringComparer.Ordinal));

    protected async Task PlayAsync(string name)
    {
        var api = ApiDocument.Operation(operation);
        var example = api.Examples.Single(example => example.Name == name);
        var stage = Stages[name];
        await using var own = stage.Settings.Length > 0 ? await ExampleScene.StartAsync(stage.Settings) : null;
        var scene = own ?? fixture.Scene;
        await scene.BeginAsync(api, example);
        await stage.SetUpAsync(scene);

        var answer = await scene.AskAsync();

        AnswerAssert.IsAsDescribed(api, example.Status, answer);
        AnswerAssert.IsAsShown(example, answer);
        scene.AssertNobodyIsTold(api.Path, answer);
        Assert.Equal(name == TroubleCode.RateLimited, answer.Headers.ContainsKey("Retry-After"));
    }

    protected static TheoryData<string> ExamplesOf(string operation) => [.. ApiDocument.Operation(operation).Examples.Select(example => example.Name)];
}

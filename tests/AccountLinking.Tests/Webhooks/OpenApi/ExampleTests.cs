using AccountLinking.Auth0;
using AccountLinking.Sandbox.Client;
using AccountLinking.Webhooks;

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
        await using var own = stage.IsAlone || stage.Settings.Length > 0 ? await ExampleScene.StartAsync(stage.Settings) : null;
        var scene = own ?? fixture.Scene;
        await scene.BeginAsync(api, example);
        await stage.SetUpAsync(scene);

        var answer = await scene.AskAsync();

        AnswerAssert.IsAsDescribed(api, example.Status, answer);
        AnswerAssert.IsAsShown(example, answer);
        scene.AssertNobodyIsTold(api.Path, answer);
        AssertHeaders(api, answer);
    }

    /// <summary>Those that not every answer of a status has.</summary>
    private static void AssertHeaders(ApiOperation api, ApiAnswer answer)
    {
        var code = answer.Headers.TryGetValue("Content-Type", out var type) && type == Problem.ContentType ? answer.Body.Text("code") : null;
        Assert.Equal(code is TroubleCode.RateLimited or ProblemCode.TooManyRequests, answer.Headers.ContainsKey("Retry-After"));
        Assert.Equal(code is ProblemCode.InvalidToken or ProblemCode.InsufficientScope, answer.Headers.ContainsKey("WWW-Authenticate"));
        if (api.Scope is not null) Assert.Equal((BearerRequest.Origin, "Origin"), (answer.Headers["Access-Control-Allow-Origin"], answer.Headers["Vary"]));
    }

    protected static TheoryData<string> ExamplesOf(string operation) => [.. ApiDocument.Operation(operation).Examples.Select(example => example.Name)];
}

namespace AccountLinking.Tests.Webhooks.OpenApi;

public sealed class HealthLiveExampleTests(ExampleFixture fixture) : ExampleTests(fixture, Operation)
{
    private const string Operation = "HealthLive";

    public static TheoryData<string> Examples => ExamplesOf(Operation);

    private protected override IReadOnlyDictionary<string, ExampleStage> Stages { get; } = new Dictionary<string, ExampleStage> { ["live"] = ExampleStage.Empty };

    [Theory]
    [MemberData(nameof(Examples))]
    public Task Is_answered_as_the_document_says(string example) => PlayAsync(example);
}

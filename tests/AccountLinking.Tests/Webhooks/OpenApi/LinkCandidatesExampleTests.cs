namespace AccountLinking.Tests.Webhooks.OpenApi;

public sealed class LinkCandidatesExampleTests(ExampleFixture fixture) : ExampleTests(fixture, Operation)
{
    private const string Operation = "LinkCandidates";

    public static TheoryData<string> Examples => ExamplesOf(Operation);

    private protected override IReadOnlyDictionary<string, ExampleStage> Stages => LinkCandidatesStages.All;

    [Theory]
    [MemberData(nameof(Examples))]
    public Task Is_answered_as_the_document_says(string example) => PlayAsync(example);
}

namespace AccountLinking.Tests.Webhooks.OpenApi;

public sealed class LinkIdentityExampleTests(ExampleFixture fixture) : ExampleTests(fixture, Operation)
{
    private const string Operation = "LinkIdentity";

    public static TheoryData<string> Examples => ExamplesOf(Operation);

    private protected override IReadOnlyDictionary<string, ExampleStage> Stages => LinkIdentityStages.All;

    [Theory]
    [MemberData(nameof(Examples))]
    public Task Is_answered_as_the_document_says(string example) => PlayAsync(example);
}

namespace AccountLinking.Tests.Webhooks.OpenApi;

public sealed class SeparateIdentityExampleTests(ExampleFixture fixture) : ExampleTests(fixture, Operation)
{
    private const string Operation = "SeparateIdentity";

    public static TheoryData<string> Examples => ExamplesOf(Operation);

    private protected override IReadOnlyDictionary<string, ExampleStage> Stages => SeparateIdentityStages.All;

    [Theory]
    [MemberData(nameof(Examples))]
    public Task Is_answered_as_the_document_says(string example) => PlayAsync(example);
}

using AccountLinking.Tests.EndToEnd;

namespace AccountLinking.Tests.Webhooks.OpenApi;

public sealed class HealthReadyExampleTests(ExampleFixture fixture) : ExampleTests(fixture, Operation)
{
    private const string Operation = "HealthReady";

    public static TheoryData<string> Examples => ExamplesOf(Operation);

    /// <summary>Each has a sandbox of its own, because a report is told again for a while.</summary>
    private protected override IReadOnlyDictionary<string, ExampleStage> Stages { get; } = new Dictionary<string, ExampleStage>
    {
        ["ready"] = new(WellAsync, ("Linking:DryRun", "false")),
        ["not_ready"] = new(WellAsync, ("Crm:ApiKey", "another-key")),
    };

    [Theory]
    [MemberData(nameof(Examples))]
    public Task Is_answered_as_the_document_says(string example) => PlayAsync(example);

    private static async Task WellAsync(ExampleScene scene)
    {
        await scene.Client.InsertUserAsync("""{"user_id": "oidc|swedish-bankid|anna"}""");
        await scene.Client.SendAsync(HttpMethod.Put, "/sandbox/settings", """{"rate_limit": {"burst": 50, "per_second": 1}}""");
        // The scene's clock stands still, and the tenant's answers have the date of today.
        await scene.FaultAsync(
            $$"""
            {"path": "/.well-known/openid-configuration", "status": 200, "times": 5, "headers": {"date": "{{scene.Clock.GetUtcNow():r}}"},
             "body": {"issuer": "{{scene.Sandbox.Tenant}}", "token_endpoint": "{{scene.Sandbox.Tenant}}oauth/token"} }
            """);
    }
}

namespace AccountLinking.Tests.Webhooks.OpenApi;

/// <summary>The examples of <c>POST /api/crm/sync</c>. The seed knows the customer.</summary>
internal static class SyncStages
{
    public static IReadOnlyDictionary<string, ExampleStage> All => new Dictionary<string, ExampleStage>(SignedStages.With(_ => Task.CompletedTask), StringComparer.Ordinal)
    {
        ["synced"] = ExampleStage.Empty,
        ["cached"] = new(scene => scene.AskAsync()),
        ["stale"] = new(
            async scene =>
            {
                await scene.AskAsync();
                scene.Clock.Advance(TimeSpan.FromHours(23));
                scene.Post = scene.Post with { Timestamp = SignedPost.Seconds(scene.Clock.GetUtcNow()) };
                await FailAsync(scene);
            },
            // A sandbox of its own, whose clock may be moved.
            ("Crm:MaxStale", "2.00:00:00")),
        ["not_found"] = new(scene => scene.Client.ControlAsync(HttpMethod.Post, "crm", """{"phone_number": "+46701740605", "status": 404, "body": {} }""")),
        ["no_phone"] = ExampleStage.Empty,
        ["ambiguous_phone"] = new(People.InsertWithTwoPhonesAsync),
        ["unavailable"] = new(FailAsync),
        ["unknown_user"] = ExampleStage.Empty,
        ["crm_disabled"] = new(_ => Task.CompletedTask, ("Crm:Enabled", "false")),
    };

    private static Task FailAsync(ExampleScene scene) => scene.FaultAsync("""{"target": "crm", "status": 500, "times": 20}""");
}

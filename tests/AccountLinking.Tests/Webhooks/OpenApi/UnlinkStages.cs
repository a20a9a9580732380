namespace AccountLinking.Tests.Webhooks.OpenApi;

/// <summary>The examples of <c>POST /api/accounts/unlink</c>.</summary>
internal static class UnlinkStages
{
    public static IReadOnlyDictionary<string, ExampleStage> All => new Dictionary<string, ExampleStage>(SignedStages.With(LinkAsync), StringComparer.Ordinal)
    {
        ["unlinked"] = new(LinkAsync),
        ["relink_allowed"] = new(LinkAsync),
        ["already_unlinked"] = new(async scene =>
        {
            await LinkAsync(scene);
            await scene.AskAsync();
        }),
        ["unknown_link"] = ExampleStage.Empty,
        // Without a journal there is no link.
        ["journal_unavailable"] = TroubleStages.WithoutJournal(_ => Task.CompletedTask),
    };

    private static async Task LinkAsync(ExampleScene scene)
    {
        await People.InsertNewcomerAsync(scene);
        using var service = scene.NewClient();
        scene.Name(await service.LinkAsync(People.New, "swedish-bankid"));
    }
}

namespace AccountLinking.Tests.Webhooks.OpenApi;

/// <summary>The examples of <c>DELETE /api/me/identities/{provider}/{user_id}</c>.</summary>
internal static class SeparateIdentityStages
{
    public static IReadOnlyDictionary<string, ExampleStage> All => new Dictionary<string, ExampleStage>(BearerStages.All.Concat(TroubleStages.With(JoinAsync)), StringComparer.Ordinal)
    {
        ["unlinked"] = new(JoinAsync),
        ["linked_elsewhere"] = new(async scene =>
        {
            await People.InsertNewcomerAsync(scene);
            await scene.Client.ArrangeLinkAsync(People.Astrid, "oidc", "swedish-bankid|8c0f7a31");
        }),
        ["account_blocked"] = new(async scene =>
        {
            await JoinAsync(scene);
            await People.BlockAstridAsync(scene);
        }),
        ["unknown_identity"] = new(People.InsertAstridsGoogleAsync),
        ["account_gone"] = new(People.LoseAstridAsync),
        ["dry_run"] = new(_ => Task.CompletedTask, ("Linking:DryRun", "true")),
        ["main_identity"] = new(JoinAsync),
        ["last_identity"] = ExampleStage.Empty,
        // Without a journal nothing is joined by a proof.
        ["journal_unavailable"] = TroubleStages.WithoutJournal(_ => Task.CompletedTask),
    };

    private static async Task JoinAsync(ExampleScene scene)
    {
        await People.InsertAstridsGoogleAsync(scene);
        await Application.JoinAsync(scene, People.AstridsGoogle);
    }
}

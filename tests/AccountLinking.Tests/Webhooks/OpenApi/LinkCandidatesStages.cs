namespace AccountLinking.Tests.Webhooks.OpenApi;

/// <summary>The examples of <c>GET /api/me/link-candidates</c>.</summary>
internal static class LinkCandidatesStages
{
    public static IReadOnlyDictionary<string, ExampleStage> All => new Dictionary<string, ExampleStage>(BearerStages.All.Concat(TroubleStages.With(People.InsertAstridsGoogleAsync)), StringComparer.Ordinal)
    {
        ["candidates"] = new(People.InsertAstridsGoogleAsync),
        ["no_candidates"] = ExampleStage.Empty,
        ["connection_not_listed"] = new(async scene =>
        {
            await People.InsertNewcomerAsync(scene);
            scene.Bearer = scene.Bearer with { AccessToken = await Application.AccessTokenAsync(scene, People.New, Application.AllScopes) };
        }),
        ["account_blocked"] = new(People.BlockAstridAsync),
        ["account_gone"] = new(People.LoseAstridAsync),
    };
}

namespace AccountLinking.Tests.Webhooks.OpenApi;

/// <summary>The examples of <c>POST /api/me/link-challenges</c>.</summary>
internal static class LinkChallengeStages
{
    public static IReadOnlyDictionary<string, ExampleStage> All => new Dictionary<string, ExampleStage>(
        BearerStages.AllWithBody.Concat(TroubleStages.WithKeysAlone(_ => Task.CompletedTask)), StringComparer.Ordinal)
    {
        ["chosen"] = new(async scene =>
        {
            await People.InsertAstridsGoogleAsync(scene);
            await ChooseAsync(scene, scene.Bearer.AccessToken!);
        }),
        ["any"] = ExampleStage.Empty,
        ["invalid_handle"] = new(async scene =>
        {
            await People.InsertAstridsGoogleAsync(scene);
            await ChooseAsync(scene, await Application.AccessTokenAsync(scene, People.AstridsGoogle, Application.AllScopes));
        }),
    };

    private static async Task ChooseAsync(ExampleScene scene, string accessToken) => scene.Bearer = scene.Bearer.With("handle", await Application.HandleAsync(scene, accessToken));
}

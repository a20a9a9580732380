using static AccountLinking.Sandbox.Demo.Play;

namespace AccountLinking.Sandbox.Demo;

/// <summary>Accounts with the same e-mail address.</summary>
internal static class EmailScenes
{
    public static async Task<SceneEnd> SuggestAsync(DemoStage stage)
    {
        await PrepareVerifiedAsync(stage, "karin");
        return Goes(stage, await LogInWithGoogleAsync(stage, "karin"), "suggested", "google-oauth2|karin")
            .Expect(await IdentitiesAsync(stage, "auth0|karin") == 1, "the other account is as it was");
    }

    public static async Task<SceneEnd> UnverifiedAsync(DemoStage stage)
    {
        await stage.PrepareUserAsync("""{"user_id": "auth0|lars", "email": "lars@example.com", "email_verified": false}""");
        return Goes(stage, await LogInWithGoogleAsync(stage, "lars"), "refused: candidate_unverified", "google-oauth2|lars");
    }

    public static async Task<SceneEnd> AutomaticAsync(DemoStage stage)
    {
        await PrepareVerifiedAsync(stage, "karin");
        return Goes(stage, await LogInWithGoogleAsync(stage, "karin"), "linked", "auth0|karin")
            .Expect(await stage.FindUserAsync("google-oauth2|karin") is null, "the second account is gone");
    }

    public static async Task<SceneEnd> SecondFactorAsync(DemoStage stage)
    {
        await PrepareVerifiedAsync(stage, "maja", """, "multifactor": ["guardian"]""");
        return Goes(stage, await LogInWithGoogleAsync(stage, "maja"), "refused: candidate_mfa", "google-oauth2|maja");
    }
}

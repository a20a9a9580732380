using static AccountLinking.Sandbox.Demo.Play;

namespace AccountLinking.Sandbox.Demo;

/// <summary>What the journal is for: links are undone, and a link that broke off is finished.</summary>
internal static class JournalScenes
{
    private const string HansNumber = "197401157818";
    private const string PiasNumber = "198507072380";
    private const string Hans = "auth0|hans";
    private const string Pia = "auth0|pia";

    /// <summary>After <see cref="JoiningScenes.MetadataAsync"/>.</summary>
    public static async Task<SceneEnd> UnlinkAsync(DemoStage stage)
    {
        var answer = await stage.UnlinkAsync(stage.LinkOf(Hans));
        return new SceneEnd(answer.Text("outcome") ?? "?", Hans)
            .Expect(answer.Text("outcome") == "unlinked", "the service answers 'unlinked'")
            .Expect(await MetadataAsync(stage, Hans) == """{"language":"sv","topics":["boats"]}""", "his old account has its own settings again, and no others")
            .Expect(await MetadataAsync(stage, BankIdAccount("hans")) == """{"language":"en","topics":["boats","tea"],"theme":"dark"}""", "his other account has all that it had");
    }

    public static async Task<SceneEnd> StayApartAsync(DemoStage stage) =>
        GoesAlone(stage, await LogInWithBankIdAsync(stage, "hans", HansNumber), "refused: separated_before", "hans")
            .Expect(await IdentitiesAsync(stage, Hans) == 1, "his accounts are apart");

    public static async Task<SceneEnd> DieAsync(DemoStage stage)
    {
        await PrepareAccountAsync(stage, "auth0", "pia", Database, PiasNumber, """, "user_metadata": {"language": "sv"}""");
        await stage.PrepareUserAsync($$"""{"user_id": "{{BankIdAccount("pia")}}", "ssn": "{{PiasNumber}}", "user_metadata": {"theme": "dark"} }""");
        await stage.PrepareFaultAsync("""{"method": "POST", "path": "/api/v2/users/*", "delay_ms": 60000}""");
        var login = await stage.LogInWhileTheServiceDiesAsync(() => LogInWithBankIdAsync(stage, "pia", PiasNumber), after: "PATCH");
        await stage.HealAsync();
        return new SceneEnd("the service died; the login goes on", login.Subject ?? login.UserId)
            .Expect(login.Subject == BankIdAccount("pia"), "the ID token names the account that signed in")
            .Expect(await MetadataAsync(stage, Pia) == """{"language":"sv","theme":"dark"}""", "the settings were written already")
            .Expect(await IdentitiesAsync(stage, Pia) == 1, "the accounts are not linked yet");
    }

    public static async Task<SceneEnd> FinishAsync(DemoStage stage)
    {
        stage.Clock.Advance(TimeSpan.FromMinutes(1));
        return Goes(stage, await LogInWithBankIdAsync(stage, "pia", PiasNumber), "linked", Pia)
            .Expect(await IdentitiesAsync(stage, Pia) == 2, "her account has both identities")
            .Expect(await MetadataAsync(stage, Pia) == """{"language":"sv","theme":"dark"}""", "the settings of both are there");
    }
}

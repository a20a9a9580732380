using System.Net;
using static AccountLinking.Sandbox.Demo.Play;

namespace AccountLinking.Sandbox.Demo;

/// <summary>The main job: two accounts of one person become one.</summary>
internal static class JoiningScenes
{
    private const int MostCallsOfALink = 6;
    private const string NilsNumber = "197012228396";
    private const string NilsAccount = $"oidc|{Freja}|nils";

    public static async Task<SceneEnd> MakeByHandAsync(DemoStage stage)
    {
        var answer = await stage.ActAsync(
            HttpMethod.Post,
            "users",
            $$"""
            {"connection": "{{Database}}", "user_id": "anna", "email": "anna.berg@example.com", "password": "correct horse battery staple",
             "user_metadata": {"language": "sv"}, "app_metadata": {"userSocialSecurityNumber": "{{AnnasNumber}}"} }
            """);
        return new SceneEnd("an account is created", Anna).Expect(answer.Status == HttpStatusCode.Created, "Auth0 answers 201");
    }

    public static async Task<SceneEnd> JoinAsync(DemoStage stage)
    {
        var login = await LogInWithBankIdAsync(stage, "anna", AnnasNumber);
        var user = await stage.FindUserAsync(Anna);
        return Goes(stage, login, "linked", Anna)
            .Expect(await stage.FindUserAsync(BankIdAccount("anna")) is null, "the second account is gone")
            .Expect(user is not null && user["identities"].GetArrayLength() == 2, "her account has both identities")
            .Expect(user is not null && user["user_metadata"].GetRawText().Contains("sv", StringComparison.Ordinal), "her settings are there")
            .Expect(stage.Calls <= MostCallsOfALink + 1, "it takes at most six calls and a token");
    }

    public static async Task<SceneEnd> AgainAsync(DemoStage stage) =>
        Goes(stage, await LogInWithBankIdAsync(stage, "anna", AnnasNumber), DemoStage.NobodyAsked, Anna).Expect(stage.Calls == 0, "it takes no call");

    public static async Task<SceneEnd> SamePersonAsync(DemoStage stage)
    {
        var login = await stage.LogInAsync(Database, """{"sub": "anna", "email": "anna.berg@example.com"}""");
        return Goes(stage, login, DemoStage.NobodyAsked, Anna).Expect(stage.Calls == 0, "it takes no call");
    }

    public static async Task<SceneEnd> MetadataAsync(DemoStage stage)
    {
        const string Number = "197401157818";
        await PrepareAccountAsync(stage, "auth0", "hans", Database, Number, """, "user_metadata": {"language": "sv", "topics": ["boats"]}""");
        await stage.PrepareUserAsync($$"""{"user_id": "{{BankIdAccount("hans")}}", "ssn": "{{Number}}", "user_metadata": {"language": "en", "topics": ["boats", "tea"], "theme": "dark"} }""");
        var end = Goes(stage, await LogInWithBankIdAsync(stage, "hans", Number), "linked", "auth0|hans");
        var metadata = (await stage.FindUserAsync("auth0|hans"))?["user_metadata"].GetRawText();
        return end.Expect(metadata == """{"language":"sv","topics":["boats","tea"],"theme":"dark"}""", "the settings of both are there, and where they differ his old ones");
    }

    public static async Task<SceneEnd> FirstEidAsync(DemoStage stage) =>
        Goes(stage, await stage.LogInAsync(Freja, $$"""{"sub": "nils", "ssn": "{{NilsNumber}}"}"""), "no_match", NilsAccount)
            .Expect(await stage.FindUserAsync(NilsAccount) is { } user && !user["app_metadata"].GetRawText().Contains(NilsNumber, StringComparison.Ordinal), "his number is not written down");

    public static async Task<SceneEnd> SecondEidAsync(DemoStage stage) =>
        Goes(stage, await LogInWithBankIdAsync(stage, "nils", NilsNumber), "linked", NilsAccount)
            .Expect(await IdentitiesAsync(stage, NilsAccount) == 2, "his account has both identities");

    public static async Task<SceneEnd> DryRunAsync(DemoStage stage)
    {
        const string Number = "199103052388";
        await PrepareAccountAsync(stage, "auth0", "olga", Database, Number);
        return GoesAlone(stage, await LogInWithBankIdAsync(stage, "olga", Number), "linked (dry run)", "olga")
            .Expect(await IdentitiesAsync(stage, "auth0|olga") == 1, "nothing was changed");
    }
}

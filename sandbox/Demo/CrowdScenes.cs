using AccountLinking.Sandbox.Client;
using AccountLinking.Sandbox.Json;
using static AccountLinking.Sandbox.Demo.Play;

namespace AccountLinking.Sandbox.Demo;

/// <summary>Many at once, of one person.</summary>
internal static class CrowdScenes
{
    private const int Logins = 50;
    private const string RutsNumber = "199302112389";
    private const string SarasNumber = "197809302388";
    private const string Rut = "auth0|rut";
    private const string Sara = "auth0|sara";

    public static async Task<SceneEnd> FiftyLoginsAsync(DemoStage stage)
    {
        await PrepareAsync(stage, "rut", RutsNumber);
        var logins = await stage.LogInAtOnceAsync(BankId, $$"""{"sub": "rut", "ssn": "{{RutsNumber}}"}""", Logins);
        return new SceneEnd($"{logins.Count(login => login.Subject == Rut)} logins; {LinkedIn(stage.Answers)}", Rut)
            .Expect(logins.All(login => login.Subject == Rut), "every ID token names the account that survives")
            .Expect(logins.All(login => login.Logs.Count == 0), "the Action logs nothing")
            .Expect(stage.Answers.All(answer => answer.Text("outcome") is "linked" or "already_linked"), "every answer is 'linked' or 'already_linked'")
            .Expect(stage.Answers.Count(answer => answer.Text("outcome") == "linked") == 1, "one of them is 'linked'")
            .Expect(await IsJoinedAsync(stage, Rut), "her account has both identities and the settings of both");
    }

    public static async Task<SceneEnd> TwoProcessesAsync(DemoStage stage)
    {
        await PrepareAsync(stage, "sara", SarasNumber);
        var answers = await stage.AskTwoProcessesAsync(BankIdAccount("sara"), BankId, Logins);
        return new SceneEnd($"{answers.Count(answer => answer.Text("primary_user_id") == Sara)} answers; {LinkedIn(answers)}", Sara)
            .Expect(answers.All(answer => answer.Text("primary_user_id") == Sara), "every answer names the account that survives")
            .Expect(answers.Count(answer => answer.Text("outcome") == "linked") == 1, "one of them is 'linked'")
            .Expect(answers.Count(answer => answer.Text("outcome") == "already_linked") == Logins - 1, "the others are 'already_linked'")
            .Expect(await IsJoinedAsync(stage, Sara), "her account has both identities and the settings of both");
    }

    private static string LinkedIn(IReadOnlyList<JsonMap> answers) => answers.Count(answer => answer.Text("outcome") == "linked") switch
    {
        1 => "one linked",
        var other => $"{other} linked",
    };

    private static async Task PrepareAsync(DemoStage stage, string id, string number)
    {
        await PrepareAccountAsync(stage, "auth0", id, Database, number, """, "user_metadata": {"language": "sv"}""");
        await stage.PrepareUserAsync($$"""{"user_id": "{{BankIdAccount(id)}}", "ssn": "{{number}}", "user_metadata": {"theme": "dark"} }""");
    }

    private static async Task<bool> IsJoinedAsync(DemoStage stage, string account) =>
        await stage.FindUserAsync(account) is { } user && user["identities"].GetArrayLength() == 2 && user["user_metadata"].GetRawText() == """{"language":"sv","theme":"dark"}""";
}

using System.Net;
using AccountLinking.Sandbox.Json;

namespace AccountLinking.Sandbox.Demo;

/// <summary>What the demo plays: the main job, then what must not happen, then trouble.</summary>
public static class DemoScenes
{
    private const string Database = "Username-Password-Authentication";
    private const string BankId = "swedish-bankid";
    private const string PartnerPortal = "partner-portal";
    private const string Anna = "auth0|anna";
    private const string AnnasNumber = "196802020575";
    private const string FiasNumber = "198208273584";
    private const int MostCallsOfALink = 6;

    public static readonly IReadOnlyList<Scene> All =
    [
        new("Operations", "make an account by hand, with Anna's number", MakeByHandAsync),
        new("Anna", "signs in with BankID, for the first time", JoinAsync),
        new("Anna", "signs in with BankID again", AgainAsync),
        new("Anna", "signs in with e-mail and password", SamePersonAsync),
        new("Bo, a stranger", "signs in with BankID", StrangerAsync),
        new("Mallory", "signs in over an untrusted connection that asserts Anna's number", UntrustedConnectionAsync),
        new("Cilla", "signs in with BankID; somebody prepared an account with her number on an unlisted connection", PreparedAccountAsync),
        new("Dag", "signs in with a number that is malformed", MalformedNumberAsync),
        new("Eva", "signs in with BankID; two accounts carry her number", TwoAccountsAsync),
        new("Fia", "signs in with BankID while Auth0 answers 429, then 503", TroubleAsync),
        new("Fia", "signs in with BankID when Auth0 is well again", NextLoginAsync),
        new("Gun", "signs in with BankID while the Action has a wrong signing secret", WrongSecretAsync),
        new("Anna", "signs in while her account is blocked", BlockedAsync),
    ];

    private static async Task<SceneEnd> MakeByHandAsync(DemoStage stage)
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

    private static async Task<SceneEnd> JoinAsync(DemoStage stage)
    {
        var login = await LogInWithBankIdAsync(stage, "anna", AnnasNumber);
        var user = await stage.FindUserAsync(Anna);
        return Goes(stage, login, "linked", Anna)
            .Expect(await stage.FindUserAsync(BankIdAccount("anna")) is null, "the second account is gone")
            .Expect(user is not null && user["identities"].GetArrayLength() == 2, "her account has both identities")
            .Expect(user is not null && user["user_metadata"].GetRawText().Contains("sv", StringComparison.Ordinal), "her settings are there")
            .Expect(stage.Calls <= MostCallsOfALink + 1, "it takes at most six calls and a token");
    }

    private static async Task<SceneEnd> AgainAsync(DemoStage stage) =>
        Goes(stage, await LogInWithBankIdAsync(stage, "anna", AnnasNumber), DemoStage.NobodyAsked, Anna).Expect(stage.Calls == 0, "it takes no call");

    private static async Task<SceneEnd> SamePersonAsync(DemoStage stage)
    {
        var login = await stage.LogInAsync(Database, """{"sub": "anna", "email": "anna.berg@example.com"}""");
        return Goes(stage, login, DemoStage.NobodyAsked, Anna).Expect(stage.Calls == 0, "it takes no call");
    }

    private static async Task<SceneEnd> StrangerAsync(DemoStage stage) =>
        GoesAlone(stage, await LogInWithBankIdAsync(stage, "bo", "197503144128"), "no_match", "bo");

    private static async Task<SceneEnd> UntrustedConnectionAsync(DemoStage stage)
    {
        var login = await stage.LogInAsync(PartnerPortal, $$"""{"sub": "mallory", "ssn": "{{AnnasNumber}}"}""");
        return Goes(stage, login, "not_eligible: untrusted_connection", $"oidc|{PartnerPortal}|mallory")
            .Expect(await IdentitiesAsync(stage, Anna) == 2, "Anna's account is as it was");
    }

    private static async Task<SceneEnd> PreparedAccountAsync(DemoStage stage)
    {
        const string Number = "198211052314";
        const string Prepared = "google-oauth2|prepared";
        await PrepareAccountAsync(stage, "google-oauth2", "prepared", "google-oauth2", Number);
        return GoesAlone(stage, await LogInWithBankIdAsync(stage, "cilla", Number), "refused: candidate_connection_untrusted", "cilla")
            .Expect(await IdentitiesAsync(stage, Prepared) == 1, "the prepared account is as it was");
    }

    private static async Task<SceneEnd> MalformedNumberAsync(DemoStage stage) =>
        GoesAlone(stage, await LogInWithBankIdAsync(stage, "dag", "19900721-1185"), "not_eligible: ssn_invalid", "dag");

    private static async Task<SceneEnd> TwoAccountsAsync(DemoStage stage)
    {
        const string Number = "195609307649";
        await PrepareAccountAsync(stage, "auth0", "eva", Database, Number);
        await PrepareAccountAsync(stage, "auth0", "eva2", Database, Number);
        return GoesAlone(stage, await LogInWithBankIdAsync(stage, "eva", Number), "ambiguous", "eva");
    }

    private static async Task<SceneEnd> TroubleAsync(DemoStage stage)
    {
        await PrepareAccountAsync(stage, "auth0", "fia", Database, FiasNumber);
        var reset = DateTimeOffset.UtcNow.AddSeconds(1).ToUnixTimeSeconds();
        await stage.PrepareFaultAsync($$"""{"method": "GET", "path": "/api/v2/users/*", "status": 429, "headers": {"x-ratelimit-reset": "{{reset}}"} }""");
        await stage.PrepareFaultAsync("""{"method": "GET", "path": "/api/v2/users/*", "status": 503, "times": 20}""");
        var login = await LogInWithBankIdAsync(stage, "fia", FiasNumber);
        await stage.HealAsync();
        return Goes(stage, login, "503: auth0_unavailable", BankIdAccount("fia"), "status 503 auth0_unavailable, asked twice")
            .Expect(await IdentitiesAsync(stage, "auth0|fia") == 1, "nothing was changed");
    }

    private static async Task<SceneEnd> NextLoginAsync(DemoStage stage) =>
        Goes(stage, await LogInWithBankIdAsync(stage, "fia", FiasNumber), "linked", "auth0|fia")
            .Expect(await stage.FindUserAsync(BankIdAccount("fia")) is null, "the second account is gone");

    private static async Task<SceneEnd> WrongSecretAsync(DemoStage stage)
    {
        var login = await stage.LogInWithWrongSecretAsync(BankId, """{"sub": "gun", "ssn": "197906623405"}""");
        return Goes(stage, login, "401", BankIdAccount("gun"), "status 401").Expect(stage.Calls == 0, "it takes no call");
    }

    private static async Task<SceneEnd> BlockedAsync(DemoStage stage)
    {
        await stage.PrepareAsync(HttpMethod.Patch, $"users/{Uri.EscapeDataString(Anna)}", """{"blocked": true}""");
        var login = await LogInWithBankIdAsync(stage, "anna", AnnasNumber);
        return new SceneEnd($"denied: {login.Reason}", login.UserId)
            .Expect(login is { Denied: true, Subject: null }, "the login is denied and there is no token");
    }

    private static Task<DemoLogin> LogInWithBankIdAsync(DemoStage stage, string sub, string number) =>
        stage.LogInAsync(BankId, $$"""{"sub": "{{sub}}", "ssn": "{{number}}"}""");

    /// <summary>The login has a token of that account, and the service said just this.</summary>
    /// <param name="trouble">What the Action's one line tells; null where it must tell nothing.</param>
    private static SceneEnd Goes(DemoStage stage, DemoLogin login, string answer, string account, string? trouble = null) =>
        new SceneEnd(trouble is null ? stage.Answer : $"{stage.Answer}; the login goes on", login.Subject ?? login.UserId)
            .Expect(stage.Answer == answer, $"the service answers '{answer}'")
            .Expect(login.Subject == account, $"the ID token names {account}")
            .Expect(trouble is null ? login.Logs.Count == 0 : login.Logs is [var line] && line.Contains(trouble, StringComparison.Ordinal), "the Action logs trouble in one line, and nothing else");

    private static SceneEnd GoesAlone(DemoStage stage, DemoLogin login, string answer, string sub) => Goes(stage, login, answer, BankIdAccount(sub));

    private static string BankIdAccount(string sub) => $"oidc|{BankId}|{sub}";

    private static Task PrepareAccountAsync(DemoStage stage, string provider, string id, string connection, string number) => stage.PrepareUserAsync(
        $$"""
        {"user_id": "{{provider}}|{{id}}", "created_at": "2024-05-17T09:00:00.000Z",
         "identities": [{"provider": "{{provider}}", "user_id": "{{id}}", "connection": "{{connection}}"}],
         "app_metadata": {"userSocialSecurityNumber": "{{number}}"} }
        """);

    private static async Task<int> IdentitiesAsync(DemoStage stage, string userId) =>
        await stage.FindUserAsync(userId) is { } user ? user["identities"].GetArrayLength() : 0;
}

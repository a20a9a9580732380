using System.Net;
using AccountLinking.Sandbox.Json;

namespace AccountLinking.Sandbox.Demo;

/// <summary>What the demo plays: the trouble that the product is for, and its cure by hand.</summary>
public static class DemoScenes
{
    private const string Database = "Username-Password-Authentication";
    private const string BankId = "swedish-bankid";
    private const string Password = "auth0|anna";
    private const string Secondary = "oidc|swedish-bankid|{6f0d}";
    private const string PasswordProfile = """{"sub": "anna", "email": "anna.berg@example.com", "email_verified": true, "name": "Anna Berg"}""";
    private const string BankIdProfile = """{"sub": "{6f0d}", "ssn": "196802020575", "name": "Anna Berg"}""";

    public static readonly IReadOnlyList<Scene> All =
    [
        new("Anna", "signs up with e-mail and password", SignUpAsync),
        new("Anna", "signs in again", SignInAgainAsync),
        new("Anna", "signs in with BankID, for the first time", SecondAccountAsync),
        new("Operations", "links the two through the Management API", LinkAsync),
        new("Anna", "signs in with BankID", SurvivorAsync),
        new("Anna", "signs in with e-mail and password", SamePersonAsync),
        new("Operations", "unlinks BankID again", UnlinkAsync),
        new("Anna", "signs in while her account is blocked", BlockedAsync),
    ];

    private static async Task<SceneEnd> SignUpAsync(DemoStage stage)
    {
        var login = await stage.LogInAsync(Database, PasswordProfile);
        await stage.PrepareAsync(HttpMethod.Patch, $"users/{Uri.EscapeDataString(Password)}", """{"user_metadata": {"language": "sv"}}""");
        var user = await stage.FindUserAsync(Password);
        return new SceneEnd("an account is created", login.UserId)
            .Expect(login.Subject == Password, "the ID token names the new account")
            .Expect(Logins(user) == 1, "the account has one login");
    }

    private static async Task<SceneEnd> SignInAgainAsync(DemoStage stage)
    {
        var login = await stage.LogInAsync(Database, PasswordProfile);
        var user = await stage.FindUserAsync(Password);
        return new SceneEnd("her account is found", login.UserId)
            .Expect(login.Subject == Password, "the ID token names the same account")
            .Expect(Logins(user) == 2, "the account has two logins");
    }

    private static async Task<SceneEnd> SecondAccountAsync(DemoStage stage)
    {
        var login = await stage.LogInAsync(BankId, BankIdProfile);
        return new SceneEnd("Auth0 makes a second, empty account", login.UserId)
            .Expect(login.Subject == Secondary, "the ID token names an account of its own")
            .Expect(!(await stage.FindUserAsync(Secondary))!.ContainsKey("user_metadata"), "the account is empty");
    }

    private static async Task<SceneEnd> LinkAsync(DemoStage stage)
    {
        var answer = await stage.ActAsync(
            HttpMethod.Post, $"users/{Uri.EscapeDataString(Password)}/identities", """{"provider": "oidc", "user_id": "swedish-bankid|{6f0d}"}""");
        return new SceneEnd("one account with two identities", Password)
            .Expect(answer.Status == HttpStatusCode.Created && answer.Json.GetArrayLength() == 2, "the link answers 201 with two identities")
            .Expect(await stage.FindUserAsync(Secondary) is null, "the second account is gone");
    }

    private static async Task<SceneEnd> SurvivorAsync(DemoStage stage)
    {
        var login = await stage.LogInAsync(BankId, BankIdProfile);
        return new SceneEnd("she comes in as the account that survived", login.UserId)
            .Expect(login.Subject == Password, "the ID token names the survivor")
            .Expect(await stage.FindUserAsync(Secondary) is null, "no second account is made");
    }

    private static async Task<SceneEnd> SamePersonAsync(DemoStage stage)
    {
        var login = await stage.LogInAsync(Database, PasswordProfile);
        var user = await stage.FindUserAsync(Password);
        return new SceneEnd("the same account, with her settings", login.UserId)
            .Expect(login.Subject == Password, "the ID token names the same account")
            .Expect(user is not null && user.ContainsKey("user_metadata"), "her metadata is there");
    }

    private static async Task<SceneEnd> UnlinkAsync(DemoStage stage)
    {
        var answer = await stage.ActAsync(
            HttpMethod.Delete, $"users/{Uri.EscapeDataString(Password)}/identities/oidc/{Uri.EscapeDataString("swedish-bankid|{6f0d}")}");
        var bare = await stage.FindUserAsync(Secondary);
        return new SceneEnd("BankID is an account of its own again, bare", Secondary)
            .Expect(answer.Status == HttpStatusCode.OK && answer.Json.GetArrayLength() == 1, "the main identity remains")
            .Expect(bare is not null && !bare.ContainsKey("user_metadata"), "the account is there, without metadata");
    }

    private static async Task<SceneEnd> BlockedAsync(DemoStage stage)
    {
        await stage.PrepareAsync(HttpMethod.Patch, $"users/{Uri.EscapeDataString(Password)}", """{"blocked": true}""");
        var login = await stage.LogInAsync(Database, PasswordProfile);
        return new SceneEnd($"denied: {login.Reason}", login.UserId)
            .Expect(login is { Denied: true, Subject: null }, "the login is denied and there is no token");
    }

    private static long? Logins(JsonMap? user) =>
        user is not null && user.TryGetValue("logins_count", out var count) ? count.GetInt64() : null;
}

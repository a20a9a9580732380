using static AccountLinking.Sandbox.Demo.Play;

namespace AccountLinking.Sandbox.Demo;

/// <summary>Something does not work, and the login goes on.</summary>
internal static class TroubleScenes
{
    private const string FiasNumber = "198208273584";

    public static async Task<SceneEnd> TroubleAsync(DemoStage stage)
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

    public static async Task<SceneEnd> NextLoginAsync(DemoStage stage) =>
        Goes(stage, await LogInWithBankIdAsync(stage, "fia", FiasNumber), "linked", "auth0|fia")
            .Expect(await stage.FindUserAsync(BankIdAccount("fia")) is null, "the second account is gone");

    public static async Task<SceneEnd> WrongSecretAsync(DemoStage stage)
    {
        var login = await stage.LogInWithWrongSecretAsync(BankId, """{"sub": "gun", "ssn": "197906623405"}""");
        return Goes(stage, login, "401", BankIdAccount("gun"), "status 401").Expect(stage.Calls == 0, "it takes no call");
    }
}

using AccountLinking.Sandbox.Client;
using AccountLinking.Sandbox.Json;
using static AccountLinking.Sandbox.Demo.Play;

namespace AccountLinking.Sandbox.Demo;

/// <summary>What the CRM says of whoever signs in, once a day, and nothing that anybody else says.</summary>
internal static class CrmScenes
{
    private const string Namespace = "https://crm.example.com/";
    private const string Doris = "sms|63d17c4a8869daf88ed7db97";
    private const string DorisPhone = "+46701740605";
    private const string DorisId = "C-100605";
    private const string Forged = "C-999999";
    private const string IvarsNumber = "197308092381";

    public static async Task<SceneEnd> FirstOfTheDayAsync(DemoStage stage) =>
        Known(await LogInDorisAsync(stage), stage, "synced", Doris, DorisId).Expect(stage.CrmCalls == 1, "the CRM is asked once")
            .Expect(await CopyAsync(stage, Doris) == DorisId, "the id stands in her user_metadata, too");

    public static async Task<SceneEnd> SecondOfTheDayAsync(DemoStage stage) => CostsNothing(stage, Known(await LogInDorisAsync(stage), stage, DemoStage.NobodyAsked, Doris, DorisId));

    public static async Task<SceneEnd> ForgedTodayAsync(DemoStage stage)
    {
        await ForgeAsync(stage, Doris);
        return CostsNothing(stage, Known(await LogInDorisAsync(stage), stage, DemoStage.NobodyAsked, Doris, DorisId));
    }

    public static async Task<SceneEnd> ForgedYesterdayAsync(DemoStage stage)
    {
        await PrepareCustomerAsync(stage, "elsa", "+46701740607", "C-100607");
        await ForgeAsync(stage, "sms|elsa");
        return Known(await LogInAsync(stage, "elsa", "+46701740607"), stage, "synced", "sms|elsa", "C-100607")
            .Expect(await CopyAsync(stage, "sms|elsa") == "C-100607", "the id in her user_metadata is the right one again");
    }

    public static async Task<SceneEnd> DownWithOlderDataAsync(DemoStage stage)
    {
        await PrepareCustomerAsync(stage, "frida", "+46701740608", "C-100608");
        return await WhileDownAsync(stage, async () => Known(await LogInAsync(stage, "frida", "+46701740608"), stage, "stale", "sms|frida", "C-100608"));
    }

    public static async Task<SceneEnd> DownWithoutDataAsync(DemoStage stage)
    {
        await stage.PrepareCustomerAsync("+46701740609", """{"externalUserId": "C-100609"}""");
        return await WhileDownAsync(stage, async () => Unknown(await LogInAsync(stage, "greta", "+46701740609"), stage, "unavailable", "sms|greta"));
    }

    public static async Task<SceneEnd> UnknownNumberAsync(DemoStage stage) => Unknown(await LogInAsync(stage, "helge", "+46701740699"), stage, "not_found", "sms|helge");

    public static async Task<SceneEnd> UnknownNumberAgainAsync(DemoStage stage) =>
        CostsNothing(stage, Unknown(await LogInAsync(stage, "helge", "+46701740699"), stage, DemoStage.NobodyAsked, "sms|helge"));

    public static async Task<SceneEnd> SomebodyElsesNumberAsync(DemoStage stage)
    {
        var login = await stage.LogInAsync("partner-portal", $$"""{"sub": "mallory", "phone_number": "{{DorisPhone}}", "phone_verified": true}""");
        return Unknown(login, stage, "no_phone", "oidc|partner-portal|mallory").Expect(stage.CrmCalls == 0, "the CRM is not asked");
    }

    public static async Task<SceneEnd> LinkedAndKnownAsync(DemoStage stage)
    {
        await stage.PrepareUserAsync($$"""
            {"user_id": "auth0|ivar", "created_at": "2024-05-17T09:00:00.000Z", "app_metadata": {"userSocialSecurityNumber": "{{IvarsNumber}}"},
             "identities": [{"provider": "auth0", "user_id": "ivar", "connection": "{{Database}}"},
                            {"provider": "sms", "user_id": "ivar", "connection": "sms", "profileData": {"phone_number": "+46701740606", "phone_verified": true} }] }
            """);
        var login = await LogInWithBankIdAsync(stage, "ivar", IvarsNumber);
        return Known(login, stage, "synced", "auth0|ivar", "C-100606")
            .Expect(stage.Answers.Any(answer => answer.Text("outcome") == "linked"), "his accounts are linked in the same login");
    }

    private static Task<DemoLogin> LogInDorisAsync(DemoStage stage) => LogInAsync(stage, "63d17c4a8869daf88ed7db97", DorisPhone);

    private static Task<DemoLogin> LogInAsync(DemoStage stage, string sub, string phone) => stage.LogInAsync("sms", $$"""{"sub": "{{sub}}", "phone_number": "{{phone}}"}""");

    private static async Task PrepareCustomerAsync(DemoStage stage, string sub, string phone, string id)
    {
        await stage.PrepareCustomerAsync(phone, $$"""{"externalUserId": "{{id}}"}""");
        await stage.PrepareUserAsync($$"""{"user_id": "sms|{{sub}}", "created_at": "2024-05-17T09:00:00.000Z", "phone_number": "{{phone}}", "phone_verified": true}""");
        await stage.PrepareYesterdayAsync($"sms|{sub}");
    }

    /// <summary>As the person himself can, in many an application.</summary>
    private static Task<ApiAnswer> ForgeAsync(DemoStage stage, string userId) =>
        stage.PrepareAsync(HttpMethod.Patch, $"users/{Uri.EscapeDataString(userId)}", $$"""{"user_metadata": {"externalUserId": "{{Forged}}", "lastUpdate": "2099-01-01T00:00:00Z"} }""");

    private static async Task<SceneEnd> WhileDownAsync(DemoStage stage, Func<Task<SceneEnd>> playAsync)
    {
        await stage.PrepareFaultAsync("""{"target": "crm", "status": 500, "times": 20}""");
        try
        {
            return await playAsync();
        }
        finally
        {
            await stage.HealAsync();
        }
    }

    private static SceneEnd Known(DemoLogin login, DemoStage stage, string answer, string account, string id) => Goes(stage, login, answer, account)
        .Expect(login.ClaimsUnder(Namespace) is { } claims && claims.TryGetValue(Namespace, out var fields) && JsonMap.From(fields).Text("externalUserId") == id, $"the ID token has the external id {id}")
        .Expect(!login.Answer.ToString().Contains(Forged, StringComparison.Ordinal), "the ID token has no other id");

    private static SceneEnd Unknown(DemoLogin login, DemoStage stage, string answer, string account) =>
        Goes(stage, login, answer, account).Expect(login.ClaimsUnder(Namespace) is { Count: 0 }, "the ID token has no claims of the CRM");

    private static SceneEnd CostsNothing(DemoStage stage, SceneEnd end) => end.Expect(stage.Calls + stage.CrmCalls == 0, "it takes no call");

    private static async Task<string?> CopyAsync(DemoStage stage, string userId) =>
        await stage.FindUserAsync(userId) is { } user && user.TryGetValue("user_metadata", out var metadata) ? JsonMap.From(metadata).Text("externalUserId") : null;
}

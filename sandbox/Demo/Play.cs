namespace AccountLinking.Sandbox.Demo;

/// <summary>What the scenes have in common.</summary>
internal static class Play
{
    public const string Database = "Username-Password-Authentication";
    public const string BankId = "swedish-bankid";
    public const string Freja = "freja-eid";
    public const string Google = "google-oauth2";
    public const string Anna = "auth0|anna";
    public const string AnnasNumber = "196802020575";

    public static Task<DemoLogin> LogInWithBankIdAsync(DemoStage stage, string sub, string number) =>
        stage.LogInAsync(BankId, $$"""{"sub": "{{sub}}", "ssn": "{{number}}"}""");

    /// <summary>The login has a token of that account, and the service said just this.</summary>
    /// <param name="trouble">What the Action's one line tells; null where it must tell nothing.</param>
    public static SceneEnd Goes(DemoStage stage, DemoLogin login, string answer, string account, string? trouble = null) =>
        new SceneEnd(trouble is null ? stage.Answer : $"{stage.Answer}; the login goes on", login.Subject ?? login.UserId)
            .Expect(stage.Answer == answer, $"the service answers '{answer}'")
            .Expect(login.Subject == account, $"the ID token names {account}")
            .Expect(trouble is null ? login.Logs.Count == 0 : login.Logs is [var line] && line.Contains(trouble, StringComparison.Ordinal), "the Action logs trouble in one line, and nothing else");

    public static SceneEnd GoesAlone(DemoStage stage, DemoLogin login, string answer, string sub) => Goes(stage, login, answer, BankIdAccount(sub));

    public static string BankIdAccount(string sub) => $"oidc|{BankId}|{sub}";

    public static Task<DemoLogin> LogInWithGoogleAsync(DemoStage stage, string sub) =>
        stage.LogInAsync(Google, $$"""{"sub": "{{sub}}", "email": "{{sub}}@example.com", "email_verified": true}""");

    public static Task PrepareVerifiedAsync(DemoStage stage, string id, string more = "") => stage.PrepareUserAsync(
        $$"""{"user_id": "auth0|{{id}}", "created_at": "2024-05-17T09:00:00.000Z", "email": "{{id}}@example.com", "email_verified": true{{more}}}""");

    public static Task PrepareAccountAsync(DemoStage stage, string provider, string id, string connection, string number, string more = "") => stage.PrepareUserAsync(
        $$"""
        {"user_id": "{{provider}}|{{id}}", "created_at": "2024-05-17T09:00:00.000Z",
         "identities": [{"provider": "{{provider}}", "user_id": "{{id}}", "connection": "{{connection}}"}],
         "app_metadata": {"userSocialSecurityNumber": "{{number}}"}{{more}} }
        """);

    public static async Task<int> IdentitiesAsync(DemoStage stage, string userId) =>
        await stage.FindUserAsync(userId) is { } user ? user["identities"].GetArrayLength() : 0;

    public static async Task<string> MetadataAsync(DemoStage stage, string userId) =>
        await stage.FindUserAsync(userId) is { } user && user.TryGetValue("user_metadata", out var metadata) ? metadata.GetRawText() : string.Empty;
}

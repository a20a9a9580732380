using System.Net;
using static AccountLinking.Sandbox.Demo.Play;

namespace AccountLinking.Sandbox.Demo;

/// <summary>A person finds, proves, joins and separates her own accounts, and somebody tries it without proof.</summary>
internal static class SelfServiceScenes
{
    private const string Ulla = "auth0|ulla";
    private const string UllasOther = "google-oauth2|ulla";
    private const string Application = "sandbox-app";
    private const string OwnSettings = """{"language":"sv"}""";
    private const string OtherSettings = """{"theme":"dark"}""";

    /// <summary>For as long as this act plays, and longer.</summary>
    private const string Session = """{"audience": "https://account-linking.example.com/", "scope": "openid read:link_candidates link:identities"}""";

    public static async Task<SceneEnd> SuggestAsync(DemoStage stage)
    {
        await PrepareVerifiedAsync(stage, "ulla", $$""", "name": "Ulla Berg", "user_metadata": {{OwnSettings}}""");
        await stage.PrepareUserAsync($$"""{"user_id": "{{UllasOther}}", "email": "ulla@example.com", "email_verified": true, "name": "Ulla Berg", "user_metadata": {{OtherSettings}} }""");
        var token = await SignInAsync(stage);
        var answer = await stage.AskAsync(personal => personal.CandidatesAsync(token));
        var candidates = answer.Status == HttpStatusCode.OK ? answer.Json.GetProperty("candidates").EnumerateArray().ToList() : [];
        return new SceneEnd($"{candidates.Count} suggested: {string.Join(", ", candidates.Select(candidate => candidate.GetProperty("name").GetString()))}", Ulla)
            .Expect(candidates is [var other] && other.GetProperty("name").GetString() == "U••• B•••", "she is told of one account, whose name only she can read")
            .Expect(!answer.Text.Contains("ulla", StringComparison.OrdinalIgnoreCase), "neither its id nor its address is told");
    }

    public static Task<SceneEnd> ForgedAsync(DemoStage stage) => RefusedAsync(stage, "400: invalid_id_token", nonce => stage.ForgeAsync($$"""
        {"iss": "{{stage.Issuer}}", "sub": "{{UllasOther}}", "aud": "{{Application}}", "nonce": "{{nonce}}", "iat": {{stage.Now}}, "exp": {{stage.Now + 3600}}, "auth_time": {{stage.Now}} }
        """));

    public static Task<SceneEnd> OtherClientAsync(DemoStage stage) =>
        RefusedAsync(stage, "400: wrong_client", nonce => ProveAsync(stage, nonce, client: "sandbox-other-app"));

    public static Task<SceneEnd> OldSignInAsync(DemoStage stage) => RefusedAsync(stage, "400: sign_in_too_old", async nonce =>
    {
        var token = await ProveAsync(stage, nonce);
        stage.Clock.Advance(TimeSpan.FromMinutes(12));
        return token;
    });

    public static async Task<SceneEnd> WrongAccountAsync(DemoStage stage)
    {
        await stage.PrepareUserAsync("""{"user_id": "google-oauth2|vera", "email": "vera@example.com", "email_verified": true}""");
        return await RefusedAsync(stage, "409: wrong_account", nonce => ProveAsync(stage, nonce, sub: "vera"));
    }

    public static async Task<SceneEnd> JoinAsync(DemoStage stage)
    {
        var (token, proof) = await ChooseAndProveAsync(stage, nonce => ProveAsync(stage, nonce));
        var answer = await stage.AskAsync(personal => personal.JoinAsync(token, proof));
        stage.Keep(token, proof);
        return new SceneEnd(stage.Answer, answer.Body.Text("primary_user_id") ?? "?")
            .Expect(stage.Answer == "linked", "the service answers 'linked'")
            .Expect(answer.Body["sign_in_again"].ValueKind == System.Text.Json.JsonValueKind.False, "she stays signed in")
            .Expect(await IdentitiesAsync(stage, Ulla) == 2, "her account has both identities")
            .Expect(await MetadataAsync(stage, Ulla) == """{"language":"sv","theme":"dark"}""", "the settings of both are there");
    }

    /// <summary>After <see cref="JoinAsync"/>, with what proved it.</summary>
    public static async Task<SceneEnd> SpentAsync(DemoStage stage)
    {
        var (token, proof) = stage.Kept;
        await stage.AskAsync(personal => personal.JoinAsync(token, proof));
        return new SceneEnd(stage.Answer, Ulla).Expect(stage.Answer == "409: nonce_spent", "the service answers '409: nonce_spent'").Expect(await IdentitiesAsync(stage, Ulla) == 2, "nothing has changed");
    }

    public static async Task<SceneEnd> SeparateAsync(DemoStage stage)
    {
        var token = await SignInAsync(stage);
        await stage.AskAsync(personal => personal.SeparateAsync(token, UllasOther));
        return new SceneEnd(stage.Answer, Ulla)
            .Expect(stage.Answer == "unlinked", "the service answers 'unlinked'")
            .Expect(await IdentitiesAsync(stage, Ulla) == 1 && await IdentitiesAsync(stage, UllasOther) == 1, "there are two accounts again")
            .Expect(await MetadataAsync(stage, Ulla) == OwnSettings && await MetadataAsync(stage, UllasOther) == OtherSettings, "each has its own settings, and no others");
    }

    /// <summary>Somebody sends what is no proof: nobody is joined.</summary>
    private static async Task<SceneEnd> RefusedAsync(DemoStage stage, string expected, Func<string, Task<string>> proveAsync)
    {
        var (token, proof) = await ChooseAndProveAsync(stage, proveAsync);
        await stage.AskAsync(personal => personal.JoinAsync(token, proof));
        return new SceneEnd(stage.Answer, Ulla).Expect(stage.Answer == expected, $"the service answers '{expected}'").Expect(await IdentitiesAsync(stage, Ulla) == 1, "her account is as it was");
    }

    private static async Task<(string Token, string Proof)> ChooseAndProveAsync(DemoStage stage, Func<string, Task<string>> proveAsync)
    {
        var token = await SignInAsync(stage);
        var candidates = await stage.AskAsync(personal => personal.CandidatesAsync(token));
        var handle = candidates.Json.GetProperty("candidates")[0].GetProperty("handle").GetString();
        var challenge = await stage.AskAsync(personal => personal.ChallengeAsync(token, handle));
        return (token, await proveAsync(challenge.Body.Text("nonce")!));
    }

    /// <returns>Her access token.</returns>
    private static async Task<string> SignInAsync(DemoStage stage) => (await stage.SignInAsync(Database, """{"sub": "ulla"}""", Session)).Text("access_token")!;

    /// <returns>The ID token of a sign-in to the other account.</returns>
    private static async Task<string> ProveAsync(DemoStage stage, string nonce, string sub = "ulla", string client = Application) => (await stage.SignInAsync(
        Google,
        $$"""{"sub": "{{sub}}", "email": "{{sub}}@example.com", "email_verified": true}""",
        $$"""{"client_id": "{{client}}", "scope": "openid", "max_age": 0, "nonce": "{{nonce}}"}""")).Text("id_token")!;
}

using static AccountLinking.Sandbox.Demo.Play;

namespace AccountLinking.Sandbox.Demo;

/// <summary>What must not happen.</summary>
internal static class RefusalScenes
{
    private const string PartnerPortal = "partner-portal";

    public static async Task<SceneEnd> StrangerAsync(DemoStage stage) =>
        GoesAlone(stage, await LogInWithBankIdAsync(stage, "bo", "197503144128"), "no_match", "bo");

    public static async Task<SceneEnd> UntrustedConnectionAsync(DemoStage stage)
    {
        var login = await stage.LogInAsync(PartnerPortal, $$"""{"sub": "mallory", "ssn": "{{AnnasNumber}}"}""");
        return Goes(stage, login, "not_eligible: untrusted_connection", $"oidc|{PartnerPortal}|mallory")
            .Expect(await IdentitiesAsync(stage, Anna) == 2, "Anna's account is as it was");
    }

    public static async Task<SceneEnd> PreparedAccountAsync(DemoStage stage)
    {
        const string Number = "198211052314";
        const string Prepared = "google-oauth2|prepared";
        await PrepareAccountAsync(stage, "google-oauth2", "prepared", "google-oauth2", Number);
        return GoesAlone(stage, await LogInWithBankIdAsync(stage, "cilla", Number), "refused: candidate_connection_untrusted", "cilla")
            .Expect(await IdentitiesAsync(stage, Prepared) == 1, "the prepared account is as it was");
    }

    public static async Task<SceneEnd> MalformedNumberAsync(DemoStage stage) =>
        GoesAlone(stage, await LogInWithBankIdAsync(stage, "dag", "19900721-1185"), "not_eligible: ssn_invalid", "dag");

    public static async Task<SceneEnd> TwoAccountsAsync(DemoStage stage)
    {
        const string Number = "195609307649";
        await PrepareAccountAsync(stage, "auth0", "eva", Database, Number);
        await PrepareAccountAsync(stage, "auth0", "eva2", Database, Number);
        return GoesAlone(stage, await LogInWithBankIdAsync(stage, "eva", Number), "ambiguous", "eva");
    }

    public static async Task<SceneEnd> BlockedCandidateAsync(DemoStage stage)
    {
        const string Number = "198809172409";
        await PrepareAccountAsync(stage, "auth0", "ida", Database, Number, """, "blocked": true""");
        return GoesAlone(stage, await LogInWithBankIdAsync(stage, "ida", Number), "refused: candidate_blocked", "ida");
    }

    public static async Task<SceneEnd> TwoNumbersAsync(DemoStage stage)
    {
        const string Number = "196508236392";
        await PrepareAccountAsync(stage, "auth0", "jon", Database, Number, """, "ssn": "195609307649" """);
        return GoesAlone(stage, await LogInWithBankIdAsync(stage, "jon", Number), "refused: national_id_conflict", "jon");
    }

    public static async Task<SceneEnd> BlockedAsync(DemoStage stage)
    {
        await stage.PrepareAsync(HttpMethod.Patch, $"users/{Uri.EscapeDataString(Anna)}", """{"blocked": true}""");
        var login = await LogInWithBankIdAsync(stage, "anna", AnnasNumber);
        return new SceneEnd($"denied: {login.Reason}", login.UserId)
            .Expect(login is { Denied: true, Subject: null }, "the login is denied and there is no token");
    }
}

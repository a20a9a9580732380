namespace AccountLinking.Tests.Webhooks.OpenApi;

/// <summary>The examples of <c>POST /api/accounts/link</c>.</summary>
internal static class LinkStages
{
    private static readonly (string Name, string? Value) NoSsn = ("Linking:Ssn:Enabled", "false");

    private static readonly (string Name, string? Value)[] Automatic =
    [
        NoSsn, ("Linking:Email:Mode", "Automatic"), ("Linking:Email:TrustedConnections:0", "google-oauth2"), ("Linking:Email:TrustedConnections:1", "Username-Password-Authentication"),
    ];

    public static IReadOnlyDictionary<string, ExampleStage> All => new Dictionary<string, ExampleStage>(SignedStages.With(People.InsertNewcomerAsync).Concat(Outcomes).Concat(NotEligible).Concat(Refused));

    private static Dictionary<string, ExampleStage> Outcomes => new(StringComparer.Ordinal)
    {
        ["linked"] = new(People.InsertNewcomerAsync),
        ["already_linked"] = new(async scene =>
        {
            await People.InsertNewcomerAsync(scene);
            await scene.AskAsync();
        }),
        ["no_match"] = new(People.InsertSomebodyElseAsync),
        ["suggested"] = new(scene => People.InsertBosOtherAsync(scene)),
        ["ambiguous"] = new(InsertThreeAsync),
        ["ambiguous_denied"] = new(InsertThreeAsync, ("Linking:OnAmbiguous", "Deny")),
        ["dry_run"] = new(People.InsertNewcomerAsync, ("Linking:DryRun", "true")),
    };

    private static Dictionary<string, ExampleStage> NotEligible => new(StringComparer.Ordinal)
    {
        ["no_rule_enabled"] = new(People.InsertNewcomerAsync, NoSsn, ("Linking:Email:Mode", "Off")),
        ["untrusted_connection"] = new(scene => scene.Client.InsertUserAsync("""{"user_id": "oidc|partner-portal|2207"}""")),
        ["connection_mismatch"] = new(People.InsertNewcomerAsync),
        ["ssn_missing"] = new(scene => scene.Client.InsertUserAsync($$"""{"user_id": "{{People.New}}"}""")),
        ["ssn_invalid"] = new(scene => People.InsertWithNumberAsync(scene, "193110209280")),
        ["no_email"] = new(scene => scene.Client.InsertUserAsync("""{"user_id": "google-oauth2|117209853310246608121"}"""), NoSsn),
        ["email_unverified"] = new(scene => scene.Client.InsertUserAsync("""{"user_id": "google-oauth2|117209853310246608121", "email": "eva@example.com"}"""), NoSsn),
        ["user_not_found"] = ExampleStage.Empty,
    };

    private static Dictionary<string, ExampleStage> Refused => new(StringComparer.Ordinal)
    {
        ["user_blocked"] = new(scene => People.InsertNewcomerAsync(scene, ", \"blocked\": true")),
        ["user_mfa"] = new(
            async scene =>
            {
                await People.GiveBoSecondFactorAsync(scene);
                await People.InsertBosOtherAsync(scene);
            },
            Automatic),
        ["national_id_conflict"] = new(People.InsertWithOtherNumberAsync),
        ["candidate_blocked"] = After(scene => People.PatchAstridAsync(scene, """{"blocked": true}""")),
        ["candidate_connection_untrusted"] = After(People.GiveAstridBosIdentityAsync),
        ["candidate_mfa"] = new(scene => People.InsertBosOtherAsync(scene, ", \"email_verified\": true, \"multifactor\": [\"guardian\"]"), Automatic),
        ["candidate_unverified"] = new(scene => People.InsertBosOtherAsync(scene, string.Empty)),
        ["separated_before"] = After(SeparateAsync),
        ["connection_unknown"] = new(People.InsertLegacyAsync),
        ["profile_too_large"] = new(
            async scene =>
            {
                await People.PatchAstridAsync(scene, $$"""{"user_metadata": {"a": "{{new string('a', 6_000)}}"} }""");
                await People.InsertNewcomerAsync(scene, $$""", "user_metadata": {"b": "{{new string('b', 6_000)}}"}""");
            },
            ("Linking:SizeLimit", "Refuse")),
    };

    private static ExampleStage After(Func<ExampleScene, Task> setUpAsync) => new(async scene =>
    {
        await People.InsertNewcomerAsync(scene);
        await setUpAsync(scene);
    });

    private static async Task SeparateAsync(ExampleScene scene)
    {
        using var service = scene.NewClient();
        await service.UnlinkAsync((await scene.AskAsync()).Body.Text("link_id")!);
    }

    private static async Task InsertThreeAsync(ExampleScene scene)
    {
        await People.InsertNewcomerAsync(scene);
        await People.InsertSecondAsync(scene);
    }
}

namespace AccountLinking.Tests.Webhooks.OpenApi;

/// <summary>The examples of <c>POST /api/me/identities</c>.</summary>
internal static class LinkIdentityStages
{
    public static IReadOnlyDictionary<string, ExampleStage> All => new Dictionary<string, ExampleStage>(
        BearerStages.AllWithBody.Concat(TroubleStages.With(ProveAsync)).Concat(Outcomes).Concat(Refused).Concat(Proofs).Concat(Obstacles), StringComparer.Ordinal)
    {
        ["journal_unavailable"] = TroubleStages.WithoutJournal(ProveAsync),
    };

    private static Dictionary<string, ExampleStage> Outcomes => new(StringComparer.Ordinal)
    {
        ["linked"] = new(ProveAsync),
        ["linked_to_other"] = new(ProveAsync),
        ["already_linked"] = new(async scene =>
        {
            await ProveAsync(scene);
            var before = scene.Bearer;
            await ProveAgainAsync(scene, People.AstridsGoogle);
            await before.SendAsync(scene.Sandbox.Service);
        }),
    };

    private static Dictionary<string, ExampleStage> Refused => new(StringComparer.Ordinal)
    {
        ["national_id_conflict"] = new(async scene =>
        {
            await People.InsertSomebodyElseAsync(scene);
            await ProveAgainAsync(scene, People.New);
        }),
        ["candidate_blocked"] = After(scene => scene.Client.PatchAsync(People.AstridsGoogle, """{"blocked": true}""")),
        ["user_blocked"] = After(People.BlockAstridAsync),
        ["candidate_gone"] = After(scene => scene.Client.DeleteAsync(People.AstridsGoogle)),
        ["separated_before"] = After(async scene =>
        {
            var before = scene.Bearer;
            await ProveAgainAsync(scene, People.AstridsGoogle);
            var joined = await scene.Bearer.SendAsync(scene.Sandbox.Service);
            scene.Clock.Advance(TimeSpan.FromSeconds(1));
            using var service = scene.NewClient();
            await service.UnlinkAsync(joined.Body.Text("link_id")!);
            scene.Bearer = before;
        }),
        ["connection_unknown"] = new(async scene =>
        {
            await People.InsertLegacyAloneAsync(scene);
            await ProveAgainAsync(scene, People.Young);
        }),
        ["profile_too_large"] = new(
            async scene =>
            {
                await People.PatchAstridAsync(scene, $$"""{"user_metadata": {"a": "{{new string('a', 6_000)}}"} }""");
                await People.InsertAstridsGoogleAsync(scene, $$""", "user_metadata": {"b": "{{new string('b', 6_000)}}"}""");
                await ProveAgainAsync(scene, People.AstridsGoogle);
            },
            ("Linking:SizeLimit", "Refuse")),
    };

    private static Dictionary<string, ExampleStage> Proofs => new(StringComparer.Ordinal)
    {
        ["access_token"] = ExampleStage.Of(scene => Show(scene, scene.Bearer.AccessToken!)),
        ["no_auth_time"] = By(async scene => await Application.IdTokenAsync(scene, People.AstridsGoogle, await Application.NonceAsync(scene), maxAge: string.Empty)),
        ["wrong_client"] = By(async scene => await Application.IdTokenAsync(scene, People.AstridsGoogle, await Application.NonceAsync(scene), "sandbox-other-app")),
        ["sign_in_too_old"] = By(async scene => await Application.AgeAsync(scene, await Application.ProofAsync(scene, People.AstridsGoogle), "auth_time", TimeSpan.FromMinutes(12))),
        ["sign_in_before_challenge"] = By(async scene => await Application.AgeAsync(scene, await Application.ProofAsync(scene, People.AstridsGoogle), "auth_time", TimeSpan.FromMinutes(2))),
        ["invalid_nonce"] = By(scene => Application.IdTokenAsync(scene, People.AstridsGoogle, "n-0S6_WzA2Mj")),
    };

    private static Dictionary<string, ExampleStage> Obstacles => new(StringComparer.Ordinal)
    {
        ["same_account"] = By(scene => Application.ProofAsync(scene, People.Astrid)),
        ["wrong_account"] = By(async scene => await Application.IdTokenAsync(
            scene, People.Bo, await Application.NonceAsync(scene, await Application.HandleAsync(scene, scene.Bearer.AccessToken!)))),
        ["nonce_spent"] = After(scene => scene.AskAsync()),
        ["account_gone"] = After(People.LoseAstridAsync),
        ["dry_run"] = new(ProveAsync, ("Linking:DryRun", "true")),
    };

    /// <summary>Astrid has another account, and has just signed in to it.</summary>
    private static async Task ProveAsync(ExampleScene scene)
    {
        await People.InsertAstridsGoogleAsync(scene);
        await ProveAgainAsync(scene, People.AstridsGoogle);
    }

    private static async Task ProveAgainAsync(ExampleScene scene, string userId) => Show(scene, await Application.ProofAsync(scene, userId));

    private static void Show(ExampleScene scene, string idToken) => scene.Bearer = scene.Bearer.With("id_token", idToken);

    private static ExampleStage After(Func<ExampleScene, Task> setUpAsync) => new(async scene =>
    {
        await ProveAsync(scene);
        await setUpAsync(scene);
    });

    /// <summary>Astrid has another account, and this is what she proves it by.</summary>
    private static ExampleStage By(Func<ExampleScene, Task<string>> idTokenAsync) => new(async scene =>
    {
        await People.InsertAstridsGoogleAsync(scene);
        Show(scene, await idTokenAsync(scene));
    });
}

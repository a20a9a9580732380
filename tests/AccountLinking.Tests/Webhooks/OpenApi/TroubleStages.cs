namespace AccountLinking.Tests.Webhooks.OpenApi;

/// <summary>The examples of a service that cannot do its part, which most routes have.</summary>
internal static class TroubleStages
{
    /// <summary>A file where the folder should be.</summary>
    private static readonly string File = typeof(TroubleStages).Assembly.Location;

    /// <param name="setUpAsync">A world in which the request would be answered with 200.</param>
    public static Dictionary<string, ExampleStage> With(Func<ExampleScene, Task> setUpAsync) => new(StringComparer.Ordinal)
    {
        ["internal_error"] = Broken(setUpAsync),
        ["auth0_unavailable"] = Faulty(setUpAsync, Unavailable),
        ["auth0_rate_limited"] = Faulty(setUpAsync, RateLimited),
        ["auth0_unauthorized"] = Faulty(setUpAsync, "\"status\": 401"),
        ["auth0_forbidden"] = Faulty(setUpAsync, "\"status\": 403"),
        ["auth0_rejected"] = Faulty(setUpAsync, "\"status\": 400"),
        ["budget_exceeded"] = new(async scene =>
        {
            await Faulty(setUpAsync, "\"delay_ms\": 600000").SetUpAsync(scene);
            scene.Clock.Hurries = true;
        }),
    };

    /// <summary>Those of a route that needs no more of Auth0 than its keys. They are fetched once, so each has a sandbox of its own.</summary>
    public static Dictionary<string, ExampleStage> WithKeysAlone(Func<ExampleScene, Task> setUpAsync) => new(StringComparer.Ordinal)
    {
        ["internal_error"] = Broken(setUpAsync),
        ["auth0_unavailable"] = Faulty(setUpAsync, Unavailable, Keys) with { IsAlone = true },
        ["auth0_rate_limited"] = Faulty(setUpAsync, RateLimited, Keys) with { IsAlone = true },
    };

    public static ExampleStage WithoutJournal(Func<ExampleScene, Task> setUpAsync) => new(setUpAsync, ("Journal:Path", File));

    private const string Users = "/api/v2/users/*";
    private const string Keys = "/.well-known/jwks.json";
    private const string Unavailable = "\"status\": 503";

    private const string RateLimited = """
        "status": 429, "headers": {"retry-after": "90"}
        """;

    /// <summary>What breaks may be the fetch of the tenant's keys, and that is remembered.</summary>
    private static ExampleStage Broken(Func<ExampleScene, Task> setUpAsync) => new(async scene =>
    {
        await setUpAsync(scene);
        scene.Break();
    })
    {
        IsAlone = true,
    };

    private static ExampleStage Faulty(Func<ExampleScene, Task> setUpAsync, string how, string path = Users) => new(async scene =>
    {
        await setUpAsync(scene);
        await scene.FaultAsync($$"""{"method": "GET", "path": "{{path}}", "times": 20, {{how}} }""");
    });
}

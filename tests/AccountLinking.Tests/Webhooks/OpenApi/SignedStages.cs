using System.Text;
using AccountLinking.Sandbox.Hosting;

namespace AccountLinking.Tests.Webhooks.OpenApi;

/// <summary>The examples that every signed route has.</summary>
internal static class SignedStages
{
    /// <summary>A file where the folder should be.</summary>
    private static readonly string File = typeof(SignedStages).Assembly.Location;

    /// <param name="setUpAsync">A world in which the request would be answered with 200.</param>
    public static Dictionary<string, ExampleStage> With(Func<ExampleScene, Task> setUpAsync) => new(StringComparer.Ordinal)
    {
        ["malformed_json"] = ExampleStage.Empty,
        ["invalid_field"] = ExampleStage.Empty,
        ["broken_body"] = ExampleStage.Of(scene => scene.SendAsync = post => RawPost.SendAsync(scene.Sandbox.Service, post.Path, "Transfer-Encoding: chunked", "none\r\n")),
        ["unsigned"] = ExampleStage.Of(scene => scene.Post = scene.Post with { Headers = new Dictionary<string, string[]?> { ["webhook-signature"] = null } }),
        ["other_secret"] = ExampleStage.Of(scene => scene.Post = scene.Post with { Secret = Other(scene.Post.Secret) }),
        ["old"] = ExampleStage.Of(scene => scene.Post = scene.Post with { Timestamp = SignedPost.Seconds(scene.Clock.GetUtcNow().AddMinutes(-6)) }),
        ["missing_body"] = ExampleStage.Of(scene =>
        {
            scene.Clock.Hurries = true;
            scene.SendAsync = post => RawPost.SendAsync(scene.Sandbox.Service, post.Path, "Content-Length: 100", "{");
        }),
        ["content_too_large"] = ExampleStage.Of(scene => scene.Post = scene.Post with { Body = Encoding.ASCII.GetBytes(new string(' ', (64 * 1024) + 1)) }),
        ["unsupported_media_type"] = ExampleStage.Of(scene => scene.Post = scene.Post with { ContentType = "text/plain" }),
        ["internal_error"] = new(async scene =>
        {
            await setUpAsync(scene);
            scene.Break();
        }),
        ["auth0_unavailable"] = Faulty(setUpAsync, "\"status\": 503"),
        ["auth0_rate_limited"] = Faulty(setUpAsync, """
            "status": 429, "headers": {"retry-after": "90"}
            """),
        ["auth0_unauthorized"] = Faulty(setUpAsync, "\"status\": 401"),
        ["auth0_forbidden"] = Faulty(setUpAsync, "\"status\": 403"),
        ["auth0_rejected"] = Faulty(setUpAsync, "\"status\": 400"),
        ["budget_exceeded"] = new(async scene =>
        {
            await Faulty(setUpAsync, "\"delay_ms\": 600000").SetUpAsync(scene);
            scene.Clock.Hurries = true;
        }),
        ["journal_unavailable"] = WithoutJournal(setUpAsync),
    };

    public static ExampleStage WithoutJournal(Func<ExampleScene, Task> setUpAsync) => new(setUpAsync, ("Journal:Path", File));

    private static string Other(string secret) => secret == ServiceDefaults.SigningSecret ? ServiceDefaults.OperationsSecret : ServiceDefaults.SigningSecret;

    private static ExampleStage Faulty(Func<ExampleScene, Task> setUpAsync, string how) => new(async scene =>
    {
        await setUpAsync(scene);
        await scene.FaultAsync($$"""{"method": "GET", "path": "/api/v2/users/*", "times": 20, {{how}} }""");
    });
}

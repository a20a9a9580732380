using System.Text;
using AccountLinking.Sandbox.Hosting;

namespace AccountLinking.Tests.Webhooks.OpenApi;

/// <summary>The examples that every signed route has.</summary>
internal static class SignedStages
{
    /// <param name="setUpAsync">A world in which the request would be answered with 200.</param>
    public static Dictionary<string, ExampleStage> With(Func<ExampleScene, Task> setUpAsync) => new(TroubleStages.With(setUpAsync), StringComparer.Ordinal)
    {
        ["malformed_json"] = ExampleStage.Empty,
        ["invalid_field"] = ExampleStage.Empty,
        ["broken_body"] = ExampleStage.Of(scene => scene.SendAsync = () => RawPost.SendAsync(scene.Sandbox.Service, scene.Post.Path, "Transfer-Encoding: chunked", "none\r\n")),
        ["unsigned"] = ExampleStage.Of(scene => scene.Post = scene.Post with { Headers = new Dictionary<string, string[]?> { ["webhook-signature"] = null } }),
        ["other_secret"] = ExampleStage.Of(scene => scene.Post = scene.Post with { Secret = Other(scene.Post.Secret) }),
        ["old"] = ExampleStage.Of(scene => scene.Post = scene.Post with { Timestamp = SignedPost.Seconds(scene.Clock.GetUtcNow().AddMinutes(-6)) }),
        ["missing_body"] = ExampleStage.Of(scene =>
        {
            scene.Clock.Hurries = true;
            scene.SendAsync = () => RawPost.SendAsync(scene.Sandbox.Service, scene.Post.Path, "Content-Length: 100", "{");
        }),
        ["content_too_large"] = ExampleStage.Of(scene => scene.Post = scene.Post with { Body = Encoding.ASCII.GetBytes(new string(' ', (64 * 1024) + 1)) }),
        ["unsupported_media_type"] = ExampleStage.Of(scene => scene.Post = scene.Post with { ContentType = "text/plain" }),
        ["journal_unavailable"] = TroubleStages.WithoutJournal(setUpAsync),
    };

    private static string Other(string secret) => secret == ServiceDefaults.SigningSecret ? ServiceDefaults.OperationsSecret : ServiceDefaults.SigningSecret;
}

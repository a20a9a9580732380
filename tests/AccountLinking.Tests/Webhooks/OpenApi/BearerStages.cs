namespace AccountLinking.Tests.Webhooks.OpenApi;

/// <summary>The examples that every route has which a person's own application asks.</summary>
internal static class BearerStages
{
    private const int FewRequests = 5;

    public static Dictionary<string, ExampleStage> All { get; } = new(StringComparer.Ordinal)
    {
        ["no_token"] = ExampleStage.Of(scene => scene.Bearer = scene.Bearer with { AccessToken = null }),
        ["expired_token"] = new(async scene => scene.Bearer = scene.Bearer with { AccessToken = await Application.AgeAsync(scene, scene.Bearer.AccessToken!, "exp", TimeSpan.FromHours(2)) }),
        ["opaque_token"] = new(async scene => scene.Bearer = scene.Bearer with { AccessToken = await Application.AccessTokenAsync(scene, People.Astrid, "{}") }),
        ["insufficient_scope"] = new(async scene => scene.Bearer = scene.Bearer with { AccessToken = await Application.AccessTokenAsync(scene, People.Astrid, Application.AskingFor(OtherScope(scene))) }),
        ["self_service_disabled"] = new(_ => Task.CompletedTask, ("Auth0:ApiAudience", null)),
        ["too_many_requests"] = new(
            async scene =>
            {
                for (var request = 0; request < FewRequests; request++) await scene.AskAsync();
            },
            ("SelfService:RequestsPerMinute", $"{FewRequests}")),
    };

    /// <summary>And those of requests with a body.</summary>
    public static Dictionary<string, ExampleStage> AllWithBody { get; } = new(All, StringComparer.Ordinal)
    {
        ["malformed_json"] = ExampleStage.Empty,
        ["invalid_field"] = ExampleStage.Empty,
        ["broken_body"] = ExampleStage.Of(scene => scene.SendAsync = () => RawPost.SendAsync(scene.Sandbox.Service, scene.Bearer.Path, $"{scene.Bearer.HeaderLines}\r\nTransfer-Encoding: chunked", "none\r\n")),
        ["missing_body"] = ExampleStage.Of(scene =>
        {
            scene.Clock.Hurries = true;
            scene.SendAsync = () => RawPost.SendAsync(scene.Sandbox.Service, scene.Bearer.Path, $"{scene.Bearer.HeaderLines}\r\nContent-Length: 100", "{");
        }),
        ["content_too_large"] = ExampleStage.Of(scene => scene.Bearer = scene.Bearer.With(new string(' ', (64 * 1024) + 1))),
        ["unsupported_media_type"] = ExampleStage.Of(scene => scene.Bearer = scene.Bearer with { ContentType = "text/plain" }),
    };

    private static string OtherScope(ExampleScene scene) => scene.Bearer.Method == HttpMethod.Get ? "openid link:identities" : "openid read:link_candidates";
}

using AccountLinking.Sandbox.Json;
using AccountLinking.Sandbox.Tenant.Tokens;

namespace AccountLinking.Tests.Webhooks.OpenApi;

/// <summary>What a person's own application does before it sends the request of an example: it signs people in, and asks the service for what the request needs.</summary>
internal static class Application
{
    private const string Api = "https://account-linking.example.com/";

    /// <summary>That people have whose accounts can be linked.</summary>
    public static string AllScopes { get; } = AskingFor("openid read:link_candidates link:identities");

    public static string AskingFor(string scope) => $$"""{"audience": "{{Api}}", "scope": "{{scope}}"}""";

    public static async Task<string> AccessTokenAsync(ExampleScene scene, string userId, string authorize) => (await SignInAsync(scene, userId, authorize)).Text("access_token")!;

    /// <summary>The same token, of some time ago by one of its claims.</summary>
    public static Task<string> AgeAsync(ExampleScene scene, string token, string claim, TimeSpan age)
    {
        var claims = Jwt.ParseWithoutVerification(token)!.Payload;
        return scene.Client.SignTokenAsync(claims.With(claim, claims[claim].GetInt64() - (long)age.TotalSeconds).ToString());
    }

    /// <summary>Of the only candidate.</summary>
    /// <param name="accessToken">Of whoever is told of it.</param>
    public static async Task<string> HandleAsync(ExampleScene scene, string accessToken)
    {
        var answer = await new BearerRequest { AccessToken = accessToken }.SendAsync(scene.Sandbox.Service);
        return answer.Body["candidates"].EnumerateArray().Single().GetProperty("handle").GetString()!;
    }

    /// <param name="handle">Null: of any account.</param>
    public static async Task<string> NonceAsync(ExampleScene scene, string? handle = null)
    {
        var request = scene.Bearer with { Method = HttpMethod.Post, Path = "/api/me/link-challenges" };
        var body = JsonMap.Empty.With("handle", JsonValue.From(handle)).ToString();
        return (await request.With(body).SendAsync(scene.Sandbox.Service)).Body.Text("nonce")!;
    }

    /// <param name="client">Which application the person signs in to.</param>
    public static async Task<string> IdTokenAsync(ExampleScene scene, string userId, string nonce, string client = "sandbox-app", string maxAge = ", \"max_age\": 0") =>
        (await SignInAsync(scene, userId, $$"""{"client_id": "{{client}}", "nonce": "{{nonce}}"{{maxAge}} }""")).Text("id_token")!;

    /// <summary>The ID token of a sign-in that is good for a proof.</summary>
    public static async Task<string> ProofAsync(ExampleScene scene, string userId) => await IdTokenAsync(scene, userId, await NonceAsync(scene));

    /// <summary>The person's account is joined with another one of theirs.</summary>
    public static async Task JoinAsync(ExampleScene scene, string userId)
    {
        var request = scene.Bearer with { Method = HttpMethod.Post, Path = "/api/me/identities" };
        var answer = await request.With($$"""{"id_token": "{{await ProofAsync(scene, userId)}}", "primary": "this"}""").SendAsync(scene.Sandbox.Service);
        Assert.Equal("linked", answer.Body.Text("outcome"));
    }

    private static async Task<JsonMap> SignInAsync(ExampleScene scene, string userId, string authorize)
    {
        var connection = (await scene.Client.ReadUserAsync(userId))["identities"][0].GetProperty("connection").GetString()!;
        return await scene.Client.LogInAsync(connection, $$"""{"sub": "{{userId.Split('|')[^1]}}"}""", authorize);
    }
}

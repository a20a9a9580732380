using AccountLinking.Sandbox.Client;
using AccountLinking.Sandbox.Hosting;
using AccountLinking.Sandbox.Json;

namespace AccountLinking.Tests.SelfService;

/// <summary>Tokens of people, as the sandbox's tenant would issue them.</summary>
internal sealed class People(RunningSandbox sandbox, SandboxClient client)
{
    public const string Audience = "https://account-linking.example.com/";
    public const string Application = "sandbox-app";
    public const string AllScopes = "openid read:link_candidates link:identities";

    public static long Now => DateTimeOffset.UtcNow.ToUnixTimeSeconds();

    /// <param name="more">Members of JSON that replace the usual claims; null takes one away.</param>
    public Task<string> AccessTokenAsync(string userId, string more = "{}") => SignAsync(
        $$"""{"sub": "{{userId}}", "aud": ["{{Audience}}", "{{sandbox.Tenant}}userinfo"], "azp": "{{Application}}", "scope": "{{AllScopes}}"}""", more);

    public Task<string> IdTokenAsync(string userId, string? nonce, string more = "{}") =>
        SignAsync(JsonMap.Parse($$"""{"sub": "{{userId}}", "aud": "{{Application}}", "sid": "s", "auth_time": {{Now}} }""").With("nonce", JsonValue.From(nonce)).ToString(), more);

    public Task<string> SignAsync(string claims, string more = "{}", string header = "{}", bool byAnotherKey = false)
    {
        var all = JsonMap.Parse($$"""{"iss": "{{sandbox.Tenant}}", "iat": {{Now}}, "exp": {{Now + 3600}} }""").With(JsonMap.Parse(claims)).With(JsonMap.Parse(more));
        return client.SignTokenAsync(all.Where(name => all[name].ValueKind != System.Text.Json.JsonValueKind.Null).ToString(), header, byAnotherKey);
    }
}

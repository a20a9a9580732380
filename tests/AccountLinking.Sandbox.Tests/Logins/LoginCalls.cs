using System.Net;
using System.Text.Json;
using AccountLinking.Sandbox.Client;
using AccountLinking.Sandbox.Json;

namespace AccountLinking.Sandbox.Tests.Logins;

/// <summary>What tests of logins ask of a sandbox, and how they read its answers.</summary>
internal static class LoginCalls
{
    public static async Task InsertUserAsync(this SandboxClient client, string user) =>
        Assert.Equal(HttpStatusCode.Created, (await client.ControlAsync(HttpMethod.Post, "users", user)).Status);

    public static async Task LinkAsync(this SandboxClient client, string primaryId, string provider, string userId) =>
        Assert.Equal(HttpStatusCode.Created, (await client.ManageAsync(
            HttpMethod.Post, $"{PathOf(primaryId)}/identities", $$"""{"provider": "{{provider}}", "user_id": "{{userId}}"}""")).Status);

    public static async Task<JsonMap> ReadUserAsync(this SandboxClient client, string userId)
    {
        var answer = await client.ManageAsync(HttpMethod.Get, PathOf(userId));
        Assert.Equal(HttpStatusCode.OK, answer.Status);
        return answer.Body;
    }

    public static async Task<int> CountUsersAsync(this SandboxClient client) =>
        (await client.ManageAsync(HttpMethod.Get, "users?include_totals=true")).Body["total"].GetInt32();

    public static string PathOf(string userId) => $"users/{Uri.EscapeDataString(userId)}";

    public static string? Error(this JsonMap login) => login["action"].GetProperty("error").GetString();

    public static string[] Logs(this JsonMap login) => Texts(login["action"].GetProperty("logs"));

    public static string[] Warnings(this JsonMap login) => Texts(login["action"].GetProperty("warnings"));

    public static JsonElement Claim(this JsonMap login, string name) => login["claims"].GetProperty(name);

    /// <summary>The login ended with a token, and nothing was amiss.</summary>
    public static void AssertSucceeded(this JsonMap login)
    {
        Assert.Null(login.Error());
        Assert.Empty(login.Warnings());
        Assert.NotNull(login.Text("id_token"));
    }

    /// <summary>The login ended without a token: not denied, but failed.</summary>
    public static void AssertFailed(this JsonMap login, string error)
    {
        Assert.Equal(error, login.Error());
        AssertNoToken(login);
        Assert.False(login.IsTrue("denied"));
    }

    public static void AssertNoToken(this JsonMap login)
    {
        Assert.Equal(JsonValueKind.Null, login["id_token"].ValueKind);
        Assert.Equal(JsonValueKind.Null, login["claims"].ValueKind);
    }

    private static string[] Texts(JsonElement array) => [.. array.EnumerateArray().Select(item => item.GetString()!)];
}

using System.Net;
using AccountLinking.Sandbox.Client;
using AccountLinking.Sandbox.Json;

namespace AccountLinking.TestSupport;

/// <summary>The calls on accounts that most tests need, by the id as a person writes it.</summary>
public static class AccountCalls
{
    public static async Task InsertUserAsync(this SandboxClient client, string user)
    {
        var answer = await client.ControlAsync(HttpMethod.Post, "users", user);
        Assert.True(answer.Status == HttpStatusCode.Created, answer.Text);
    }

    public static Task<ApiAnswer> GetUserAsync(this SandboxClient client, string userId, string query = "") =>
        client.ManageAsync(HttpMethod.Get, $"{PathOf(userId)}{query}");

    /// <summary>A user who is there.</summary>
    public static async Task<JsonMap> ReadUserAsync(this SandboxClient client, string userId)
    {
        var answer = await client.GetUserAsync(userId);
        Assert.True(answer.Status == HttpStatusCode.OK, answer.Text);
        return answer.Body;
    }

    public static async Task<int> CountUsersAsync(this SandboxClient client) =>
        (await client.ManageAsync(HttpMethod.Get, "users?include_totals=true")).Body["total"].GetInt32();

    public static Task<ApiAnswer> PatchAsync(this SandboxClient client, string userId, string body) =>
        client.ManageAsync(HttpMethod.Patch, PathOf(userId), body);

    public static Task<ApiAnswer> DeleteAsync(this SandboxClient client, string userId) =>
        client.ManageAsync(HttpMethod.Delete, PathOf(userId));

    public static Task<ApiAnswer> LinkAsync(this SandboxClient client, string primaryId, string body) =>
        client.ManageAsync(HttpMethod.Post, $"{PathOf(primaryId)}/identities", body);

    /// <summary>A link that the test begins with: it must succeed.</summary>
    public static async Task ArrangeLinkAsync(this SandboxClient client, string primaryId, string provider, string identityId)
    {
        var answer = await client.LinkAsync(primaryId, $$"""{"provider": "{{provider}}", "user_id": "{{identityId}}"}""");
        Assert.True(answer.Status == HttpStatusCode.Created, answer.Text);
    }

    public static Task<ApiAnswer> UnlinkAsync(this SandboxClient client, string primaryId, string provider, string identityId) =>
        client.ManageAsync(HttpMethod.Delete, $"{PathOf(primaryId)}/identities/{Uri.EscapeDataString(provider)}/{Uri.EscapeDataString(identityId)}");

    private static string PathOf(string userId) => $"users/{Uri.EscapeDataString(userId)}";
}

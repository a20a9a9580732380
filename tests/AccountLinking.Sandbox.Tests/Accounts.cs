using AccountLinking.Sandbox.Client;

namespace AccountLinking.Sandbox.Tests;

/// <summary>The calls on accounts that most tests need, by the id as a person writes it.</summary>
public static class Accounts
{
    public static async Task InsertAsync(this SandboxClient client, string user)
    {
        var answer = await client.ControlAsync(HttpMethod.Post, "users", user);
        Assert.True((int)answer.Status == 201, answer.Text);
    }

    public static Task<ApiAnswer> GetUserAsync(this SandboxClient client, string userId, string query = "") =>
        client.ManageAsync(HttpMethod.Get, $"users/{Uri.EscapeDataString(userId)}{query}");

    public static Task<ApiAnswer> PatchAsync(this SandboxClient client, string userId, string body) =>
        client.ManageAsync(HttpMethod.Patch, $"users/{Uri.EscapeDataString(userId)}", body);

    public static Task<ApiAnswer> DeleteAsync(this SandboxClient client, string userId) =>
        client.ManageAsync(HttpMethod.Delete, $"users/{Uri.EscapeDataString(userId)}");

    public static Task<ApiAnswer> LinkAsync(this SandboxClient client, string primaryId, string body) =>
        client.ManageAsync(HttpMethod.Post, $"users/{Uri.EscapeDataString(primaryId)}/identities", body);

    public static Task<ApiAnswer> UnlinkAsync(this SandboxClient client, string primaryId, string provider, string identityId) =>
        client.ManageAsync(
            HttpMethod.Delete, $"users/{Uri.EscapeDataString(primaryId)}/identities/{Uri.EscapeDataString(provider)}/{Uri.EscapeDataString(identityId)}");
}

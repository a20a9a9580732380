using System.Net;
using AccountLinking.Sandbox.Client;

namespace AccountLinking.Tests.EndToEnd;

/// <summary>What tests do with the tenant, and see of it.</summary>
internal static class TenantCalls
{
    public static async Task<string[]> IdentitiesAsync(this SandboxClient client, string userId) =>
        [.. (await client.ReadUserAsync(userId))["identities"].EnumerateArray().Select(identity => $"{identity.GetProperty("provider")}|{identity.GetProperty("user_id")}")];

    /// <summary>
    /// What was asked of Auth0, tokens left out: method and path, oldest first. Accounts that are read one after another may have been read at
    /// once, and stand in the order of their ids.
    /// </summary>
    public static async Task<string[]> CallsAsync(this SandboxClient client)
    {
        string[] calls =
        [
            .. (await client.ControlAsync(HttpMethod.Get, "calls")).Json.EnumerateArray()
                .Where(call => call.GetProperty("path").GetString() != "/oauth/token")
                .Select(call => $"{call.GetProperty("method")} {Uri.UnescapeDataString(call.GetProperty("path").GetString()!)}"),
        ];
        for (var (start, end) = (0, 0); start < calls.Length; start = end + 1)
        {
            for (end = start; end < calls.Length && calls[end].StartsWith("GET /api/v2/users/", StringComparison.Ordinal); end++)
            {
            }

            Array.Sort(calls, start, end - start, StringComparer.Ordinal);
        }

        return calls;
    }

    public static Task ForgetCallsAsync(this SandboxClient client) => client.ControlAsync(HttpMethod.Delete, "calls");

    public static async Task SetFaultAsync(this SandboxClient client, string fault) =>
        Assert.Equal(HttpStatusCode.NoContent, (await client.ControlAsync(HttpMethod.Post, "faults", fault)).Status);

    /// <summary>All accounts, as they are.</summary>
    public static async Task<string> EverybodyAsync(this SandboxClient client) => (await client.ManageAsync(HttpMethod.Get, "users?per_page=100&sort=user_id:1")).Text;
}

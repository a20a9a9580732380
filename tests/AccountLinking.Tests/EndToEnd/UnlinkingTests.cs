using System.Net;
using System.Text.Json.Nodes;
using AccountLinking.Sandbox.Client;
using AccountLinking.Sandbox.Hosting;
using AccountLinking.Sandbox.Json;

namespace AccountLinking.Tests.EndToEnd;

/// <summary>Two accounts that are linked, and what they are afterwards.</summary>
public abstract class UnlinkingTests(SandboxFixture fixture) : LinkingTests(fixture)
{
    protected const string Hand = "auth0|hand";
    private const string NewcomersOwn = """, "user_metadata": {"theme": "dark", "list": [1, 2]}, "app_metadata": {"plan": "gold", "crm_sync": {"external_user_id": "C-1"}, "account_linking": {"email_hash": "old"}}""";
    protected const string HandsOwn = """, "user_metadata": {"language": "sv", "list": [1], "deep": {"a": 1}}""";

    protected static void AssertUnlinked(ApiAnswer answer, string restored, string primary = Hand, string outcome = "unlinked") =>
        ApiAssert.JsonEqual($$"""{"outcome": "{{outcome}}", "primary_user_id": "{{primary}}", "restored": ["{{restored}}"]}""", answer.Json);

    protected async Task<(string Hand, string Newcomer)> InsertBothAsync()
    {
        await Client.InsertUserAsync($$"""{"user_id": "{{Hand}}", "created_at": "2020-01-01T00:00:00.000Z", "app_metadata": {"userSocialSecurityNumber": "{{Number}}"}{{HandsOwn}} }""");
        await InsertNewcomerAsync(NewcomersOwn);
        return (await MetadataAsync(Hand), await MetadataAsync(Newcomer));
    }

    /// <returns>The id of the link.</returns>
    protected async Task<string> LinkAsync()
    {
        if ((await Client.GetUserAsync(Hand)).Status == HttpStatusCode.NotFound) await InsertBothAsync();
        var answer = await Service.LinkAsync(Newcomer);
        AssertAnswer(answer, "linked", Hand);
        return answer.Body.Text("link_id")!;
    }

    protected async Task AssertAsBeforeAsync(string hand, string newcomer)
    {
        Assert.Equal([Hand], await IdentitiesAsync(Hand));
        Assert.Equal([Newcomer], await IdentitiesAsync(Newcomer));
        Assert.Equal(hand, await MetadataAsync(Hand));
        Assert.Equal(newcomer, await MetadataAsync(Newcomer));
        Assert.Equal(Number, (await Client.ReadUserAsync(Newcomer))["ssn"].GetString());
    }

    /// <summary>What the account has, without what the service notes of separations and of when to look again.</summary>
    protected async Task<string> MetadataAsync(string id)
    {
        var user = await Client.ReadUserAsync(id);
        var (own, app) = (Node(user, "user_metadata"), Node(user, "app_metadata"));
        app.Remove("ssn_fingerprint");
        if (app["account_linking"] is JsonObject marker)
        {
            foreach (var key in (string[])["never", "next_check_at"]) marker.Remove(key);
            if (marker.Count == 0) app.Remove("account_linking");
        }

        return $"{Sorted(own)} {Sorted(app)}";
    }

    private static JsonObject Node(JsonMap user, string name) => user.TryGetValue(name, out var value) ? JsonNode.Parse(value.GetRawText())!.AsObject() : [];

    private static string Sorted(JsonObject map) => string.Join(',', map.OrderBy(property => property.Key, StringComparer.Ordinal).Select(property => $"{property.Key}:{property.Value?.ToJsonString()}"));

    protected async Task<string[]> NeverAsync(string id)
    {
        var user = await Client.ReadUserAsync(id);
        return user.TryGetValue("app_metadata", out var app) && app.TryGetProperty("account_linking", out var marker) && marker.TryGetProperty("never", out var never)
            ? [.. never.EnumerateArray().Select(other => other.GetString()!)]
            : [];
    }
}

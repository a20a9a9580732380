using System.Net;
using AccountLinking.Sandbox.Client;
using AccountLinking.Tests.EndToEnd;

namespace AccountLinking.Tests.SelfService;

/// <summary>Two accounts of one person, who has an application in hand. Each test begins at the seed.</summary>
public abstract class SelfServiceTests(SandboxFixture fixture) : UnlinkingTests(fixture)
{
    protected const string This = "auth0|this";
    protected const string Other = "google-oauth2|other";
    protected const string Address = "eva.strand@example.com";

    private protected PersonalClient Personal => new(Sandbox.Service);

    private protected People People => new(Sandbox, Client);

    /// <param name="this">Members of JSON.</param>
    /// <param name="other">Likewise.</param>
    protected async Task InsertPersonAsync(string @this = "", string other = "")
    {
        await Client.InsertUserAsync($$"""
            {"user_id": "{{This}}", "email": "{{Address}}", "email_verified": true, "name": "Eva Strand", "created_at": "2020-01-01T00:00:00.000Z",
             "user_metadata": {"language": "sv"}{{AppUnlessIn(@this, "\"plan\": \"gold\"")}}{{@this}} }
            """);
        await Client.InsertUserAsync($$"""
            {"user_id": "{{Other}}", "email": "{{Address}}", "email_verified": true, "name": "Eva Maria Strand", "created_at": "2024-05-06T07:08:09.000Z",
             "user_metadata": {"theme": "dark"}{{AppUnlessIn(other, "\"crm\": 7")}}{{other}} }
            """);
    }

    private static string AppUnlessIn(string more, string metadata) => more.Contains("app_metadata", StringComparison.Ordinal) ? string.Empty : $$""", "app_metadata": { {{metadata}} }""";

    /// <summary>All that a person does to prove the other account.</summary>
    /// <param name="handle">Of the account that is chosen; null: none.</param>
    protected async Task<ApiAnswer> ProveAsync(string @this = This, string other = Other, string primary = "this", string? handle = null)
    {
        var token = await People.AccessTokenAsync(@this);
        return await Personal.JoinAsync(token, await ProofAsync(token, other, handle), primary);
    }

    /// <returns>An ID token with a nonce that was given to the one whose access token it is.</returns>
    protected async Task<string> ProofAsync(string token, string other = Other, string? handle = null)
    {
        var challenge = await Personal.ChallengeAsync(token, handle);
        Assert.True(challenge.Status == HttpStatusCode.OK, challenge.Text);
        return await People.IdTokenAsync(other, challenge.Body.Text("nonce"));
    }

    /// <returns>The id of the link.</returns>
    protected async Task<string> JoinAsync(string @this = This, string other = Other)
    {
        var answer = await ProveAsync(@this, other);
        AssertEnded(answer, "linked", @this);
        return answer.Body.Text("link_id")!;
    }

    protected static void AssertEnded(ApiAnswer answer, string outcome, string primary, string? reason = null, bool signInAgain = false)
    {
        Assert.True(answer.Status == HttpStatusCode.OK, answer.Text);
        var link = outcome == "linked" ? $"\"{answer.Body.Text("link_id")}\"" : "null";
        ApiAssert.JsonEqual(
            $$"""{"outcome": "{{outcome}}", "primary_user_id": "{{primary}}", "link_id": {{link}}, "reason": {{(reason is null ? "null" : $"\"{reason}\"")}}, "sign_in_again": {{(signInAgain ? "true" : "false")}} }""",
            answer.Json);
    }

    protected static void AssertRefused(ApiAnswer answer, int status, string code)
    {
        Assert.True(status == (int)answer.Status, answer.Text);
        Assert.Equal(code, answer.Body.Text("code"));
    }
}

using System.Text.Json;
using AccountLinking.Sandbox.Json;

namespace AccountLinking.Tests.EndToEnd;

/// <summary>Texts that would be something else in a path or a query are the plain texts that they are.</summary>
public sealed class HostileTests(SandboxFixture fixture) : LinkingTests(fixture)
{
    public static TheoryData<string> Texts =>
    [
        "\" OR user_id:*", "\" OR identities.user_id:\"5f7c8ec7c33c6c004bbafe82", "\\", "\\\" OR \\\"", "*", "?", "5f7c8ec7c33c6c00*", "x) OR (user_id:*", "a AND NOT b", "[* TO *]", "{a TO z}", "~1^2", "&& ||",
        "x?q=*&per_page=100", "x#y", "x/identities", "%2e%2e%2f%2e%2e", "x%2F..%2Fauth0%7Ceva", "x;y=z", "\u202Ex\u200B", "<script>", "'; drop table users; --", "${jndi:ldap://x}", "{0}{1}",
    ];

    [Theory]
    [MemberData(nameof(Texts))]
    public async Task A_user_id_is_one_segment_of_a_path_and_one_value_of_a_query(string text)
    {
        var before = await Client.EverybodyAsync();
        await ForgetCallsAsync();

        var answer = await Service.LinkAsync($"auth0|{text}");

        AssertAnswer(answer, "not_eligible", $"auth0|{text}", rule: null, reason: "user_not_found");
        Assert.Equal([$"/api/v2/users/auth0%7C{Uri.EscapeDataString(text)}", "/api/v2/users"], (await RawPathsAsync())[..2]);
        Assert.Equal(2, (await CallsAsync()).Length);
        Assert.Equal(before, await Client.EverybodyAsync());
    }

    [Theory]
    [MemberData(nameof(Texts))]
    public async Task A_connection_and_a_transaction_reach_no_query_and_no_path(string text)
    {
        await InsertPairAsync();
        await ForgetCallsAsync();
        var quoted = JsonSerializer.Serialize(text);

        AssertAnswer(
            await Service.PostAsync($$$"""{"user_id": "{{{Newcomer}}}", "transaction_id": {{{quoted}}}, "connection": {"name": {{{quoted}}}, "id": {{{quoted}}}, "strategy": {{{quoted}}}}}"""),
            "not_eligible", Newcomer, rule: null, reason: "connection_mismatch");

        Assert.Equal([$"GET /api/v2/users/{Newcomer}", $"PATCH /api/v2/users/{Newcomer}"], await CallsAsync());
    }

    [Theory]
    [MemberData(nameof(Texts))]
    public async Task A_number_that_an_identity_provider_made_up_is_not_searched_for(string text)
    {
        await InsertHandMadeAsync();
        await Client.InsertUserAsync(JsonMap.Empty.With("user_id", Newcomer).With("ssn", text).ToString());

        AssertAnswer(await Service.LinkAsync(Newcomer), "not_eligible", Newcomer, rule: null, reason: "ssn_invalid");

        Assert.DoesNotContain("GET /api/v2/users", await CallsAsync());
    }

    private async Task<string[]> RawPathsAsync() =>
    [
        .. (await Client.ControlAsync(HttpMethod.Get, "calls")).Json.EnumerateArray().Select(call => call.GetProperty("path").GetString()!).Where(path => path != "/oauth/token"),
    ];
}

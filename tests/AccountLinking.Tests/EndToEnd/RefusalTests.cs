using AccountLinking.Sandbox.Json;

namespace AccountLinking.Tests.EndToEnd;

/// <summary>Whom the service does not join, and that it then changes nothing.</summary>
public sealed class RefusalTests(SandboxFixture fixture) : LinkingTests(fixture)
{
    private const string Hand = "auth0|hand";

    [Theory]
    [InlineData("partner-portal", "oidc|partner-portal|anna")]
    [InlineData("freja-eid", "oidc|freja-eid|anna")]
    [InlineData("google-oauth2", "google-oauth2|anna")]
    [InlineData("sms", "sms|anna")]
    public async Task A_connection_that_is_not_trusted_joins_nobody(string connection, string userId)
    {
        await InsertHandMadeAsync();
        await InsertNewcomerAsync(id: userId);

        AssertAnswer(await Service.LinkAsync(userId, connection), "not_eligible", userId, rule: null, reason: "untrusted_connection");

        Assert.Equal([Hand], await IdentitiesAsync(Hand));
    }

    [Theory]
    [InlineData("freja-eid")]
    [InlineData("Swedish-BankID")]
    [InlineData("swedish-bankid ")]
    [InlineData("swedish-bankid\u200b")]
    [InlineData("*")]
    public async Task A_connection_that_is_not_the_accounts_own_joins_nobody(string connection)
    {
        await InsertPairAsync();

        AssertAnswer(await Service.LinkAsync(Newcomer, connection), "not_eligible", Newcomer, rule: null, reason: "connection_mismatch");

        Assert.Equal([Hand], await IdentitiesAsync(Hand));
    }

    [Fact]
    public async Task A_trusted_name_with_another_connections_id_joins_nobody()
    {
        await InsertPairAsync();

        AssertAnswer(await Service.LinkAsync(Newcomer, connectionId: "con_partnerportal001"), "not_eligible", Newcomer, rule: null, reason: "connection_mismatch");
        AssertAnswer(await Service.LinkAsync(Newcomer, connectionId: "con_swedishbankid001"), "linked", Hand);
    }

    [Theory]
    [InlineData("", "ssn_missing")]
    [InlineData(", \"ssn\": null", "ssn_missing")]
    [InlineData(", \"ssn\": \"\"", "ssn_missing")]
    [InlineData(", \"user_metadata\": {\"userSocialSecurityNumber\": \"196802020575\", \"ssn\": \"196802020575\"}", "ssn_missing")]
    [InlineData(", \"ssn\": \"19680202-0575\"", "ssn_invalid")]
    [InlineData(", \"ssn\": \"196802020576\"", "ssn_invalid")]
    [InlineData(", \"ssn\": [\"196802020575\"]", "ssn_invalid")]
    [InlineData(", \"ssn\": \"* OR user_id:*\"", "ssn_invalid")]
    public async Task Without_a_valid_number_nobody_is_looked_for(string claims, string reason)
    {
        await InsertHandMadeAsync();
        await Client.InsertUserAsync($$"""{"user_id": "{{Newcomer}}"{{claims}}}""");

        AssertAnswer(await Service.LinkAsync(Newcomer), "not_eligible", Newcomer, rule: null, reason: reason);

        Assert.Equal([$"GET /api/v2/users/{Newcomer}", $"PATCH /api/v2/users/{Newcomer}"], await CallsAsync());
    }

    [Fact]
    public async Task An_account_that_does_not_exist_is_not_eligible()
    {
        AssertAnswer(await Service.LinkAsync("auth0|nobody"), "not_eligible", "auth0|nobody", rule: null, reason: "user_not_found");

        Assert.Equal(["GET /api/v2/users/auth0|nobody", "GET /api/v2/users"], await CallsAsync());
    }

    [Theory]
    [InlineData(", \"blocked\": true", "candidate_blocked")]
    [InlineData(", \"ssn\": \"198208273584\"", "national_id_conflict")]
    [InlineData(", \"identities\": [{\"provider\": \"google-oauth2\", \"user_id\": \"x\", \"connection\": \"google-oauth2\"}]", "candidate_connection_untrusted", "google-oauth2|x")]
    [InlineData(", \"identities\": [{\"provider\": \"auth0\", \"user_id\": \"x\", \"connection\": \"Legacy-Customers\"}]", "candidate_connection_untrusted", "auth0|x")]
    [InlineData(
        ", \"identities\": [{\"provider\": \"auth0\", \"user_id\": \"x\", \"connection\": \"Username-Password-Authentication\"}, {\"provider\": \"google-oauth2\", \"user_id\": \"y\", \"connection\": \"google-oauth2\"}]",
        "candidate_connection_untrusted",
        "auth0|x")]
    public async Task A_match_that_is_not_safe_is_refused_and_left_as_it_is(string more, string reason, string candidate = Hand)
    {
        await InsertHandMadeAsync(candidate, more: more);
        await InsertNewcomerAsync();
        var before = (await Client.ReadUserAsync(candidate)).ToString();
        await ForgetCallsAsync();

        AssertAnswer(await Service.LinkAsync(Newcomer), "refused", Newcomer, reason: reason);

        Assert.Equal([$"GET /api/v2/users/{Newcomer}", "GET /api/v2/users", $"GET /api/v2/users/{candidate}", $"GET /api/v2/users/{Newcomer}"], await CallsAsync());
        Assert.Equal(before, (await Client.ReadUserAsync(candidate)).ToString());
        Assert.False((await Client.ReadUserAsync(Newcomer)).ContainsKey("app_metadata"));
    }

    [Fact]
    public async Task A_number_that_contradicts_the_stored_one_is_refused_before_anybody_is_looked_for()
    {
        await InsertHandMadeAsync();
        await InsertNewcomerAsync($$""", "app_metadata": {"userSocialSecurityNumber": "{{OtherNumber}}"}""");

        AssertAnswer(await Service.LinkAsync(Newcomer), "refused", Newcomer, reason: "national_id_conflict");

        Assert.Equal([$"GET /api/v2/users/{Newcomer}"], await CallsAsync());
    }

    [Fact]
    public async Task A_blocked_account_is_refused()
    {
        await InsertHandMadeAsync();
        await InsertNewcomerAsync(", \"blocked\": true");

        AssertAnswer(await Service.LinkAsync(Newcomer), "refused", Newcomer, rule: null, reason: "user_blocked");
    }

    [Fact]
    public async Task Two_accounts_with_the_number_are_ambiguous()
    {
        await InsertHandMadeAsync();
        await InsertHandMadeAsync("auth0|hand2");
        await InsertNewcomerAsync();

        AssertAnswer(await Service.LinkAsync(Newcomer), "ambiguous", Newcomer, candidates: 2);

        Assert.Equal([Newcomer], await IdentitiesAsync(Newcomer));
        Assert.False((await Client.ReadUserAsync(Newcomer)).ContainsKey("app_metadata"));
    }

    [Fact]
    public async Task A_number_that_changed_after_the_index_saw_it_is_nobodys()
    {
        await InsertPairAsync();
        await Client.ControlAsync(HttpMethod.Put, "settings", """{"search_lag_ms": 600000}""");
        await Client.PatchAsync(Hand, $$"""{"app_metadata": {"userSocialSecurityNumber": "{{OtherNumber}}"} }""");

        AssertAnswer(await Service.LinkAsync(Newcomer), "no_match", Newcomer);

        Assert.Equal([Hand], await IdentitiesAsync(Hand));
        Assert.Contains($"GET /api/v2/users/{Hand}", await CallsAsync());
    }
}

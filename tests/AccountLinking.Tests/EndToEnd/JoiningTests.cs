using System.Net;
using AccountLinking.Sandbox.Json;

namespace AccountLinking.Tests.EndToEnd;

/// <summary>Whom the service joins, and whom the login then continues as.</summary>
public sealed class JoiningTests(SandboxFixture fixture) : LinkingTests(fixture)
{
    private const string Hand = "auth0|hand";

    [Fact]
    public async Task A_newcomer_is_joined_with_the_account_made_by_hand()
    {
        await InsertPairAsync();

        AssertAnswer(await Service.LinkAsync(Newcomer), "linked", Hand);

        Assert.Equal(
            [$"GET /api/v2/users/{Newcomer}", "GET /api/v2/users", $"GET /api/v2/users/{Hand}", $"GET /api/v2/users/{Newcomer}", $"POST /api/v2/users/{Hand}/identities", $"PATCH /api/v2/users/{Hand}"],
            await CallsAsync());
        Assert.Equal([Hand, Newcomer], await IdentitiesAsync(Hand));
        Assert.Equal(HttpStatusCode.NotFound, (await Client.GetUserAsync(Newcomer)).Status);
        var survivor = await Client.ReadUserAsync(Hand);
        ApiAssert.JsonEqual("""{"language": "sv"}""", survivor["user_metadata"]);
        Assert.Equal(["userSocialSecurityNumber", "account_linking", "ssn_fingerprint"], JsonMap.From(survivor["app_metadata"]).Keys);
        Assert.Equal(Number, survivor["app_metadata"].GetProperty("userSocialSecurityNumber").GetString());
    }

    [Fact]
    public async Task A_stranger_has_no_match()
    {
        await InsertHandMadeAsync(number: OtherNumber);
        await InsertNewcomerAsync();

        AssertAnswer(await Service.LinkAsync(Newcomer), "no_match", Newcomer);

        Assert.Equal([$"GET /api/v2/users/{Newcomer}", "GET /api/v2/users", $"PATCH /api/v2/users/{Newcomer}"], await CallsAsync());
    }

    [Fact]
    public async Task An_account_with_several_identities_is_looked_up_all_the_same()
    {
        await InsertHandMadeAsync();
        await Client.InsertUserAsync($$$"""
            {"user_id": "google-oauth2|g", "created_at": "2026-11-20T08:00:00.000Z", "identities": [
              {"provider": "google-oauth2", "user_id": "g", "connection": "google-oauth2"},
              {"provider": "oidc", "user_id": "swedish-bankid|anna", "connection": "swedish-bankid", "profileData": {"ssn": "{{{Number}}}"}}]}
            """);

        AssertAnswer(await Service.LinkAsync("google-oauth2|g"), "linked", Hand);

        Assert.Equal([Hand, "google-oauth2|g", Newcomer], await IdentitiesAsync(Hand));
    }

    [Fact]
    public async Task A_number_at_the_root_of_an_account_is_not_that_of_its_secondary_identity()
    {
        await InsertHandMadeAsync();
        await Client.InsertUserAsync($$$"""
            {"user_id": "google-oauth2|g", "ssn": "{{{Number}}}", "identities": [
              {"provider": "google-oauth2", "user_id": "g", "connection": "google-oauth2"},
              {"provider": "oidc", "user_id": "swedish-bankid|anna", "connection": "swedish-bankid", "profileData": {"name": "Anna"}}]}
            """);

        AssertAnswer(await Service.LinkAsync("google-oauth2|g"), "not_eligible", "google-oauth2|g", rule: null, reason: "ssn_missing");
    }

    [Theory]
    [InlineData("Username-Password-Authentication", "linked", "auth0|hand", null)]
    [InlineData("Legacy-Customers", "refused", "auth0|young", "connection_unknown")]
    public async Task An_account_of_a_database_is_absorbed_only_if_the_settings_know_which_database(string database, string outcome, string primary, string? reason)
    {
        await InsertHandMadeAsync();
        await Client.InsertUserAsync($$$"""
            {"user_id": "auth0|young", "created_at": "2026-11-20T08:00:00.000Z", "identities": [
              {"provider": "auth0", "user_id": "young", "connection": "{{{database}}}"},
              {"provider": "oidc", "user_id": "swedish-bankid|anna", "connection": "swedish-bankid", "profileData": {"ssn": "{{{Number}}}"}}]}
            """);

        AssertAnswer(await Service.LinkAsync("auth0|young"), outcome, primary, reason: reason);

        Assert.Equal(outcome == "linked" ? 3 : 1, (await IdentitiesAsync(Hand)).Length);
    }

    [Fact]
    public async Task An_account_that_was_absorbed_names_its_survivor()
    {
        await InsertPairAsync();
        await Client.ArrangeLinkAsync(Hand, "oidc", "swedish-bankid|anna");

        AssertAnswer(await Service.LinkAsync(Newcomer), "already_linked", Hand, rule: null);
    }

    [Fact]
    public async Task A_chain_of_absorptions_leads_to_the_last_survivor()
    {
        await InsertHandMadeAsync();
        await InsertHandMadeAsync("auth0|other", OtherNumber);
        await InsertNewcomerAsync();
        await Client.ArrangeLinkAsync(Hand, "oidc", "swedish-bankid|anna");
        await Client.ArrangeLinkAsync("auth0|other", "auth0", "hand");

        AssertAnswer(await Service.LinkAsync(Newcomer), "already_linked", "auth0|other", rule: null);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public async Task An_account_that_the_index_still_lists_leads_to_whoever_has_absorbed_it(int times)
    {
        await InsertHandMadeAsync();
        string[] holders = [.. Enumerable.Range(0, times).Select(number => $"oidc|swedish-bankid|holder{number}")];
        foreach (var (holder, index) in holders.Select((holder, index) => (holder, index))) await InsertNewcomerAsync(id: holder, created: $"201{9 - index}-01-01T00:00:00.000Z");
        await InsertNewcomerAsync();
        await Client.ControlAsync(HttpMethod.Put, "settings", """{"search_lag_ms": 600000}""");
        // Each is older than the last, and absorbs whoever has the account that was made by hand by then.
        foreach (var holder in holders) AssertAnswer(await Service.LinkAsync(holder), "linked", holder);

        AssertAnswer(await Service.LinkAsync(Newcomer), "linked", holders[^1]);

        Assert.Equal(holders.Append(Hand).Append(Newcomer).Order(StringComparer.Ordinal), (await IdentitiesAsync(holders[^1])).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task An_index_that_does_not_know_the_survivor_yet_makes_nobody_up()
    {
        await InsertPairAsync();
        await Client.ControlAsync(HttpMethod.Put, "settings", """{"search_lag_ms": 600000}""");
        await Client.ArrangeLinkAsync(Hand, "oidc", "swedish-bankid|anna");

        AssertAnswer(await Service.LinkAsync(Newcomer), "not_eligible", Newcomer, rule: null, reason: "user_not_found");
    }

    [Theory]
    [InlineData("oidc|swedish-bankid|{6F9619FF-8B86-D011-B42D-00CF4FC964FF}")]
    [InlineData("oidc|swedish-bankid|https://idp.example.com/users/1?a=b#c")]
    [InlineData("oidc|swedish-bankid|anna@example.com")]
    [InlineData("oidc|swedish-bankid|urn:oid:1.2.3|x|y")]
    [InlineData("oidc|swedish-bankid|DOMAIN\\anna")]
    [InlineData("oidc|swedish-bankid|100%25 \"anna\" OR user_id:*")]
    [InlineData("oidc|swedish-bankid|Åsa Öberg 阿")]
    [InlineData("oidc|swedish-bankid|\u202Eanna")]
    public async Task Ids_as_providers_make_them_work_to_the_end(string id)
    {
        await InsertHandMadeAsync();
        await Client.InsertUserAsync(JsonMap.Empty.With("user_id", id).With("ssn", Number).With("created_at", "2026-11-20T08:00:00.000Z").ToString());

        AssertAnswer(await Service.LinkAsync(id), "linked", Hand);
        AssertAnswer(await Service.LinkAsync(id), "already_linked", Hand, rule: null);

        Assert.Equal([Hand, id], await IdentitiesAsync(Hand));
    }
}

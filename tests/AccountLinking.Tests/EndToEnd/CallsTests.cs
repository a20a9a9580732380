namespace AccountLinking.Tests.EndToEnd;

/// <summary>What each way of signing in costs at Auth0, call by call. Tokens are kept for a day and left out.</summary>
public sealed class CallsTests(SandboxFixture fixture) : LinkingTests(fixture)
{
    private const string Hand = "auth0|hand";
    private const string Google = "google-oauth2|g";
    private const string Search = "GET /api/v2/users";
    private const string ByEmail = "GET /api/v2/users-by-email";
    private const string Profile = $$"""{"sub": "anna", "ssn": "{{Number}}"}""";
    private const string HasEmail = ", \"email\": \"anna@example.com\", \"email_verified\": true";

    [Fact]
    public async Task Nothing_to_do_costs_nothing()
    {
        await InsertHandMadeAsync();
        await Client.LogInAsync("swedish-bankid", Profile);
        await ForgetCallsAsync();

        await Client.LogInAsync("swedish-bankid", Profile);

        Assert.Empty(await CallsAsync());
    }

    [Fact]
    public async Task Nobody_to_join_with_costs_two_reads_and_the_marker()
    {
        await InsertNewcomerAsync();

        AssertAnswer(await Service.LinkAsync(Newcomer), "no_match", Newcomer);

        await AssertCallsAsync(Read(Newcomer), Search, Patch(Newcomer));
    }

    [Fact]
    public async Task A_newcomer_with_metadata_costs_six()
    {
        await InsertHandMadeAsync();
        await InsertNewcomerAsync(""", "user_metadata": {"theme": "dark"}""");

        AssertAnswer(await Service.LinkAsync(Newcomer), "linked", Hand);

        await AssertCallsAsync(Read(Newcomer), Search, Read(Hand), Read(Newcomer), Patch(Hand), Post(Hand));
    }

    [Fact]
    public async Task A_newcomer_without_metadata_costs_six()
    {
        await InsertPairAsync();

        AssertAnswer(await Service.LinkAsync(Newcomer), "linked", Hand);

        await AssertCallsAsync(Read(Newcomer), Search, Read(Hand), Read(Newcomer), Post(Hand), Patch(Hand));
    }

    [Theory]
    [InlineData("")]
    [InlineData(""", "user_metadata": {"theme": "dark"}""")]
    public async Task The_older_account_signing_in_costs_six(string more)
    {
        await Client.InsertUserAsync($$$"""{"user_id": "{{{Hand}}}", "created_at": "2025-01-01T00:00:00.000Z", "app_metadata": {"userSocialSecurityNumber": "{{{Number}}}"}{{{more}}} }""");
        await InsertNewcomerAsync(created: "2019-01-01T00:00:00.000Z");

        AssertAnswer(await Service.LinkAsync(Newcomer), "linked", Newcomer);

        await AssertCallsAsync(Read(Newcomer), Search, Read(Hand), Read(Newcomer), Patch(Newcomer), Post(Newcomer));
    }

    [Fact]
    public async Task A_verified_address_costs_six()
    {
        await using var stage = await Stage.StartAsync(("Linking:Email:Mode", "Automatic"), ("Linking:Email:TrustedConnections:0", "google-oauth2"), ("Linking:Email:TrustedConnections:1", Database));
        await stage.Client.InsertUserAsync($$"""{"user_id": "{{Hand}}", "created_at": "2020-01-01T00:00:00.000Z"{{HasEmail}}}""");
        await stage.Client.InsertUserAsync($$$"""{"user_id": "{{{Google}}}", "created_at": "2025-01-01T00:00:00.000Z"{{{HasEmail}}}, "user_metadata": {"theme": "dark"} }""");

        AssertAnswer(await stage.Service.LinkAsync(Google, "google-oauth2"), "linked", Hand, rule: "email");

        Assert.Equal([Read(Google), ByEmail, Read(Hand), Read(Google), Patch(Hand), Post(Hand)], await stage.Client.CallsAsync());
    }

    [Fact]
    public async Task An_account_that_was_absorbed_costs_a_read_of_each_and_no_search()
    {
        await InsertHandMadeAsync();
        await InsertNewcomerAsync(""", "user_metadata": {"theme": "dark"}""");
        await Service.LinkAsync(Newcomer);
        await ForgetCallsAsync();

        AssertAnswer(await Service.LinkAsync(Newcomer), "already_linked", Hand, rule: null);

        await AssertCallsAsync(Read(Hand), Read(Newcomer));
    }

    [Fact]
    public async Task A_sign_in_that_no_rule_is_for_costs_a_read_and_the_marker()
    {
        await Client.InsertUserAsync("""{"user_id": "sms|1"}""");

        AssertAnswer(await Service.LinkAsync("sms|1", "sms"), "not_eligible", "sms|1", rule: null, reason: "untrusted_connection");

        await AssertCallsAsync(Read("sms|1"), Patch("sms|1"));
    }

    [Fact]
    public async Task An_index_that_still_lists_what_the_account_has_absorbed_costs_no_more_than_a_search()
    {
        await InsertHandMadeAsync(id: "auth0|other", more: """, "identities": [{"provider": "auth0", "user_id": "other", "connection": "Username-Password-Authentication"}]""");
        await InsertNewcomerAsync(created: "2019-01-01T00:00:00.000Z");
        await Client.ControlAsync(HttpMethod.Put, "settings", """{"search_lag_ms": 600000}""");
        AssertAnswer(await Service.LinkAsync(Newcomer), "linked", Newcomer);
        await ForgetCallsAsync();

        AssertAnswer(await Service.LinkAsync(Newcomer), "no_match", Newcomer);

        await AssertCallsAsync(Read(Newcomer), Search);
    }

    private async Task AssertCallsAsync(params string[] calls) => Assert.Equal(calls, await CallsAsync());

    private static string Read(string user) => $"GET /api/v2/users/{user}";

    private static string Patch(string user) => $"PATCH /api/v2/users/{user}";

    private static string Post(string user) => $"POST /api/v2/users/{user}/identities";
}

namespace AccountLinking.Tests.EndToEnd;

/// <summary>Accounts with the same e-mail address: suggested by default, joined where the settings say so.</summary>
public sealed class EmailTests(SandboxFixture fixture) : LinkingTests(fixture)
{
    private const string Google = "google-oauth2|anna";
    private const string Old = "auth0|old";
    private const string Trusted = "Linking:Email:TrustedConnections";

    private static readonly (string Name, string? Value)[] Automatic =
        [("Linking:Email:Mode", "Automatic"), ($"{Trusted}:0", "google-oauth2"), ($"{Trusted}:1", Database), ($"{Trusted}:2", "sms")];

    [Fact]
    public async Task Are_suggested_and_left_alone()
    {
        await InsertGoogleAsync();
        await InsertOldAsync();

        AssertAnswer(await LinkAsync(), "suggested", Google, rule: "email", candidates: 1);

        Assert.Equal([$"GET /api/v2/users/{Google}", "GET /api/v2/users-by-email", $"PATCH /api/v2/users/{Google}"], await CallsAsync());
        Assert.Equal([Old], await IdentitiesAsync(Old));
    }

    [Fact]
    public async Task Are_looked_for_as_spelled_and_in_lower_case_and_counted_once()
    {
        await InsertGoogleAsync("Anna@Example.com");
        await InsertOldAsync();
        await Client.InsertUserAsync("""{"user_id": "oidc|freja-eid|x", "email": "Anna@Example.com", "email_verified": true}""");
        await Client.InsertUserAsync("""{"user_id": "oidc|freja-eid|y", "email": "ANNA@EXAMPLE.COM", "email_verified": true}""");

        AssertAnswer(await LinkAsync(), "suggested", Google, rule: "email", candidates: 2);

        Assert.Equal(2, (await CallsAsync()).Count(call => call == "GET /api/v2/users-by-email"));
    }

    [Fact]
    public async Task Of_nobody_else_is_no_match()
    {
        await InsertGoogleAsync();

        AssertAnswer(await LinkAsync(), "no_match", Google, rule: "email");
    }

    [Theory]
    [InlineData("""{"email": "anna@example.com", "email_verified": false}""", "email_unverified")]
    [InlineData("""{"email": "anna@example.com"}""", "email_unverified")]
    [InlineData("""{"email_verified": true}""", "no_email")]
    [InlineData("""{"email": "anna", "email_verified": true}""", "no_email")]
    public async Task Are_not_looked_for_without_a_verified_address(string profile, string reason)
    {
        await using var stage = await Stage.StartAsync(("Linking:Ssn:Enabled", "false"));
        await stage.Client.InsertUserAsync($$"""{"user_id": "{{Google}}", {{profile.TrimStart('{')}}""");
        await stage.Client.InsertUserAsync(OldAccount);

        var answer = await stage.Service.LinkAsync(Google, "google-oauth2");

        LinkAssert.Answered(answer, "not_eligible", Google, rule: null, reason: reason);
        Assert.DoesNotContain("GET /api/v2/users-by-email", await stage.Client.CallsAsync());
    }

    [Fact]
    public async Task The_reason_is_that_of_the_first_rule_where_none_applies()
    {
        await Client.InsertUserAsync($$"""{"user_id": "{{Google}}", "email": "anna@example.com"}""");

        AssertAnswer(await LinkAsync(), "not_eligible", Google, rule: null, reason: "untrusted_connection");
    }

    [Theory]
    [InlineData(", \"email_verified\": false", "candidate_unverified")]
    [InlineData(", \"email_verified\": true, \"blocked\": true", "candidate_blocked")]
    [InlineData(", \"email_verified\": true, \"app_metadata\": {\"account_linking\": {\"never\": [\"google-oauth2|anna\"]}}", "separated_before")]
    public async Task That_are_not_safe_are_not_even_suggested(string more, string reason)
    {
        await InsertGoogleAsync();
        await Client.InsertUserAsync($$"""{"user_id": "{{Old}}", "email": "anna@example.com"{{more}}}""");

        AssertAnswer(await LinkAsync(), "refused", Google, rule: "email", reason: reason);
    }

    [Fact]
    public async Task The_number_decides_where_there_is_one_and_the_address_is_not_looked_at()
    {
        await InsertNewcomerAsync(""", "email": "anna@example.com", "email_verified": true""");
        await InsertOldAsync();

        AssertAnswer(await Service.LinkAsync(Newcomer), "no_match", Newcomer);

        Assert.DoesNotContain("GET /api/v2/users-by-email", await CallsAsync());
    }

    [Fact]
    public async Task A_login_over_google_is_joined_where_the_rule_is_automatic()
    {
        await using var stage = await Stage.StartAsync(Automatic);
        await stage.Client.InsertUserAsync(OldAccount);

        var login = await stage.Client.LogInAsync("google-oauth2", """{"sub": "anna", "email": "Anna@example.com", "email_verified": true}""");

        login.AssertSucceeded();
        Assert.Empty(login.Logs());
        Assert.Equal(Old, login.Claim("sub").GetString());
        Assert.Equal([Old, Google], await stage.Client.IdentitiesAsync(Old));
    }

    [Theory]
    [InlineData("", "", "linked", null)]
    [InlineData("", ", \"multifactor\": [\"guardian\"]", "refused", "candidate_mfa")]
    [InlineData(", \"multifactor\": [\"guardian\"]", "", "refused", "user_mfa")]
    [InlineData("", ", \"identities\": [{\"provider\": \"auth0\", \"user_id\": \"old\", \"connection\": \"Legacy-Customers\"}]", "refused", "candidate_connection_untrusted")]
    [InlineData(
        "",
        ", \"identities\": [{\"provider\": \"auth0\", \"user_id\": \"old\", \"connection\": \"Username-Password-Authentication\"}, {\"provider\": \"oidc\", \"user_id\": \"partner-portal|p\", \"connection\": \"partner-portal\"}]",
        "refused",
        "candidate_connection_untrusted")]
    [InlineData(
        ", \"identities\": [{\"provider\": \"google-oauth2\", \"user_id\": \"anna\", \"connection\": \"google-oauth2\"}, {\"provider\": \"oidc\", \"user_id\": \"partner-portal|p\", \"connection\": \"partner-portal\"}]",
        "",
        "not_eligible",
        "untrusted_connection")]
    public async Task Are_joined_by_themselves_only_where_every_connection_is_trusted_and_there_is_no_second_factor(string newcomer, string old, string outcome, string? reason)
    {
        await using var stage = await Stage.StartAsync([.. Automatic, ("Linking:Ssn:Enabled", "false")]);
        await stage.Client.InsertUserAsync($$"""{"user_id": "{{Google}}", "created_at": "2026-11-20T08:00:00.000Z", "email": "anna@example.com", "email_verified": true{{newcomer}}}""");
        await stage.Client.InsertUserAsync($$"""{"user_id": "{{Old}}", "created_at": "2020-01-01T00:00:00.000Z", "email": "anna@example.com", "email_verified": true{{old}}}""");

        var answer = await stage.Service.LinkAsync(Google, "google-oauth2");

        LinkAssert.Answered(answer, outcome, outcome == "linked" ? Old : Google, rule: outcome == "not_eligible" ? null : "email", reason: reason);
    }

    [Fact]
    public async Task One_that_nobody_verified_does_not_stand_in_the_way_of_one_that_is()
    {
        await using var stage = await Stage.StartAsync(Automatic);
        await stage.Client.InsertUserAsync(OldAccount);
        await stage.Client.InsertUserAsync("""{"user_id": "auth0|squatter", "email": "anna@example.com", "email_verified": false, "created_at": "2019-01-01T00:00:00.000Z"}""");
        await stage.Client.InsertUserAsync(GoogleAccount("anna@example.com"));

        LinkAssert.Answered(await stage.Service.LinkAsync(Google, "google-oauth2"), "linked", Old, rule: "email");

        Assert.Equal(["auth0|squatter"], await stage.Client.IdentitiesAsync("auth0|squatter"));
    }

    [Fact]
    public async Task Of_two_people_with_different_numbers_are_not_joined()
    {
        await using var stage = await Stage.StartAsync(Automatic);
        await stage.Client.InsertUserAsync($$"""{"user_id": "{{Google}}", "email": "family@example.com", "email_verified": true, "app_metadata": {"userSocialSecurityNumber": "{{Number}}"} }""");
        await stage.Client.InsertUserAsync($$"""{"user_id": "{{Old}}", "email": "family@example.com", "email_verified": true, "app_metadata": {"userSocialSecurityNumber": "{{OtherNumber}}"} }""");

        LinkAssert.Answered(await stage.Service.LinkAsync(Google, "google-oauth2"), "refused", Google, rule: "email", reason: "national_id_conflict");
    }

    [Fact]
    public async Task A_login_whose_address_has_changed_is_looked_at_at_once()
    {
        await Client.LogInAsync("google-oauth2", """{"sub": "anna", "email": "anna@example.com", "email_verified": true}""");
        await ForgetCallsAsync();

        await Client.LogInAsync("google-oauth2", """{"sub": "anna", "email": "anna@example.com", "email_verified": true}""");
        Assert.Empty(await CallsAsync());
        await Client.LogInAsync("google-oauth2", """{"sub": "anna", "email": "anna.berg@example.com", "email_verified": true}""");
        Assert.Contains("GET /api/v2/users-by-email", await CallsAsync());
        await ForgetCallsAsync();
        await Client.LogInAsync("google-oauth2", """{"sub": "anna", "email": "anna.berg@example.com", "email_verified": true}""");
        Assert.Empty(await CallsAsync());
    }

    private static string GoogleAccount(string email) =>
        $$"""{"user_id": "{{Google}}", "created_at": "2026-11-20T08:00:00.000Z", "email": "{{email}}", "email_verified": true}""";

    private const string OldAccount = $$"""{"user_id": "{{Old}}", "created_at": "2020-01-01T00:00:00.000Z", "email": "anna@example.com", "email_verified": true}""";

    private Task InsertGoogleAsync(string email = "anna@example.com") => Client.InsertUserAsync(GoogleAccount(email));

    private Task InsertOldAsync() => Client.InsertUserAsync(OldAccount);

    private Task<Sandbox.Client.ApiAnswer> LinkAsync() => Service.LinkAsync(Google, "google-oauth2");
}

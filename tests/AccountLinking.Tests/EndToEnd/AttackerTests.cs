using AccountLinking.Sandbox.Client;
using AccountLinking.Sandbox.Json;

namespace AccountLinking.Tests.EndToEnd;

/// <summary>
/// What an attacker might try, against the default policy and against one that joins as much as it may. Nothing is joined, and the victim's login
/// goes on.
/// </summary>
public sealed class AttackerTests
{
    private const string Number = Stage.Number;
    private const string Email = "victim@example.com";
    private const string Victim = "oidc|swedish-bankid|victim";
    private const string VictimsOld = "auth0|victim";
    private const string Attackers = "google-oauth2|attacker";

    private static readonly (string Name, string? Value)[] Default = [];
    private static readonly (string Name, string? Value)[] Eager =
    [
        ("Linking:LinkAllMatches", "true"), ("Linking:Primary", "Existing"), ("Linking:RecheckAfter", "00:00:00"), ("Linking:Email:Mode", "Automatic"),
        ("Linking:Email:TrustedConnections:0", "google-oauth2"), ("Linking:Email:TrustedConnections:1", "Username-Password-Authentication"), ("Linking:Email:TrustedConnections:2", "swedish-bankid"),
    ];

    public static TheoryData<bool> Policies => [false, true];

    [Theory]
    [MemberData(nameof(Policies))]
    public async Task Prepares_an_account_with_the_victims_number_by_a_form_on_an_unlisted_connection(bool isEager)
    {
        await using var stage = await StartAsync(isEager);
        await stage.Client.InsertUserAsync($$"""{"user_id": "{{Attackers}}", "created_at": "2019-01-01T00:00:00.000Z", "app_metadata": {"userSocialSecurityNumber": "{{Number}}"} }""");

        await AssertVictimAsync(stage, "refused: candidate_connection_untrusted");
    }

    [Theory]
    [MemberData(nameof(Policies))]
    public async Task Lets_an_identity_provider_of_his_own_assert_the_victims_number(bool isEager)
    {
        await using var stage = await StartAsync(isEager);
        await InsertVictimsOldAsync(stage);

        await AssertAttackerAsync(stage, "partner-portal", $$"""{"sub": "attacker", "ssn": "{{Number}}"}""", "not_eligible: untrusted_connection");
    }

    [Theory]
    [InlineData(false, "suggested")]
    [InlineData(true, "not_eligible: untrusted_connection")]
    public async Task Lets_an_identity_provider_of_his_own_assert_the_victims_address_as_verified(bool isEager, string answer)
    {
        await using var stage = await StartAsync(isEager);
        await InsertVictimsOldAsync(stage);

        await AssertAttackerAsync(stage, "partner-portal", $$"""{"sub": "attacker", "email": "{{Email}}", "email_verified": true}""", answer);
    }

    [Theory]
    [InlineData(false, "suggested")]
    [InlineData(true, "refused: candidate_connection_untrusted")]
    public async Task Waits_for_the_victim_with_an_account_that_asserts_her_address_as_verified(bool isEager, string answer)
    {
        await using var stage = await StartAsync(isEager);
        await stage.Client.InsertUserAsync($$"""
            {"user_id": "oidc|partner-portal|attacker", "email": "{{Email}}", "email_verified": true,
             "identities": [{"provider": "oidc", "user_id": "partner-portal|attacker", "connection": "partner-portal"}]}
            """);

        await AssertLoginAsync(stage, "google-oauth2", $$"""{"sub": "victim", "email": "{{Email}}", "email_verified": true}""", "google-oauth2|victim", answer);
    }

    [Theory]
    [MemberData(nameof(Policies))]
    public async Task Plants_the_victims_number_where_people_write_themselves(bool isEager)
    {
        await using var stage = await StartAsync(isEager);
        var metadata = $$"""{"userSocialSecurityNumber": "{{Number}}", "ssn": "{{Number}}", "ssn_fingerprint": "{{new string('0', 72)}}", "account_linking": {"never": ["{{Victim}}"]} }""";
        await stage.Client.InsertUserAsync($$"""{"user_id": "auth0|attacker", "created_at": "2019-01-01T00:00:00.000Z", "user_metadata": {{metadata}} }""");

        await AssertVictimAsync(stage, "no_match");
        LinkAssert.Answered(
            await stage.Service.LinkAsync("auth0|attacker", "Username-Password-Authentication"), "not_eligible", "auth0|attacker", rule: null, reason: "untrusted_connection");
    }

    [Theory]
    [MemberData(nameof(Policies))]
    public async Task Plants_the_victims_number_in_the_metadata_of_an_account_of_a_trusted_connection(bool isEager)
    {
        await using var stage = await StartAsync(isEager);
        await InsertVictimsOldAsync(stage);
        await stage.Client.InsertUserAsync($$"""{"user_id": "oidc|swedish-bankid|attacker", "user_metadata": {"userSocialSecurityNumber": "{{Number}}", "ssn": "{{Number}}"} }""");

        LinkAssert.Answered(await stage.Service.LinkAsync("oidc|swedish-bankid|attacker"), "not_eligible", "oidc|swedish-bankid|attacker", rule: null, reason: "ssn_missing");

        Assert.Equal([VictimsOld], await stage.Client.IdentitiesAsync(VictimsOld));
    }

    [Theory]
    [MemberData(nameof(Policies))]
    public async Task Signs_up_with_the_victims_number_and_hangs_a_trusted_identity_under_that(bool isEager)
    {
        await using var stage = await StartAsync(isEager);
        await InsertVictimsOldAsync(stage);
        await stage.Client.InsertUserAsync($$"""{"user_id": "{{Attackers}}", "app_metadata": {"userSocialSecurityNumber": "{{Number}}"} }""");
        await stage.Client.InsertUserAsync("""{"user_id": "oidc|swedish-bankid|attacker"}""");
        await stage.Client.ArrangeLinkAsync(Attackers, "oidc", "swedish-bankid|attacker");

        LinkAssert.Answered(await stage.Service.LinkAsync(Attackers), "not_eligible", Attackers, rule: null, reason: "ssn_missing");

        Assert.Equal([VictimsOld], await stage.Client.IdentitiesAsync(VictimsOld));
    }

    [Theory]
    [InlineData(503)]
    [InlineData(429)]
    [InlineData(201)]
    public async Task Has_two_accounts_joined_so_that_the_victims_number_moves_to_the_one_that_is_listed(int status)
    {
        await using var stage = await StartAsync(isEager: true);
        await stage.Client.InsertUserAsync("""{"user_id": "auth0|attacker", "email": "mallory@example.com", "email_verified": true, "created_at": "2019-01-01T00:00:00.000Z"}""");
        await stage.Client.InsertUserAsync($$"""
            {"user_id": "{{Attackers}}", "email": "mallory@example.com", "email_verified": true, "app_metadata": {"userSocialSecurityNumber": "{{Number}}", "plan": "gold"} }
            """);
        if (status != 201) await stage.Client.SetFaultAsync($$"""{"method": "POST", "path": "/api/v2/users/*", "status": {{status}}, "times": 9}""");
        var answer = await stage.Service.LinkAsync(Attackers, "google-oauth2");
        await stage.Client.ControlAsync(HttpMethod.Delete, "faults");

        // Joined and separated again, or never joined; and the number is gone from where he planted it.
        if (status == 201)
        {
            LinkAssert.Answered(answer, "linked", "auth0|attacker", rule: "email");
            Assert.Equal("gold", (await stage.Client.ReadUserAsync("auth0|attacker"))["app_metadata"].GetProperty("plan").GetString());
            await stage.Client.UnlinkAsync("auth0|attacker", "google-oauth2", "attacker");
        }
        else
        {
            Assert.Equal(System.Net.HttpStatusCode.ServiceUnavailable, answer.Status);
            await stage.Client.PatchAsync(Attackers, """{"app_metadata": {"userSocialSecurityNumber": null}}""");
        }

        await AssertVictimAsync(stage, "no_match");
    }

    [Theory]
    [MemberData(nameof(Policies))]
    public async Task Is_given_the_victims_number_by_mistake_and_it_is_corrected(bool isEager)
    {
        await using var stage = await StartAsync(isEager);
        await stage.Client.InsertUserAsync($$"""
            {"user_id": "oidc|swedish-bankid|attacker", "created_at": "2020-01-01T00:00:00.000Z", "app_metadata": {"userSocialSecurityNumber": "{{Number}}"} }
            """);
        LinkAssert.Answered(await stage.Service.LinkAsync("oidc|swedish-bankid|attacker"), "no_match", "oidc|swedish-bankid|attacker");
        await stage.Client.PatchAsync("oidc|swedish-bankid|attacker", """{"app_metadata": {"userSocialSecurityNumber": null}}""");

        await AssertVictimAsync(stage, "no_match");
    }

    [Theory]
    [MemberData(nameof(Policies))]
    public async Task Posts_the_victims_number_and_address_in_the_body(bool isEager)
    {
        await using var stage = await StartAsync(isEager);
        await InsertVictimsOldAsync(stage);
        await stage.Client.InsertUserAsync("""{"user_id": "oidc|swedish-bankid|attacker"}""");

        var answer = await stage.Service.PostAsync($$$"""
            {"user_id": "oidc|swedish-bankid|attacker", "connection": {"name": "swedish-bankid", "ssn": "{{{Number}}}"}, "ssn": "{{{Number}}}", "email": "{{{Email}}}", "email_verified": true,
             "user": {"ssn": "{{{Number}}}", "email": "{{{Email}}}", "email_verified": true}, "app_metadata": {"userSocialSecurityNumber": "{{{Number}}}"}, "primary_user_id": "{{{VictimsOld}}}"}
            """);

        LinkAssert.Answered(answer, "not_eligible", "oidc|swedish-bankid|attacker", rule: null, reason: "ssn_missing");
        Assert.Equal([VictimsOld], await stage.Client.IdentitiesAsync(VictimsOld));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Signs_up_with_the_victims_address_and_never_verifies_it(bool isEager)
    {
        await using var stage = await StartAsync(isEager);
        await InsertVictimsOldAsync(stage);

        await AssertAttackerAsync(stage, "google-oauth2", $$"""{"sub": "attacker", "email": "{{Email}}", "email_verified": false}""", "not_eligible: untrusted_connection");
    }

    [Theory]
    [MemberData(nameof(Policies))]
    public async Task Waits_for_the_victim_with_an_address_that_he_never_verified(bool isEager)
    {
        await using var stage = await StartAsync(isEager);
        await stage.Client.InsertUserAsync($$"""{"user_id": "auth0|attacker", "email": "{{Email}}", "email_verified": false, "created_at": "2019-01-01T00:00:00.000Z"}""");

        await AssertLoginAsync(
            stage, "google-oauth2", $$"""{"sub": "victim", "email": "{{Email}}", "email_verified": true}""", "google-oauth2|victim", "refused: candidate_unverified");
    }

    [Theory]
    [InlineData(false, "no_match")]
    [InlineData(true, "no_match")]
    public async Task Verifies_an_address_that_becomes_the_victims_in_lower_case(bool isEager, string answer)
    {
        await using var stage = await StartAsync(isEager);
        await stage.Client.InsertUserAsync("""{"user_id": "auth0|victim", "email": "kim@example.com", "email_verified": true, "created_at": "2020-01-01T00:00:00.000Z"}""");

        // The Kelvin sign.
        await AssertLoginAsync(stage, "google-oauth2", """{"sub": "attacker", "email": "\u212Aim@example.com", "email_verified": true}""", Attackers, answer);
    }

    [Theory]
    [InlineData("swedish-bankid2")]
    [InlineData("Swedish-BankID")]
    [InlineData("swedish-bankid ")]
    [InlineData("swedish\u2010bankid")]
    [InlineData("swedish-b\u0430nkid")]
    public async Task Names_his_own_connection_nearly_as_the_trusted_one(string connection)
    {
        foreach (var isEager in (bool[])[false, true])
        {
            await using var stage = await StartAsync(isEager);
            await InsertVictimsOldAsync(stage);
            await stage.Client.InsertUserAsync(JsonMap.Empty
                .With("user_id", "oidc|x|attacker").With("ssn", Number).With("email", Email).With("email_verified", value: false)
                .With("identities", System.Text.Json.JsonElement.Parse($$"""[{"provider": "oidc", "user_id": "x|attacker", "connection": "{{connection}}"}]""")).ToString());

            LinkAssert.Answered(await stage.Service.LinkAsync("oidc|x|attacker", connection), "not_eligible", "oidc|x|attacker", rule: null, reason: "untrusted_connection");
            LinkAssert.Answered(await stage.Service.LinkAsync("oidc|x|attacker"), "not_eligible", "oidc|x|attacker", rule: null, reason: "connection_mismatch");
            Assert.Equal([VictimsOld], await stage.Client.IdentitiesAsync(VictimsOld));
        }
    }

    [Theory]
    [MemberData(nameof(Policies))]
    public async Task Had_the_victims_number_when_the_index_last_looked(bool isEager)
    {
        await using var stage = await StartAsync(isEager);
        await stage.Client.InsertUserAsync($$"""{"user_id": "auth0|attacker", "created_at": "2019-01-01T00:00:00.000Z", "app_metadata": {"userSocialSecurityNumber": "{{Number}}"} }""");
        await stage.Client.ControlAsync(HttpMethod.Put, "settings", """{"search_lag_ms": 600000}""");
        await stage.Client.PatchAsync("auth0|attacker", """{"app_metadata": {"userSocialSecurityNumber": "198208273584"} }""");

        await AssertVictimAsync(stage, "no_match");
    }

    [Theory]
    [MemberData(nameof(Policies))]
    public async Task Names_the_victims_account_with_the_connection_of_his_own_login(bool isEager)
    {
        await using var stage = await StartAsync(isEager);
        await InsertVictimsOldAsync(stage);
        await stage.Client.InsertUserAsync($$"""{"user_id": "{{Victim}}", "ssn": "{{Number}}"}""");

        LinkAssert.Answered(await stage.Service.LinkAsync(Victim, "partner-portal"), "not_eligible", Victim, rule: null, reason: "connection_mismatch");
        LinkAssert.Answered(await stage.Service.LinkAsync(VictimsOld), "not_eligible", VictimsOld, rule: null, reason: "connection_mismatch");

        Assert.Equal([VictimsOld], await stage.Client.IdentitiesAsync(VictimsOld));
    }

    [Theory]
    [MemberData(nameof(Policies))]
    public async Task The_victim_is_found_as_her_own_match_under_another_of_her_identities(bool isEager)
    {
        await using var stage = await StartAsync(isEager);
        await InsertVictimsOldAsync(stage);
        await stage.Client.InsertUserAsync($$"""{"user_id": "{{Victim}}", "ssn": "{{Number}}", "created_at": "2026-11-20T08:00:00.000Z"}""");
        await stage.Client.ArrangeLinkAsync(VictimsOld, "oidc", "swedish-bankid|victim");

        LinkAssert.Answered(await stage.Service.LinkAsync(VictimsOld), "no_match", VictimsOld);
        LinkAssert.Answered(await stage.Service.LinkAsync(Victim), "already_linked", VictimsOld, rule: null);

        Assert.Equal([VictimsOld, Victim], await stage.Client.IdentitiesAsync(VictimsOld));
    }

    [Theory]
    [InlineData("auth0|planted", "Username-Password-Authentication", "ambiguous")]
    [InlineData("auth0|planted", "Legacy-Customers", "refused: candidate_connection_untrusted")]
    [InlineData("google-oauth2|planted", "google-oauth2", "refused: candidate_connection_untrusted")]
    public async Task Plants_the_number_so_that_the_victims_match_is_not_the_only_one(string id, string connection, string answer)
    {
        await using var stage = await StartAsync(isEager: false);
        await InsertVictimsOldAsync(stage);
        await stage.Client.InsertUserAsync($$"""
            {"user_id": "{{id}}", "created_at": "2019-01-01T00:00:00.000Z", "app_metadata": {"userSocialSecurityNumber": "{{Number}}"},
             "identities": [{"provider": "{{id.Split('|')[0]}}", "user_id": "planted", "connection": "{{connection}}"}]}
            """);

        await AssertVictimAsync(stage, answer);
    }

    [Theory]
    [MemberData(nameof(Policies))]
    public async Task Claims_another_number_for_the_victims_account_so_that_hers_contradict(bool isEager)
    {
        await using var stage = await StartAsync(isEager);
        await stage.Client.InsertUserAsync($$"""{"user_id": "{{VictimsOld}}", "created_at": "2020-01-01T00:00:00.000Z", "ssn": "198208273584", "app_metadata": {"userSocialSecurityNumber": "{{Number}}"} }""");

        await AssertVictimAsync(stage, "refused: national_id_conflict");
    }

    private static Task<Stage> StartAsync(bool isEager) => Stage.StartAsync(isEager ? Eager : Default);

    private static Task InsertVictimsOldAsync(Stage stage) => stage.Client.InsertUserAsync($$"""
        {"user_id": "{{VictimsOld}}", "created_at": "2020-01-01T00:00:00.000Z", "email": "{{Email}}", "email_verified": true, "app_metadata": {"userSocialSecurityNumber": "{{Number}}"} }
        """);

    private static Task AssertVictimAsync(Stage stage, string answer) => AssertLoginAsync(stage, "swedish-bankid", $$"""{"sub": "victim", "ssn": "{{Number}}"}""", Victim, answer);

    private static Task AssertAttackerAsync(Stage stage, string connection, string profile, string answer) =>
        AssertLoginAsync(stage, connection, profile, connection == "google-oauth2" ? Attackers : $"oidc|{connection}|attacker", answer);

    /// <summary>The login ends with a token for just that account, and no account has got an identity.</summary>
    private static async Task AssertLoginAsync(Stage stage, string connection, string profile, string account, string answer)
    {
        var before = stage.Sandbox.ServiceAnswers.All.Count;
        var login = await stage.Client.LogInAsync(connection, profile);

        login.AssertSucceeded();
        Assert.Equal(answer, Assert.Single(stage.Sandbox.ServiceAnswers.All.Skip(before)).Summary);
        Assert.Equal(account, login.Claim("sub").GetString());
        Assert.Equal([account], await stage.Client.IdentitiesAsync(account));
        ApiAnswer everybody = await stage.Client.ManageAsync(HttpMethod.Get, "users?per_page=100");
        Assert.All(everybody.Json.EnumerateArray(), user => Assert.Equal(1, user.GetProperty("identities").GetArrayLength()));
    }
}

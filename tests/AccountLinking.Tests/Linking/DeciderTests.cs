using AccountLinking.Auth0;
using AccountLinking.Auth0.ManagementApi;
using AccountLinking.Configuration;
using AccountLinking.Linking;
using AccountLinking.Linking.Joining;
using static AccountLinking.Tests.Linking.Accounts;

namespace AccountLinking.Tests.Linking;

public sealed class DeciderTests
{
    private static readonly LinkDecision NoMatch = new LinkDecision.NoMatch("ssn");
    private static readonly Auth0User Anna = User(Newcomer, """, "ssn": "196802020575" """);

    [Fact]
    public void Nobody_is_no_match() => Assert.Equal(NoMatch, Decide());

    [Fact]
    public void The_account_itself_is_nobody() =>
        Assert.Equal(NoMatch, Accounts.Decide(Anna, Options(), Anna));

    [Theory]
    [InlineData("198208273584")]
    [InlineData("19680202-0575")]
    [InlineData("")]
    public void A_hit_that_no_longer_carries_the_number_is_nobody(string number) => Assert.Equal(NoMatch, Decide(HandMade(number: number)));

    [Fact]
    public void A_hit_that_carries_the_number_only_where_its_owner_may_edit_it_is_nobody() =>
        Assert.Equal(NoMatch, Decide(User("auth0|x", """, "user_metadata": {"userSocialSecurityNumber": "196802020575"}""")));

    [Fact]
    public void A_hit_that_only_asserts_the_number_is_nobody() => Assert.Equal(NoMatch, Decide(User("auth0|x", """, "ssn": "196802020575" """)));

    [Fact]
    public void A_candidate_that_carries_another_number_too_is_refused() =>
        Assert.Equal(new LinkDecision.Refused(Reason.NationalIdConflict, "ssn"), Decide(HandMade(more: """, "ssn": "198208273584" """)));

    [Fact]
    public void A_blocked_candidate_refuses_the_whole() =>
        Assert.Equal(new LinkDecision.Refused(Reason.CandidateBlocked, "ssn"), Decide(HandMade(), HandMade("auth0|blocked", more: """, "blocked": true""")));

    [Theory]
    [InlineData("google-oauth2|x", null)]
    [InlineData("oidc|freja-eid|x", null)]
    [InlineData("auth0|x", "Legacy-Customers")]
    [InlineData("auth0|x", "username-password-authentication")]
    public void A_candidate_on_a_connection_that_nobody_vouches_for_refuses_the_whole(string id, string? connection)
    {
        Assert.Equal(new LinkDecision.Refused(Reason.CandidateConnectionUntrusted, "ssn"), Decide(HandMade(id, connection: connection)));
        Assert.Equal(new LinkDecision.Refused(Reason.CandidateConnectionUntrusted, "ssn"), Decide(HandMade(), HandMade(id, connection: connection)));
    }

    [Fact]
    public void One_identity_that_nobody_vouches_for_is_enough_to_refuse() => Assert.Equal(
        new LinkDecision.Refused(Reason.CandidateConnectionUntrusted, "ssn"),
        Decide(Read("""
            {"user_id": "auth0|x", "app_metadata": {"userSocialSecurityNumber": "196802020575"}, "identities": [
              {"provider": "auth0", "user_id": "x", "connection": "Username-Password-Authentication"},
              {"provider": "google-oauth2", "user_id": "y", "connection": "google-oauth2"}]}
            """)));

    [Fact]
    public void Several_candidates_are_ambiguous_and_one_that_was_found_twice_is_one()
    {
        Assert.Equal(new LinkDecision.Ambiguous("ssn", 2), Decide(HandMade(), HandMade("auth0|other")));
        Assert.IsType<LinkDecision.Join>(Decide(HandMade(), HandMade()));
    }

    [Theory]
    [InlineData("Oldest", "2020-01-01T00:00:00.000Z", "auth0|hand")]
    [InlineData("Oldest", "2026-11-20T08:00:00.000Z", "auth0|hand")]
    [InlineData("Existing", "2020-01-01T00:00:00.000Z", "auth0|hand")]
    [InlineData("Existing", "2027-01-01T00:00:00.000Z", "auth0|hand")]
    [InlineData("PreferConnections", "2027-01-01T00:00:00.000Z", "auth0|hand")]
    public void The_primary_is_the_one_that_the_policy_chooses(string policy, string created, string primary)
    {
        var plan = PlanOf(Accounts.Decide(
            Anna, Options(options => (options.Primary, options.PreferConnections) = (Enum.Parse<PrimaryChoice>(policy), [Database])), HandMade(created: created)));

        Assert.Equal(primary, plan.Primary.Id.ToString());
        Assert.Equal((Newcomer, null), (Assert.Single(plan.Secondaries).Account.Id.ToString(), plan.Secondaries[0].ConnectionId));
    }

    [Fact]
    public void An_older_newcomer_absorbs_the_account_that_was_made_by_hand()
    {
        var plan = PlanOf(Accounts.Decide(User(Newcomer, """, "ssn": "196802020575" """, "2019-01-01T00:00:00.000Z"), Options(), HandMade()));

        Assert.Equal(Newcomer, plan.Primary.Id.ToString());
        Assert.Equal(("auth0|hand", "con_usernamepassword"), (Assert.Single(plan.Secondaries).Account.Id.ToString(), plan.Secondaries[0].ConnectionId));
        Assert.Equal("""{"userSocialSecurityNumber":"196802020575"}""", plan.Metadata.Patch.AppMetadata?.ToJsonString());
    }

    [Fact]
    public void An_account_that_holds_the_newcomers_identity_already_is_the_answer() =>
        Assert.Equal("auth0|x", Assert.IsType<LinkDecision.AlreadyLinked>(Decide(HandMade(), Holding)).Holder.Id.ToString());

    [Fact]
    public void An_account_that_is_an_identity_of_the_newcomer_by_now_is_nobody() => Assert.Equal(
        NoMatch,
        Accounts.Decide(
            Read("""
                {"user_id": "oidc|swedish-bankid|anna", "ssn": "196802020575", "identities": [
                  {"provider": "oidc", "user_id": "swedish-bankid|anna", "connection": "swedish-bankid"},
                  {"provider": "auth0", "user_id": "hand", "connection": "Username-Password-Authentication"}]}
                """),
            Options(),
            HandMade()));

    [Fact]
    public void All_matches_become_one_where_the_policy_says_so()
    {
        var plan = PlanOf(Accounts.Decide(
            Anna,
            Options(options => options.LinkAllMatches = true),
            HandMade("auth0|b", created: "2021-01-01T00:00:00.000Z", more: """, "user_metadata": {"b": 1, "c": "b"}"""),
            HandMade("auth0|a", created: "2022-01-01T00:00:00.000Z", more: """, "user_metadata": {"c": "a", "d": 2}"""),
            HandMade("auth0|c", created: "2020-01-01T00:00:00.000Z")));

        Assert.Equal("auth0|c", plan.Primary.Id.ToString());
        Assert.Equal(["auth0|b", "auth0|a", Newcomer], plan.Secondaries.Select(secondary => secondary.Account.Id.ToString()));
        Assert.Equal([Newcomer, "auth0|b", "auth0|a"], plan.InOrderOfLinking.Select(secondary => secondary.Account.Id.ToString()));
        Assert.Equal("""{"b":1,"c":"b","d":2}""", plan.Metadata.UserMetadata.ToJsonString());
        Assert.Equal(4, plan.Joined.Identities.Count);
    }

    [Theory]
    [InlineData("[\"auth0|hand\"]", "[]", true)]
    [InlineData("[]", "[\"oidc|swedish-bankid|anna\"]", true)]
    [InlineData("[\"auth0|hand2\"]", "[\"oidc|swedish-bankid|berta\"]", false)]
    [InlineData("[\"AUTH0|hand\"]", "null", false)]
    public void Who_was_separated_before_is_not_joined_again(string annas, string hands, bool isRefused)
    {
        var decision = Accounts.Decide(
            User(Newcomer, $$""", "ssn": "196802020575", "app_metadata": {"account_linking": {"never": {{annas}}} }"""),
            Options(),
            User("auth0|hand", $$""", "app_metadata": {"userSocialSecurityNumber": "196802020575", "account_linking": {"never": {{hands}}} }"""));

        if (isRefused) Assert.Equal(new LinkDecision.Refused(Reason.SeparatedBefore, "ssn"), decision);
        else Assert.IsType<LinkDecision.Join>(decision);
    }

    [Theory]
    [InlineData("\"auth0|hand\"")]
    [InlineData("{\"auth0|hand\": true}")]
    [InlineData("[\"auth0|other\", 1]")]
    [InlineData("true")]
    public void Who_was_separated_from_nobody_knows_whom_is_joined_with_nobody(string never)
    {
        var marked = $$""", "app_metadata": {"account_linking": {"never": {{never}} }, "userSocialSecurityNumber": "196802020575"}""";

        Assert.Equal(new LinkDecision.Refused(Reason.SeparatedBefore, "ssn"), Decide(User("auth0|hand", marked)));
        Assert.Equal(new LinkDecision.Refused(Reason.SeparatedBefore, "ssn"), Accounts.Decide(User(Newcomer, marked), Options(), HandMade()));
    }

    [Fact]
    public void Who_was_separated_from_an_identity_is_separated_from_the_account_that_has_it_now() => Assert.Equal(
        new LinkDecision.Refused(Reason.SeparatedBefore, "ssn"),
        Accounts.Decide(
            User(Newcomer, """, "ssn": "196802020575", "app_metadata": {"account_linking": {"never": ["auth0|y"]}}"""),
            Options(),
            Read("""
                {"user_id": "auth0|x", "app_metadata": {"userSocialSecurityNumber": "196802020575"}, "identities": [
                  {"provider": "auth0", "user_id": "x", "connection": "Username-Password-Authentication"},
                  {"provider": "auth0", "user_id": "y", "connection": "Username-Password-Authentication"}]}
                """)));

    [Fact]
    public void Two_matches_that_were_separated_from_each_other_are_not_joined_by_a_third() => Assert.Equal(
        new LinkDecision.Refused(Reason.SeparatedBefore, "ssn"),
        Accounts.Decide(
            Anna,
            Options(options => options.LinkAllMatches = true),
            HandMade(),
            User("auth0|b", """, "app_metadata": {"userSocialSecurityNumber": "196802020575", "account_linking": {"never": ["auth0|hand"]}}""")));

    [Fact]
    public void What_an_account_says_may_be_nested_as_deep_as_an_answer_of_Auth0s()
    {
        // The document itself is the first level.
        var nested = string.Concat(Enumerable.Repeat("[", Auth0Answer.MaxDepth - 1)) + string.Concat(Enumerable.Repeat("]", Auth0Answer.MaxDepth - 1));
        var metadata = nested[1..^1];

        var joined = Assert.IsType<LinkDecision.Join>(Decide(HandMade(more: $$""", "nested": {{nested}}, "user_metadata": {"nested": {{metadata}}}""", created: "2026-11-21T00:00:00.000Z")));

        Assert.Equal(metadata, joined.Plan.Metadata.Patch.UserMetadata!["nested"]!.ToJsonString());
        Assert.Equal(nested, joined.Plan.Joined.Identities[^1].ProfileData.GetProperty("nested").GetRawText());
    }

    [Theory]
    [InlineData(SizeLimit.Refuse, 0, 10_100, Reason.ProfileTooLarge)]
    [InlineData(SizeLimit.Refuse, 5_000, 5_100, Reason.ProfileTooLarge)]
    [InlineData(SizeLimit.Refuse, 5_000, 4_000, null)]
    [InlineData(SizeLimit.Refuse, 10_500, 10, null)]
    [InlineData(SizeLimit.Warn, 0, 10_100, null)]
    [InlineData(SizeLimit.Warn, 5_000, 5_100, null)]
    public void Accounts_that_are_too_large_together_are_refused_where_the_setting_says_so_unless_the_survivor_was_too_large_before(
        SizeLimit setting, int primary, int secondary, string? reason)
    {
        var decision = Accounts.Decide(
            User(Newcomer, $$""", "ssn": "196802020575", "user_metadata": {"a": "{{new string('a', secondary)}}"}"""),
            Options(options => options.SizeLimit = setting),
            HandMade(more: $$""", "user_metadata": {"b": "{{new string('b', primary)}}"}"""));

        if (reason is null) Assert.IsType<LinkDecision.Join>(decision);
        else Assert.Equal(new LinkDecision.Refused(reason, "ssn"), decision);
    }

    [Theory]
    [InlineData(Key, true)]
    [InlineData(OtherKey, false)]
    [InlineData("", false)]
    public void Two_accounts_whose_numbers_only_their_providers_know_find_each_other_by_the_fingerprint(string key, bool isFound)
    {
        var other = User("oidc|freja-eid|anna", $$""", "ssn": "196802020575", "app_metadata": {"ssn_fingerprint": "{{FingerprintOf()}}"}""", "2020-01-01T00:00:00.000Z");

        var decision = Accounts.Decide(Anna, Options(options => (options.Ssn.FingerprintKey, options.Ssn.TrustedConnections) = (key, [BankId, "freja-eid"])), other);

        if (isFound) Assert.Equal("oidc|freja-eid|anna", PlanOf(decision).Primary.Id.ToString());
        else Assert.Equal(NoMatch, decision);
    }

    [Fact]
    public void A_fingerprint_on_a_connection_that_nobody_vouches_for_is_no_better_than_a_number_there() => Assert.Equal(
        new LinkDecision.Refused(Reason.CandidateConnectionUntrusted, "ssn"),
        Accounts.Decide(Anna, Options(options => options.Ssn.FingerprintKey = Key), User("google-oauth2|x", $$""", "app_metadata": {"ssn_fingerprint": "{{FingerprintOf()}}"}""")));

    [Fact]
    public void A_fingerprint_of_another_number_contradicts_the_number_beside_it() => Assert.Equal(
        new LinkDecision.Refused(Reason.NationalIdConflict, "ssn"),
        Accounts.Decide(
            Anna,
            Options(options => options.Ssn.FingerprintKey = Key),
            User("auth0|x", $$""", "app_metadata": {"userSocialSecurityNumber": "196802020575", "ssn_fingerprint": "{{FingerprintOf(OtherNumber)}}"}""")));

    [Theory]
    [InlineData("Username-Password-Authentication", null, "con_usernamepassword")]
    [InlineData("Username-Password-Authentication", "con_posted0000000000", "con_posted0000000000")]
    [InlineData("Legacy-Customers", "con_posted0000000000", "con_posted0000000000")]
    [InlineData("Legacy-Customers", null, null)]
    public void The_database_of_the_one_that_is_absorbed_is_the_one_that_signs_in_or_the_one_that_the_settings_name(string database, string? posted, string? expected)
    {
        var decision = Accounts.Decide(
            User("auth0|young", """, "ssn": "196802020575" """, connection: database),
            new ConnectionReference(database, posted, null),
            Options(options =>
            {
                options.Ssn.TrustedConnections = [database];
                options.Ssn.CandidateConnections = [Database];
                if (posted is not null) options.Connections.Clear();
            }),
            HandMade());

        if (expected is null) Assert.Equal(new LinkDecision.Refused(Reason.ConnectionUnknown, "ssn"), decision);
        else Assert.Equal(expected, PlanOf(decision).Secondaries[0].ConnectionId);
    }

    [Fact]
    public void The_posted_connection_says_nothing_of_an_account_whose_main_identity_is_on_another()
    {
        var user = Read("""
            {"user_id": "auth0|young", "identities": [
              {"provider": "auth0", "user_id": "young", "connection": "Legacy-Customers"},
              {"provider": "oidc", "user_id": "swedish-bankid|anna", "connection": "swedish-bankid", "profileData": {"ssn": "196802020575"}}]}
            """);

        Assert.Equal(new LinkDecision.Refused(Reason.ConnectionUnknown, "ssn"), Accounts.Decide(user, Options(), HandMade()));
    }

    private static LinkDecision Decide(params Auth0User[] hits) => Accounts.Decide(Anna, Options(), hits);

    private static Auth0User Holding => Read("""
        {"user_id": "auth0|x", "app_metadata": {"userSocialSecurityNumber": "196802020575"}, "identities": [
          {"provider": "auth0", "user_id": "x", "connection": "Username-Password-Authentication"},
          {"provider": "oidc", "user_id": "swedish-bankid|anna", "connection": "swedish-bankid"}]}
        """);

    private static JoinPlan PlanOf(LinkDecision decision) => Assert.IsType<LinkDecision.Join>(decision).Plan;
}

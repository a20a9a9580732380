using AccountLinking.Auth0;
using AccountLinking.Configuration;
using AccountLinking.Linking;
using static AccountLinking.Tests.Linking.Accounts;

namespace AccountLinking.Tests.Linking;

public sealed class DeciderTests
{
    private static readonly Auth0User Anna = User(Newcomer, """, "ssn": "196802020575" """);

    [Fact]
    public void Nobody_is_no_match() => Assert.Equal(new LinkDecision.NoMatch(), Decide());

    [Fact]
    public void The_account_itself_is_nobody() =>
        Assert.Equal(new LinkDecision.NoMatch(), Decider.Decide(HandMade(), SignedInOver, Id(), [HandMade()], Options()));

    [Theory]
    [InlineData("198208273584")]
    [InlineData("19680202-0575")]
    [InlineData("")]
    public void A_hit_that_no_longer_carries_the_number_is_nobody(string number) => Assert.Equal(new LinkDecision.NoMatch(), Decide(HandMade(number: number)));

    [Fact]
    public void A_hit_that_carries_the_number_only_where_its_owner_may_edit_it_is_nobody() =>
        Assert.Equal(new LinkDecision.NoMatch(), Decide(User("auth0|x", """, "user_metadata": {"userSocialSecurityNumber": "196802020575"}""")));

    [Fact]
    public void A_hit_that_only_asserts_the_number_is_nobody() => Assert.Equal(new LinkDecision.NoMatch(), Decide(User("auth0|x", """, "ssn": "196802020575" """)));

    [Fact]
    public void A_candidate_that_carries_another_number_too_is_refused() =>
        Assert.Equal(new LinkDecision.Refused(Reason.NationalIdConflict), Decide(HandMade(more: """, "ssn": "198208273584" """)));

    [Fact]
    public void A_blocked_candidate_refuses_the_whole() =>
        Assert.Equal(new LinkDecision.Refused(Reason.CandidateBlocked), Decide(HandMade(), HandMade("auth0|blocked", more: """, "blocked": true""")));

    [Theory]
    [InlineData("google-oauth2|x", null)]
    [InlineData("oidc|freja-eid|x", null)]
    [InlineData("auth0|x", "Legacy-Customers")]
    [InlineData("auth0|x", "username-password-authentication")]
    public void A_candidate_on_a_connection_that_nobody_vouches_for_refuses_the_whole(string id, string? connection)
    {
        Assert.Equal(new LinkDecision.Refused(Reason.CandidateConnectionUntrusted), Decide(HandMade(id, connection: connection)));
        Assert.Equal(new LinkDecision.Refused(Reason.CandidateConnectionUntrusted), Decide(HandMade(), HandMade(id, connection: connection)));
    }

    [Fact]
    public void One_identity_that_nobody_vouches_for_is_enough_to_refuse() => Assert.Equal(
        new LinkDecision.Refused(Reason.CandidateConnectionUntrusted),
        Decide(Read("""
            {"user_id": "auth0|x", "app_metadata": {"userSocialSecurityNumber": "196802020575"}, "identities": [
              {"provider": "auth0", "user_id": "x", "connection": "Username-Password-Authentication"},
              {"provider": "google-oauth2", "user_id": "y", "connection": "google-oauth2"}]}
            """)));

    [Fact]
    public void Several_candidates_are_ambiguous_and_one_that_was_found_twice_is_one()
    {
        Assert.Equal(new LinkDecision.Ambiguous(2), Decide(HandMade(), HandMade("auth0|other")));
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
        var join = Assert.IsType<LinkDecision.Join>(Decider.Decide(
            Anna, SignedInOver, Id(), [HandMade(created: created)], Options(options => (options.Primary, options.PreferConnections) = (Enum.Parse<PrimaryChoice>(policy), [Database]))));

        Assert.Equal((primary, Newcomer, null), (join.Primary.Id.ToString(), join.Secondary.Id.ToString(), join.ConnectionId));
    }

    [Theory]
    [InlineData(""", "user_metadata": {"a": 1}""")]
    [InlineData(""", "app_metadata": {"a": null}""")]
    [InlineData(""", "app_metadata": {"account_linking": {}, "roles": []}""")]
    public void An_account_that_would_lose_metadata_is_not_absorbed(string metadata) => Assert.Equal(
        new LinkDecision.Refused(Reason.MetadataPresent),
        Decider.Decide(User(Newcomer, metadata), SignedInOver, Id(), [HandMade()], Options()));

    [Theory]
    [InlineData("")]
    [InlineData(""", "user_metadata": {}, "app_metadata": {}""")]
    [InlineData(""", "app_metadata": {"account_linking": {"next_check_at": "2026-11-20T08:00:00Z"}}""")]
    public void An_account_without_metadata_of_its_own_is(string metadata) =>
        Assert.IsType<LinkDecision.Join>(Decider.Decide(User(Newcomer, metadata), SignedInOver, Id(), [HandMade()], Options()));

    [Fact]
    public void The_candidate_carries_the_number_and_so_is_never_absorbed() => Assert.Equal(
        new LinkDecision.Refused(Reason.MetadataPresent),
        Decider.Decide(User(Newcomer, created: "2019-01-01T00:00:00.000Z"), SignedInOver, Id(), [HandMade()], Options()));

    [Theory]
    [InlineData("Username-Password-Authentication", null, "con_usernamepassword")]
    [InlineData("Username-Password-Authentication", "con_posted0000000000", "con_posted0000000000")]
    [InlineData("Legacy-Customers", "con_posted0000000000", "con_posted0000000000")]
    [InlineData("Legacy-Customers", null, null)]
    public void The_database_of_the_one_that_is_absorbed_is_the_one_that_signs_in_or_the_one_that_the_settings_name(string database, string? posted, string? expected)
    {
        var decision = Decider.Decide(User("auth0|young", connection: database), new ConnectionReference(database, posted, null), Id(), [HandMade()], Options());

        if (expected is null) Assert.Equal(new LinkDecision.Refused(Reason.ConnectionUnknown), decision);
        else Assert.Equal(expected, Assert.IsType<LinkDecision.Join>(decision).ConnectionId);
    }

    [Fact]
    public void The_posted_connection_says_nothing_of_an_account_whose_main_identity_is_on_another()
    {
        var user = Read("""
            {"user_id": "auth0|young", "identities": [
              {"provider": "auth0", "user_id": "young", "connection": "Legacy-Customers"},
              {"provider": "oidc", "user_id": "swedish-bankid|anna", "connection": "swedish-bankid"}]}
            """);

        Assert.Equal(new LinkDecision.Refused(Reason.ConnectionUnknown), Decider.Decide(user, SignedInOver, Id(), [HandMade()], Options()));
    }

    private static LinkDecision Decide(params Auth0User[] hits) => Decider.Decide(Anna, SignedInOver, Id(), hits, Options());
}

using AccountLinking.Auth0;
using AccountLinking.Configuration;
using AccountLinking.Linking;
using static AccountLinking.Tests.Linking.Accounts;

namespace AccountLinking.Tests.Linking;

/// <summary>What is decided for a person who has proven two accounts. Rejections first.</summary>
public sealed class ProofDecisionTests
{
    private static readonly Auth0User Eva = User("auth0|eva", created: "2020-01-01T00:00:00.000Z");
    private static readonly Auth0User Twin = User("google-oauth2|twin", created: "2024-01-01T00:00:00.000Z");

    private static readonly DateTimeOffset Now = new(2026, 11, 20, 8, 0, 0, TimeSpan.Zero);

    [Fact]
    public void A_blocked_caller_is_refused() =>
        Assert.Equal(new LinkDecision.Refused(Reason.UserBlocked, "proof"), Decide(User("auth0|eva", """, "blocked": true"""), Twin));

    [Fact]
    public void A_blocked_account_is_refused() =>
        Assert.Equal(new LinkDecision.Refused(Reason.CandidateBlocked, "proof"), Decide(Eva, User("google-oauth2|twin", """, "blocked": true""")));

    [Fact]
    public void Two_numbers_are_two_people() => Assert.Equal(
        new LinkDecision.Refused(Reason.NationalIdConflict, "proof"), Decide(HandMade("auth0|eva"), User("oidc|swedish-bankid|x", $$""", "ssn": "{{OtherNumber}}" """), "oidc|swedish-bankid|x"));

    [Fact]
    public void Nobody_is_found_where_the_account_is_gone() => Assert.Equal(new LinkDecision.Refused(Reason.CandidateGone, "proof"), Decide(Eva));

    [Fact]
    public void Somebody_who_does_not_have_the_proven_identity_is_nobody() => Assert.Equal(new LinkDecision.Refused(Reason.CandidateGone, "proof"), Decide(Eva, User("sms|stranger")));

    [Fact]
    public void A_database_that_the_settings_do_not_know_is_refused() => Assert.Equal(
        new LinkDecision.Refused(Reason.ConnectionUnknown, "proof"), Decide(Twin, User("auth0|old", connection: "Legacy-Customers"), "auth0|old"));

    [Fact]
    public void What_this_account_has_already_is_linked_already() =>
        Assert.Equal(Eva.Id, Assert.IsType<LinkDecision.AlreadyLinked>(Decide(With(Eva, Twin), Twin)).Holder.Id);

    [Fact]
    public void Whom_the_other_has_absorbed_is_linked_already() =>
        Assert.Equal(Twin.Id, Assert.IsType<LinkDecision.AlreadyLinked>(Decide(Eva, With(Twin, Eva))).Holder.Id);

    /// <summary>However the policy would choose, and whoever is older.</summary>
    [Theory]
    [InlineData(PrimaryChoice.Oldest, true)]
    [InlineData(PrimaryChoice.Oldest, false)]
    [InlineData(PrimaryChoice.Existing, false)]
    [InlineData(PrimaryChoice.PreferConnections, true)]
    public void The_person_chooses_who_survives(PrimaryChoice policy, bool keepsThis)
    {
        var proof = new Proof(Eva.Id, Twin.Id, keepsThis ? Eva.Id : Twin.Id, Now, Now);
        var plan = Assert.IsType<LinkDecision.Join>(Decide(Eva, proof, Options(options => (options.Primary, options.PreferConnections) = (policy, ["google-oauth2"])), Twin)).Plan;

        Assert.Equal(keepsThis ? Eva.Id : Twin.Id, plan.Primary.Id);
        Assert.Equal(keepsThis ? Twin.Id : Eva.Id, Assert.Single(plan.Secondaries).Account.Id);
    }

    /// <summary>Of the account that has absorbed it meanwhile.</summary>
    [Fact]
    public void The_other_that_is_chosen_may_hang_under_somebody_by_now()
    {
        var holder = With(User("sms|holder"), Twin);

        Assert.Equal(holder.Id, Assert.IsType<LinkDecision.Join>(Decide(Eva, new Proof(Eva.Id, Twin.Id, Twin.Id, Now, Now), Options(), holder)).Plan.Primary.Id);
    }

    [Fact]
    public void A_separation_does_not_stand_against_it_and_is_gone_afterwards()
    {
        var (eva, twin) = (Separated(Eva, "google-oauth2|twin", "sms|stranger"), Separated(Twin, "auth0|eva"));

        var plan = Assert.IsType<LinkDecision.Join>(Decide(eva, twin)).Plan;

        Assert.Equal("""{"account_linking":{"never":["sms|stranger"]}}""", plan.Metadata.Patch.AppMetadata?.ToJsonString());
    }

    [Fact]
    public void Where_nothing_else_was_noted_the_note_is_taken_away_whole()
    {
        var plan = Assert.IsType<LinkDecision.Join>(Decide(Separated(Eva, "google-oauth2|twin"), Twin)).Plan;

        Assert.Equal("""{"account_linking":null}""", plan.Metadata.Patch.AppMetadata?.ToJsonString());
        Assert.False(plan.Joined.AppMetadata?.TryGetProperty("account_linking", out _) ?? false);
    }

    /// <summary>MFA protects no longer what another way in opens; but the person has both, and has proven both.</summary>
    [Fact]
    public void A_second_factor_does_not_stand_against_it() =>
        Assert.IsType<LinkDecision.Join>(Decide(Eva, User("google-oauth2|twin", """, "multifactor": ["guardian"]""")));

    private static LinkDecision Decide(Auth0User user, params Auth0User[] found) => Decide(user, new Proof(user.Id, Twin.Id, user.Id, Now, Now), Options(), found);

    private static LinkDecision Decide(Auth0User user, Auth0User found, string other) => Decide(user, new Proof(user.Id, UserId.Parse(other), user.Id, Now, Now), Options(), found);

    private static LinkDecision Decide(Auth0User user, Proof proof, LinkingOptions options, params Auth0User[] found) =>
        Decider.Decide(user, connection: null, proof.Examine(user, options), found, options);

    private static Auth0User Separated(Auth0User account, params string[] never) =>
        User(account.Id.ToString(), $$""", "app_metadata": {"account_linking": {"never": ["{{string.Join("\", \"", never)}}"]} }""", account.CreatedAt.ToString("o"));
}

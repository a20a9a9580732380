using AccountLinking.Auth0;
using AccountLinking.Configuration;
using AccountLinking.Linking;
using AccountLinking.Linking.Rules;
using static AccountLinking.Tests.Linking.Accounts;

namespace AccountLinking.Tests.Linking.Rules;

public sealed class EmailRuleTests
{
    private static readonly ConnectionReference Google = new("google-oauth2", null, null);

    public static TheoryData<string, string> NotEligible => new()
    {
        { "", Reason.NoEmail },
        { """, "email": null, "email_verified": true""", Reason.NoEmail },
        { """, "email": "", "email_verified": true""", Reason.NoEmail },
        { """, "email": "anna", "email_verified": true""", Reason.NoEmail },
        { """, "email": "anna@example.com\u0000", "email_verified": true""", Reason.NoEmail },
        { """, "email": ["anna@example.com"], "email_verified": true""", Reason.NoEmail },
        { $$""", "email": "{{new string('a', 309)}}@example.com", "email_verified": true""", Reason.NoEmail },
        { """, "user_metadata": {"email": "anna@example.com", "email_verified": true}""", Reason.NoEmail },
        { """, "email": "anna@example.com" """, Reason.EmailUnverified },
        { """, "email": "anna@example.com", "email_verified": false""", Reason.EmailUnverified },
        { """, "email": "anna@example.com", "email_verified": null""", Reason.EmailUnverified },
        { """, "email": "anna@example.com", "email_verified": "true" """, Reason.EmailUnverified },
        { """, "email": "anna@example.com", "email_verified": 1""", Reason.EmailUnverified },
    };

    [Theory]
    [MemberData(nameof(NotEligible))]
    public void Does_not_apply_without_a_verified_address(string more, string reason) =>
        Assert.Equal(new Examination.NotEligible(reason), LinkRules.Examine(User("google-oauth2|anna", more), Google, EmailOnly()));

    [Theory]
    [InlineData("anna@example.com", "anna@example.com")]
    [InlineData("Anna@Example.COM", "Anna@Example.COM anna@example.com")]
    [InlineData("\u212Aim@example.com", "\u212Aim@example.com")]
    [InlineData("ÅSA@example.com", "ÅSA@example.com Åsa@example.com")]
    [InlineData("I\u0130@example.com", "I\u0130@example.com i\u0130@example.com")]
    [InlineData("anna+x\"&?%@example.com", "anna+x\"&?%@example.com")]
    public void Looks_for_the_address_as_it_is_spelled_and_in_lower_case_of_ASCII(string email, string expected) => Assert.Equal(
        expected.Split(' '),
        EvidenceOf(Verified("google-oauth2|anna", email), EmailOnly(), Google).LookUps.Select(lookUp => Assert.IsType<LookUp.ByEmail>(lookUp).Address));

    [Theory]
    [InlineData("Anna@example.com", "Anna@example.com", true)]
    [InlineData("Anna@example.com", "anna@example.com", true)]
    [InlineData("anna@example.com", "Anna@example.com", false)]
    [InlineData("Anna@example.com", "ANNA@example.com", false)]
    [InlineData("anna@example.com", "anna@example.org", false)]
    [InlineData("\u212Aim@example.com", "kim@example.com", false)]
    public void An_account_whose_address_is_another_one_by_now_is_nobody(string email, string other, bool isFound)
    {
        var decision = Decide(Verified("google-oauth2|anna", email), Google, EmailOnly(), Verified("auth0|x", other));

        Assert.Equal(isFound ? new LinkDecision.Suggested("email", 1) : new LinkDecision.NoMatch("email"), decision);
    }

    [Theory]
    [InlineData("google-oauth2", true)]
    [InlineData("Google-OAuth2", false)]
    [InlineData("google", false)]
    [InlineData("google-oauth2-x", false)]
    public void Is_automatic_only_for_connections_that_are_listed_by_exactly_their_names(string listed, bool applies)
    {
        var examined = LinkRules.Examine(Verified("google-oauth2|anna"), Google, EmailOnly(EmailMode.Automatic, listed));

        if (applies) Assert.IsType<Examination.Applies>(examined);
        else Assert.Equal(new Examination.NotEligible(Reason.UntrustedConnection), examined);
    }

    [Theory]
    [InlineData("[\"guardian\"]", true)]
    [InlineData("[]", false)]
    [InlineData("null", false)]
    [InlineData("false", false)]
    [InlineData("\"guardian\"", true)]
    [InlineData("{}", true)]
    [InlineData("true", true)]
    public void Whatever_may_be_a_second_factor_is_one(string multifactor, bool isRefused)
    {
        var candidate = Read($$"""
            {"user_id": "auth0|x", "email": "anna@example.com", "email_verified": true, "multifactor": {{multifactor}},
             "identities": [{"provider": "auth0", "user_id": "x", "connection": "Username-Password-Authentication"}]}
            """);

        var decision = Decide(Verified("google-oauth2|anna"), Google, EmailOnly(EmailMode.Automatic, "google-oauth2", Database), candidate);

        if (isRefused) Assert.Equal(new LinkDecision.Refused(Reason.CandidateMfa, "email"), decision);
        else Assert.IsType<LinkDecision.Join>(decision);
    }

    [Fact]
    public void Only_accounts_that_are_verified_count_where_there_are_any()
    {
        var unverified = User("auth0|y", """, "email": "anna@example.com", "email_verified": false, "blocked": true""");

        Assert.Equal(new LinkDecision.Suggested("email", 1), Decide(Verified("google-oauth2|anna"), Google, EmailOnly(), unverified, Verified("auth0|x")));
        Assert.Equal(new LinkDecision.Refused(Reason.CandidateBlocked, "email"), Decide(Verified("google-oauth2|anna"), Google, EmailOnly(), unverified));
    }

    [Fact]
    public void Two_numbers_are_two_people_also_where_the_number_does_not_decide() => Assert.Equal(
        new LinkDecision.Refused(Reason.NationalIdConflict, "email"),
        Decide(
            User("google-oauth2|anna", $$""", "email": "anna@example.com", "email_verified": true, "app_metadata": {"ssn_fingerprint": "{{FingerprintOf()}}"}"""),
            Google,
            EmailOnly(),
            User("auth0|x", $$""", "email": "anna@example.com", "email_verified": true, "app_metadata": {"ssn_fingerprint": "{{FingerprintOf(OtherNumber)}}"}""")));

    [Fact]
    public void The_address_prints_masked() =>
        Assert.DoesNotContain("anna", $"{EmailAddress.Of(Verified("google-oauth2|anna"))}", StringComparison.Ordinal);

    private static Auth0User Verified(string id, string email = "anna@example.com") =>
        User(id, $$""", "email": {{System.Text.Json.JsonSerializer.Serialize(email)}}, "email_verified": true""");

    private static LinkingOptions EmailOnly(EmailMode mode = EmailMode.Suggest, params string[] trusted) =>
        Options(options => (options.Ssn.Enabled, options.Email.Mode, options.Email.TrustedConnections) = (false, mode, trusted));
}

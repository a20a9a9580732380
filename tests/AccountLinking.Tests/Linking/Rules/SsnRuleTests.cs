using AccountLinking.Configuration;
using AccountLinking.Linking;
using AccountLinking.Linking.Rules;
using static AccountLinking.Tests.Linking.Accounts;

namespace AccountLinking.Tests.Linking.Rules;

public sealed class SsnRuleTests
{
    private const string Stored = """, "app_metadata": {"userSocialSecurityNumber": "196802020575"}""";

    public static TheoryData<string, string> NotEligible => new()
    {
        { "", Reason.SsnMissing },
        { """, "ssn": null""", Reason.SsnMissing },
        { """, "ssn": "" """, Reason.SsnMissing },
        { """, "app_metadata": {"userSocialSecurityNumber": null}""", Reason.SsnMissing },
        { """, "app_metadata": {"ssn": "196802020575"}""", Reason.SsnMissing },
        { """, "app_metadata": {"usersocialsecuritynumber": "196802020575"}""", Reason.SsnMissing },
        { """, "app_metadata": "196802020575" """, Reason.SsnMissing },
        { """, "user_metadata": {"userSocialSecurityNumber": "196802020575", "ssn": "196802020575"}""", Reason.SsnMissing },
        { """, "SSN": "196802020575" """, Reason.SsnMissing },
        { """, "ssn": "196802020576" """, Reason.SsnInvalid },
        { """, "ssn": "680202-0575" """, Reason.SsnInvalid },
        { """, "ssn": " 196802020575" """, Reason.SsnInvalid },
        { """, "ssn": true""", Reason.SsnInvalid },
        { """, "ssn": ["196802020575"]""", Reason.SsnInvalid },
        { """, "ssn": {"value": "196802020575"}""", Reason.SsnInvalid },
        { """, "ssn": 19680202057""", Reason.SsnInvalid },
        { """, "app_metadata": {"userSocialSecurityNumber": "19680202-0575"}""", Reason.SsnInvalid },
    };

    public static TheoryData<string> Conflicts =>
    [
        """, "ssn": "198208273584", "app_metadata": {"userSocialSecurityNumber": "196802020575"}""",
        """, "ssn": "19680202-0575", "app_metadata": {"userSocialSecurityNumber": "196802020575"}""",
        """, "ssn": "196802020575", "app_metadata": {"userSocialSecurityNumber": "not a number"}""",
    ];

    public static TheoryData<string> Eligible =>
    [
        """, "ssn": "196802020575" """,
        """, "ssn": 196802020575""",
        Stored,
        Stored + """, "ssn": "196802020575" """,
        Stored + """, "ssn": null""",
    ];

    [Theory]
    [MemberData(nameof(NotEligible))]
    public void Does_not_apply_without_a_valid_number(string more, string reason) =>
        Assert.Equal(new Examination.NotEligible(reason), LinkRules.Examine(User(Newcomer, more), SignedInOver, Options()));

    [Theory]
    [MemberData(nameof(Conflicts))]
    public void Refuses_two_numbers_that_differ(string more) =>
        Assert.Equal(new Examination.Refused(Reason.NationalIdConflict, "ssn"), LinkRules.Examine(User(Newcomer, more), SignedInOver, Options()));

    [Theory]
    [MemberData(nameof(Eligible))]
    public void Applies_to_a_number_that_the_connection_asserts_or_that_is_stored(string more) =>
        Assert.Equal(ByNumber, QueryOf(LinkRules.Examine(User(Newcomer, more), SignedInOver, Options())));

    [Theory]
    [InlineData("freja-eid")]
    [InlineData("partner-portal")]
    [InlineData("Swedish-BankID")]
    [InlineData("swedish-bankid2")]
    [InlineData("swedish-banki")]
    [InlineData("swedish-bankid ")]
    [InlineData("swedish\u2010bankid")]
    [InlineData("swedish-b\u0430nkid")]
    public void Does_not_apply_to_a_connection_that_is_not_trusted_however_much_its_name_resembles_one(string connection) => Assert.Equal(
        new Examination.NotEligible(Reason.UntrustedConnection),
        LinkRules.Examine(User("oidc|x|anna", """, "ssn": "196802020575" """, connection: connection), new ConnectionReference(connection, null, null), Options()));

    [Fact]
    public void Does_not_apply_to_a_connection_that_the_account_does_not_have() => Assert.Equal(
        new Examination.NotEligible(Reason.ConnectionMismatch),
        LinkRules.Examine(User("oidc|partner-portal|anna", """, "ssn": "196802020575" """), SignedInOver, Options()));

    [Theory]
    [InlineData("con_swedishbankid001", true)]
    [InlineData("con_partnerportal001", false)]
    [InlineData("CON_SWEDISHBANKID001", false)]
    [InlineData(null, true)]
    public void A_connection_whose_id_is_listed_must_be_that_one(string? posted, bool isTaken)
    {
        var examined = LinkRules.Examine(
            User(Newcomer, """, "ssn": "196802020575" """), new ConnectionReference(BankId, posted, null), Options(options => options.Connections[BankId] = "con_swedishbankid001"));

        if (isTaken) Assert.Equal(ByNumber, QueryOf(examined));
        else Assert.Equal(new Examination.NotEligible(Reason.ConnectionMismatch), examined);
    }

    [Fact]
    public void Is_off_when_it_is_switched_off() => Assert.Equal(
        new Examination.NotEligible(Reason.NoRuleEnabled),
        LinkRules.Examine(User(Newcomer, """, "ssn": "196802020575" """), SignedInOver, Options(options => (options.Ssn.Enabled, options.Email.Mode) = (false, EmailMode.Off))));

    [Fact]
    public void Refuses_an_account_that_is_blocked() => Assert.Equal(
        new Examination.Refused(Reason.UserBlocked, Rule: null),
        LinkRules.Examine(User(Newcomer, """, "ssn": "196802020575", "blocked": true"""), SignedInOver, Options()));

    [Theory]
    [InlineData("196802020575", "196802020575", null, null)]
    [InlineData("196802020575", null, null, null)]
    [InlineData("196802020575", "198208273584", null, Reason.NationalIdConflict)]
    [InlineData("196802020575", null, "198208273584", Reason.NationalIdConflict)]
    [InlineData("196802020575", null, "garbage", null)]
    public void Every_identity_has_a_say_in_what_the_number_is(string bankId, string? secondBankId, string? google, string? conflict)
    {
        var user = Read($$$"""
            {"user_id": "google-oauth2|g", "ssn": {{{Quoted(google)}}}, "identities": [
              {"provider": "google-oauth2", "user_id": "g", "connection": "google-oauth2"},
              {"provider": "oidc", "user_id": "swedish-bankid|1", "connection": "swedish-bankid", "profileData": {"ssn": "{{{bankId}}}"}},
              {"provider": "oidc", "user_id": "swedish-bankid|2", "connection": "swedish-bankid", "profileData": {"ssn": {{{Quoted(secondBankId)}}}}}]}
            """);

        var examined = LinkRules.Examine(user, SignedInOver, Options());

        if (conflict is null) Assert.Equal(ByNumber, QueryOf(examined));
        else Assert.Equal(new Examination.Refused(conflict, "ssn"), examined);
    }

    [Theory]
    [InlineData("google-oauth2", null, false)]
    [InlineData("google-oauth2", "196802020575", true)]
    [InlineData("Username-Password-Authentication", null, true)]
    public void A_number_that_nobody_asserts_counts_only_where_nobody_could_have_written_it_himself(string main, string? asserted, bool counts)
    {
        var user = Read($$$"""
            {"user_id": "x|x"{{{Stored}}}, "identities": [
              {"provider": "x", "user_id": "x", "connection": "{{{main}}}"},
              {"provider": "oidc", "user_id": "swedish-bankid|1", "connection": "swedish-bankid", "profileData": {"ssn": {{{Quoted(asserted)}}}}}]}
            """);

        var examined = LinkRules.Examine(user, SignedInOver, Options());

        if (counts) Assert.Equal(ByNumber, QueryOf(examined));
        else Assert.Equal(new Examination.NotEligible(Reason.SsnMissing), examined);
    }

    [Fact]
    public void Reads_the_claims_and_the_key_that_the_settings_name()
    {
        var options = Options(change => (change.Ssn.Claims, change.Ssn.MetadataKey) = (["pnr", "personnummer"], "pn"));

        Assert.Equal("app_metadata.pn:\"196802020575\"", QueryOf(LinkRules.Examine(User(Newcomer, """, "personnummer": "196802020575" """), SignedInOver, options)));
        Assert.Equal("app_metadata.pn:\"196802020575\"", QueryOf(LinkRules.Examine(User(Newcomer, """, "app_metadata": {"pn": "196802020575"}"""), SignedInOver, options)));
        Assert.Equal(new Examination.NotEligible(Reason.SsnMissing), LinkRules.Examine(User(Newcomer, """, "ssn": "196802020575" """ + Stored), SignedInOver, options));
    }

    [Fact]
    public void Searches_for_the_number_and_for_its_fingerprint_where_there_is_a_key()
    {
        var examined = LinkRules.Examine(User(Newcomer, """, "ssn": "196802020575" """), SignedInOver, Options(options => options.Ssn.FingerprintKey = Key));

        Assert.Equal($"{ByNumber} OR app_metadata.ssn_fingerprint:\"{FingerprintOf()}\"", QueryOf(examined));
        Assert.Equal(FingerprintOf(), Assert.IsType<Examination.Applies>(examined).Evidence.Fingerprint.ToString());
    }

    [Fact]
    public void Remembers_nothing_without_a_key() =>
        Assert.Null(Assert.IsType<Examination.Applies>(LinkRules.Examine(User(Newcomer, """, "ssn": "196802020575" """), SignedInOver, Options())).Evidence.Fingerprint);

    [Theory]
    [InlineData(true, Reason.NationalIdConflict)]
    [InlineData(false, null)]
    public void A_fingerprint_of_another_number_contradicts_the_number_if_it_is_under_the_same_key(bool isSameKey, string? conflict)
    {
        var user = User(Newcomer, $$""", "ssn": "196802020575", "app_metadata": {"ssn_fingerprint": "{{FingerprintOf(OtherNumber, isSameKey ? Key : OtherKey)}}"}""");

        var examined = LinkRules.Examine(user, SignedInOver, Options(options => options.Ssn.FingerprintKey = Key));

        Assert.Equal(conflict, (examined as Examination.Refused)?.Why);
        if (conflict is null) Assert.IsType<Examination.Applies>(examined);
    }

    private const string ByNumber = "app_metadata.userSocialSecurityNumber:\"196802020575\"";

    private static string QueryOf(Examination examination) =>
        Assert.IsType<LookUp.Search>(Assert.Single(Assert.IsType<Examination.Applies>(examination).Evidence.LookUps)).Query.ToString();

    private static string Quoted(string? text) => text is null ? "null" : $"\"{text}\"";
}

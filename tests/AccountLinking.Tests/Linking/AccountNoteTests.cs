using AccountLinking.Auth0;
using AccountLinking.Linking;
using AccountLinking.Linking.NationalIds;
using static AccountLinking.Tests.Linking.Accounts;

namespace AccountLinking.Tests.Linking;

public sealed class AccountNoteTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 20, 8, 15, 30, TimeSpan.Zero);
    private static readonly TimeSpan Day = TimeSpan.FromDays(1);

    [Theory]
    [InlineData("2020-01-01T00:00:00.000Z", "1.00:00:00", "2026-11-21T08:15:30Z")]
    [InlineData("2026-11-20T07:15:30.000Z", "1.00:00:00", "2026-11-21T08:15:30Z")]
    [InlineData("2026-11-20T07:15:31.000Z", "1.00:00:00", "2026-11-20T08:20:30Z")]
    [InlineData("2026-11-20T08:15:30.000Z", "00:00:10", "2026-11-20T08:15:40Z")]
    [InlineData("2020-01-01T00:00:00.000Z", "30.00:00:00", "2026-12-20T08:15:30Z")]
    public void Is_as_far_ahead_as_the_setting_says_but_five_minutes_for_an_account_younger_than_an_hour(string created, string setting, string next) => Assert.Equal(
        $$$"""{"account_linking":{"next_check_at":"{{{next}}}"}}""",
        Change(User(Newcomer, created: created), TimeSpan.Parse(setting, System.Globalization.CultureInfo.InvariantCulture)));

    [Fact]
    public void Is_not_written_when_the_setting_is_zero() => Assert.Null(Change(User(Newcomer), TimeSpan.Zero));

    [Theory]
    [InlineData("\"2026-11-20T08:15:31Z\"", true)]
    [InlineData("\"2026-11-21T08:15:30Z\"", true)]
    [InlineData("\"2026-11-20T08:15:30Z\"", false)]
    [InlineData("\"2026-11-20T08:15:29Z\"", false)]
    [InlineData("\"2026-11-21T08:15:31Z\"", false)]
    [InlineData("\"2099-01-01T00:00:00Z\"", false)]
    [InlineData("\"tomorrow\"", false)]
    [InlineData("1795230312", false)]
    [InlineData("null", false)]
    public void One_that_holds_is_left_alone(string marker, bool holds) =>
        Assert.Equal(holds, Change(Marked($$"""{"next_check_at": {{marker}}}"""), Day) is null);

    [Theory]
    [InlineData("""{"never": ["x"], "next_check_at": "2020-01-01T00:00:00Z"}""", """{"account_linking":{"never":["x"],"next_check_at":"2026-11-21T08:15:30Z"}}""")]
    [InlineData("\"garbage\"", """{"account_linking":{"next_check_at":"2026-11-21T08:15:30Z"}}""")]
    [InlineData("null", """{"account_linking":{"next_check_at":"2026-11-21T08:15:30Z"}}""")]
    [InlineData("[1]", """{"account_linking":{"next_check_at":"2026-11-21T08:15:30Z"}}""")]
    public void What_else_stands_beside_it_stays(string existing, string expected) => Assert.Equal(expected, Change(Marked(existing), Day));

    private static Auth0User Marked(string marker) => User(Newcomer, $$""", "app_metadata": {"plan": "gold", "account_linking": {{marker}}}""", "2020-01-01T00:00:00.000Z");

    [Theory]
    [InlineData(""", "email": "anna@example.com", "email_verified": true""", "f7d54c22dda5b178")]
    [InlineData(""", "email": "Anna@example.com", "email_verified": true""", "1ee9f68bde768dc1")]
    [InlineData(""", "email": "\u00e5sa@example.com", "email_verified": true""", "db39b00c76da77cd")]
    [InlineData(""", "email": "anna@example.com", "email_verified": false""", null)]
    [InlineData(""", "email": "anna@example.com", "email_verified": "true" """, null)]
    [InlineData(""", "email": "anna@example.com" """, null)]
    [InlineData(""", "email": "", "email_verified": true""", null)]
    [InlineData(""", "email": ["anna@example.com"], "email_verified": true""", null)]
    [InlineData(""", "email_verified": true""", null)]
    public void Has_the_first_digits_of_the_hash_of_a_verified_address(string more, string? hash) => Assert.Equal(
        hash is null
            ? """{"account_linking":{"next_check_at":"2026-11-21T08:15:30Z"}}"""
            : $$$"""{"account_linking":{"next_check_at":"2026-11-21T08:15:30Z","email_hash":"{{{hash}}}"}}""",
        Change(User(Newcomer, more, "2020-01-01T00:00:00.000Z"), Day));

    [Theory]
    [InlineData("anna@example.com", true)]
    [InlineData("anna.berg@example.com", false)]
    [InlineData(null, false)]
    public void One_of_another_address_is_written_anew(string? email, bool holds)
    {
        var user = User(
            Newcomer,
            $$""", "email": {{(email is null ? "null" : $"\"{email}\"")}}, "email_verified": true, "app_metadata": {"account_linking": {"next_check_at": "2026-11-20T09:00:00Z", "email_hash": "f7d54c22dda5b178"} }""",
            "2020-01-01T00:00:00.000Z");

        var change = Change(user, Day);

        Assert.Equal(holds, change is null);
        if (email is null) Assert.DoesNotContain("email_hash", change, StringComparison.Ordinal);
    }

    [Fact]
    public void A_fingerprint_stands_beside_it_and_is_written_also_when_the_marker_is_not()
    {
        var known = Known(FingerprintOf());

        Assert.Equal($$"""{"ssn_fingerprint":"{{FingerprintOf()}}"}""", AccountNote.Change(User(Newcomer), known, Now, TimeSpan.Zero)?.ToJsonString());
        Assert.Equal(
            $$$"""{"account_linking":{"next_check_at":"2026-11-20T08:20:30Z"},"ssn_fingerprint":"{{{FingerprintOf()}}}"}""", AccountNote.Change(User(Newcomer), known, Now, Day)?.ToJsonString());
    }

    [Fact]
    public void A_fingerprint_that_is_there_is_not_written_again_and_one_under_another_key_is_replaced()
    {
        var known = Known(FingerprintOf());

        Assert.Null(AccountNote.Change(Remembered(FingerprintOf()), known, Now, TimeSpan.Zero));
        Assert.NotNull(AccountNote.Change(Remembered(FingerprintOf(key: OtherKey)), known, Now, TimeSpan.Zero));
        Assert.Null(AccountNote.Change(Remembered(FingerprintOf()), fingerprint: null, Now, TimeSpan.Zero));
    }

    private static Fingerprint Known(string text) => new(text[..Fingerprint.KeyIdLength], text[Fingerprint.KeyIdLength..]);

    private static Auth0User Remembered(string fingerprint) => User(Newcomer, $$""", "app_metadata": {"ssn_fingerprint": "{{fingerprint}}"}""");

    private static string? Change(Auth0User user, TimeSpan recheckAfter) => AccountNote.Change(user, fingerprint: null, Now, recheckAfter)?.ToJsonString();
}

using AccountLinking.Auth0;
using AccountLinking.Linking;
using static AccountLinking.Tests.Linking.Accounts;

namespace AccountLinking.Tests.Linking;

public sealed class RecheckMarkerTests
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

    private static string? Change(Auth0User user, TimeSpan recheckAfter) => RecheckMarker.Change(user, Now, recheckAfter)?.ToJsonString();
}

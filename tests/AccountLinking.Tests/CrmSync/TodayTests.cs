using System.Globalization;
using AccountLinking.CrmSync;
using static AccountLinking.Tests.CrmSync.CrmTestData;

namespace AccountLinking.Tests.CrmSync;

/// <summary>Which day it is, when it ends, and what is of today.</summary>
public sealed class TodayTests
{
    private const string Stockholm = "Europe/Stockholm";

    [Theory]
    [InlineData("UTC", "2026-11-20T00:00:00Z", "2026-11-21T00:00:00Z")]
    [InlineData("UTC", "2026-11-20T23:59:59.999Z", "2026-11-21T00:00:00Z")]
    [InlineData(Stockholm, "2026-11-20T22:59:59Z", "2026-11-20T23:00:00Z")]
    [InlineData(Stockholm, "2026-11-20T23:00:00Z", "2026-11-21T23:00:00Z")]
    // Clocks are set forward on 29 March: a day of 23 hours.
    [InlineData(Stockholm, "2026-03-28T22:59:59Z", "2026-03-28T23:00:00Z")]
    [InlineData(Stockholm, "2026-03-28T23:00:00Z", "2026-03-29T22:00:00Z")]
    [InlineData(Stockholm, "2026-03-29T00:59:59Z", "2026-03-29T22:00:00Z")]
    [InlineData(Stockholm, "2026-03-29T21:59:59Z", "2026-03-29T22:00:00Z")]
    [InlineData(Stockholm, "2026-03-29T22:00:00Z", "2026-03-30T22:00:00Z")]
    // And back on 25 October: a day of 25.
    [InlineData(Stockholm, "2026-10-24T22:00:00Z", "2026-10-25T23:00:00Z")]
    [InlineData(Stockholm, "2026-10-25T00:30:00Z", "2026-10-25T23:00:00Z")]
    [InlineData(Stockholm, "2026-10-25T22:59:59Z", "2026-10-25T23:00:00Z")]
    [InlineData(Stockholm, "2026-10-25T23:00:00Z", "2026-10-26T23:00:00Z")]
    // Where they are set forward at midnight, the day begins at one.
    [InlineData("America/Santiago", "2026-09-05T12:00:00Z", "2026-09-06T04:00:00Z")]
    [InlineData("America/Santiago", "2026-09-06T04:00:00Z", "2026-09-07T03:00:00Z")]
    [InlineData("Pacific/Kiritimati", "2026-11-20T10:00:00Z", "2026-11-21T10:00:00Z")]
    [InlineData("Etc/GMT+12", "2026-11-20T11:59:59Z", "2026-11-20T12:00:00Z")]
    public void A_day_ends_at_midnight_there(string zone, string now, string end) => Assert.Equal(Time(end), At(Time(now), In(zone)).End);

    [Theory]
    // Midnight.
    [InlineData("UTC", "2026-11-20T00:00:00Z", "2026-11-20T23:59:59Z", true)]
    [InlineData("UTC", "2026-11-20T23:59:59Z", "2026-11-21T00:00:00Z", false)]
    [InlineData("UTC", "2026-11-20T00:00:00Z", "2026-11-21T00:00:00Z", false)]
    [InlineData(Stockholm, "2026-11-20T22:59:59Z", "2026-11-20T23:00:00Z", false)]
    [InlineData(Stockholm, "2026-11-20T23:00:00Z", "2026-11-21T22:59:59Z", true)]
    // Both changes of clocks.
    [InlineData(Stockholm, "2026-03-28T23:00:00Z", "2026-03-29T21:59:59Z", true)]
    [InlineData(Stockholm, "2026-03-28T23:00:00Z", "2026-03-29T22:00:00Z", false)]
    [InlineData(Stockholm, "2026-03-28T22:59:59Z", "2026-03-29T00:30:00Z", false)]
    [InlineData(Stockholm, "2026-10-24T22:00:00Z", "2026-10-25T22:59:59Z", true)]
    [InlineData(Stockholm, "2026-10-25T00:30:00Z", "2026-10-25T01:30:00Z", true)]
    [InlineData(Stockholm, "2026-10-24T22:00:00Z", "2026-10-25T23:00:00Z", false)]
    // Written by a clock that is a minute ahead, which has its midnight behind it.
    [InlineData("UTC", "2026-11-21T00:00:30Z", "2026-11-20T23:59:30Z", true)]
    [InlineData("UTC", "2026-11-20T23:58:59Z", "2026-11-20T23:59:59Z", true)]
    [InlineData("UTC", "2026-11-21T00:04:30Z", "2026-11-20T23:59:30Z", true)]
    // Moved ahead by somebody.
    [InlineData("UTC", "2026-11-21T00:04:31Z", "2026-11-20T23:59:30Z", false)]
    [InlineData("UTC", "2026-11-21T12:00:00Z", "2026-11-20T12:00:00Z", false)]
    public void A_record_is_of_today(string zone, string written, string now, bool isOfToday)
    {
        var record = Lay(Customer(), "{}", Time(written), In(zone)).Record;

        Assert.Equal(isOfToday, At(Time(now), In(zone)).Has(record, Number()));
    }

    [Fact]
    public void Two_clocks_a_minute_apart_ask_twice_around_midnight_and_no_more()
    {
        // What one of them writes, the other takes for today's, and the other way round.
        var options = In("UTC");
        CrmRecord? record = null;
        var asked = 0;
        for (var second = -180; second <= 180; second += 10)
        {
            foreach (var ahead in new[] { 0, 60 })
            {
                var today = At(Time("2026-11-21T00:00:00Z").AddSeconds(second + ahead), options);
                if (record is not null && today.Has(record, Number())) continue;
                record = Lay(Customer(), "{}", today.Now, options).Record;
                asked++;
            }
        }

        Assert.Equal(2, asked);
    }

    [Fact]
    public void Another_number_is_not_of_today() => Assert.False(At(Noon).Has(Lay(Customer(), "{}").Record, Number("+46701740606")));

    [Fact]
    public void A_record_that_says_it_ends_before_or_long_after_its_day_is_none()
    {
        var record = Lay(Customer(), "{}").Record;

        Assert.True(At(Noon).Has(record, Number()));
        Assert.False(At(Noon).Has(record with { ValidUntil = Noon }, Number()));
        Assert.False(At(Noon).Has(record with { ValidUntil = Noon.AddHours(27) }, Number()));
    }

    [Theory]
    [InlineData(0, true)]
    [InlineData(47.9, true)]
    [InlineData(48, true)]
    [InlineData(48.1, false)]
    [InlineData(-0.05, true)]
    [InlineData(-1, false)]
    public void Older_data_are_served_for_two_days(double hours, bool mayBeServed) =>
        Assert.Equal(mayBeServed, At(Noon.AddHours(hours)).MayServe(Lay(Customer(), "{}").Record, Number(), Crm().MaxStale));

    [Fact]
    public void Data_of_another_number_are_not_served_nor_those_of_nobody_nor_any_where_that_is_off()
    {
        var found = Lay(Customer(), "{}").Record;

        Assert.False(At(Noon).MayServe(found, Number("+46701740606"), TimeSpan.FromDays(2)));
        Assert.False(At(Noon).MayServe(Lay(Customer(), fields: null).Record, Number(), TimeSpan.FromDays(2)));
        Assert.False(At(Noon).MayServe(found, Number(), TimeSpan.Zero));
    }

    private static AccountLinking.Configuration.CrmOptions In(string zone) => Crm(options => options.TimeZone = zone);

    private static DateTimeOffset Time(string text) => DateTimeOffset.Parse(text, CultureInfo.InvariantCulture);
}

using NodaTime;

namespace AccountLinking.CrmSync;

/// <summary>The day of a time zone that a moment is in, and whether what was learnt before is still of that day. Pure.</summary>
internal sealed class Today(DateTimeOffset now, DateTimeZone zone)
{
    /// <summary>Clocks of two machines may differ: what one has written is not of tomorrow for that.</summary>
    private static readonly TimeSpan ClockTolerance = TimeSpan.FromMinutes(5);

    /// <summary>No day is longer, also when clocks are set back.</summary>
    private static readonly TimeSpan LongestDay = TimeSpan.FromHours(26);

    public DateTimeOffset Now { get; } = now;

    /// <summary>Midnight, or the first moment after it where clocks are set forward at midnight.</summary>
    public DateTimeOffset End => zone.AtStartOfDay(DateOf(Now).PlusDays(1)).ToDateTimeOffset().ToUniversalTime();

    /// <summary>Whether that record is of today, and for this number.</summary>
    public bool Has(CrmRecord record, PhoneNumber number) =>
        record.PhoneHash == number.Hash
        && (DateOf(record.LastUpdate) == DateOf(Now) || IsJustAhead(record.LastUpdate))
        && record.ValidUntil > Now && record.ValidUntil - Now <= LongestDay;

    /// <summary>Whether it may be served while the CRM does not answer.</summary>
    public bool MayServe(CrmRecord record, PhoneNumber number, TimeSpan maxStale) =>
        record.IsFound && record.PhoneHash == number.Hash && maxStale > TimeSpan.Zero
        && Now - record.LastUpdate <= maxStale && (record.LastUpdate <= Now || IsJustAhead(record.LastUpdate));

    private bool IsJustAhead(DateTimeOffset time) => time > Now && time - Now <= ClockTolerance;

    private LocalDate DateOf(DateTimeOffset time) => Instant.FromDateTimeOffset(time).InZone(zone).Date;
}

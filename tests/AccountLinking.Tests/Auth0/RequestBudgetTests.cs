using AccountLinking.Auth0;

namespace AccountLinking.Tests.Auth0;

public sealed class RequestBudgetTests
{
    private readonly SteppedClock _clock = new();

    [Fact]
    public void A_write_begins_only_with_two_seconds_left()
    {
        using var budget = Start(CancellationToken.None);

        _clock.Advance(TimeSpan.FromSeconds(4));
        budget.EnsureRoomToWrite();
        _clock.Advance(TimeSpan.FromMilliseconds(1));

        Assert.Equal(TroubleCode.BudgetExceeded, Assert.Throws<Auth0Exception>(budget.EnsureRoomToWrite).Code);
        Assert.False(budget.HasRoomToWrite);
    }

    [Fact]
    public void A_write_does_not_begin_after_a_sleep_that_only_the_time_of_day_has_counted()
    {
        var clock = new ManualClock();
        using var budget = new RequestBudget(TimeSpan.FromHours(2), clock, CancellationToken.None);
        budget.PassPointOfNoReturn();
        clock.Advance(TimeSpan.FromHours(1));
        budget.EnsureRoomToWrite();

        clock.Advance(TimeSpan.FromHours(1));

        Assert.Equal(TroubleCode.BudgetExceeded, Assert.Throws<Auth0Exception>(budget.EnsureRoomToWrite).Code);
        Assert.Equal((false, true), (budget.HasRoomToTakeBack, budget.IsSpent));
    }

    [Fact]
    public void A_write_does_not_begin_late_when_the_time_of_day_was_set_back()
    {
        var clock = new TwoClocks();
        using var budget = new RequestBudget(TimeSpan.FromSeconds(6), clock, CancellationToken.None);
        clock.TimeOfDay -= TimeSpan.FromHours(1);
        clock.Running = TimeSpan.FromSeconds(4);
        budget.EnsureRoomToWrite();

        clock.Running += TimeSpan.FromMilliseconds(1);

        Assert.Equal(TroubleCode.BudgetExceeded, Assert.Throws<Auth0Exception>(budget.EnsureRoomToWrite).Code);
    }

    [Fact]
    public void A_part_has_its_own_end_and_never_a_later_one()
    {
        using var caller = new CancellationTokenSource();
        using var budget = Start(caller.Token);
        using var part = budget.Part(TimeSpan.FromSeconds(3));
        using var more = budget.Part(TimeSpan.FromSeconds(60));
        Assert.Equal((TimeSpan.FromSeconds(3), TimeSpan.FromSeconds(6)), (part.Remaining, more.Remaining));

        _clock.Advance(TimeSpan.FromSeconds(3));
        Assert.Equal((true, false, false), (part.Reading.IsCancellationRequested, more.Reading.IsCancellationRequested, budget.Reading.IsCancellationRequested));
        _clock.Advance(TimeSpan.FromSeconds(4));
        using var none = budget.Part(TimeSpan.FromSeconds(1));
        Assert.True(none.Reading.IsCancellationRequested);
    }

    [Fact]
    public void A_part_ends_when_the_caller_hangs_up()
    {
        using var caller = new CancellationTokenSource();
        using var budget = Start(caller.Token);
        using var part = budget.Part(TimeSpan.FromSeconds(3));

        caller.Cancel();

        Assert.True(part.Reading.IsCancellationRequested);
    }

    [Fact]
    public void Nothing_is_answered_once_a_write_that_was_begun_must_have_ended()
    {
        using var budget = Start(CancellationToken.None);
        _clock.Advance(TimeSpan.FromMilliseconds(7999));
        budget.EnsureNotOver();

        _clock.Advance(TimeSpan.FromMilliseconds(1));

        Assert.Equal(TroubleCode.BudgetExceeded, Assert.Throws<Auth0Exception>(budget.EnsureNotOver).Code);
    }

    [Fact]
    public void A_write_does_not_begin_for_a_caller_who_has_hung_up()
    {
        using var caller = new CancellationTokenSource();
        using var budget = Start(caller.Token);
        caller.Cancel();

        Assert.Throws<OperationCanceledException>(budget.EnsureRoomToWrite);
    }

    [Fact]
    public void Reads_end_with_the_budget_and_writes_two_seconds_later()
    {
        using var budget = Start(CancellationToken.None);

        _clock.Advance(TimeSpan.FromMilliseconds(5999));
        Assert.Equal((false, false, false), (budget.IsSpent, budget.Reading.IsCancellationRequested, budget.Writing.IsCancellationRequested));
        _clock.Advance(TimeSpan.FromMilliseconds(1));
        Assert.Equal((true, true, false), (budget.IsSpent, budget.Reading.IsCancellationRequested, budget.Writing.IsCancellationRequested));
        _clock.Advance(TimeSpan.FromSeconds(2));
        Assert.True(budget.Writing.IsCancellationRequested);
    }

    [Fact]
    public void A_caller_who_hangs_up_ends_reads_and_no_write_that_was_sent()
    {
        using var caller = new CancellationTokenSource();
        using var budget = Start(caller.Token);
        caller.Cancel();

        Assert.Equal((true, false, false), (budget.Reading.IsCancellationRequested, budget.Writing.IsCancellationRequested, budget.IsSpent));
    }

    [Fact]
    public void Past_the_point_of_no_return_the_caller_may_hang_up_and_reads_go_on_as_long_as_writes()
    {
        using var caller = new CancellationTokenSource();
        using var budget = Start(caller.Token);
        budget.PassPointOfNoReturn();
        caller.Cancel();

        budget.EnsureRoomToWrite();
        Assert.False(budget.Reading.IsCancellationRequested);
        _clock.Advance(TimeSpan.FromMilliseconds(7999));
        Assert.False(budget.Reading.IsCancellationRequested);
        _clock.Advance(TimeSpan.FromMilliseconds(1));
        Assert.True(budget.Reading.IsCancellationRequested);
    }

    [Fact]
    public void The_point_of_no_return_is_not_passed_when_the_time_is_short_or_nobody_waits()
    {
        using var caller = new CancellationTokenSource();
        using var left = Start(caller.Token);
        using var late = Start(CancellationToken.None);
        caller.Cancel();
        Assert.Throws<OperationCanceledException>(left.PassPointOfNoReturn);
        _clock.Advance(TimeSpan.FromSeconds(4.5));

        Assert.Equal(TroubleCode.BudgetExceeded, Assert.Throws<Auth0Exception>(late.PassPointOfNoReturn).Code);

        Assert.True(left.Reading.IsCancellationRequested);
    }

    [Fact]
    public void Past_it_too_a_write_begins_only_with_two_seconds_left_and_taking_back_until_the_end()
    {
        using var budget = Start(CancellationToken.None);
        budget.PassPointOfNoReturn();

        _clock.Advance(TimeSpan.FromMilliseconds(4001));
        Assert.Equal(TroubleCode.BudgetExceeded, Assert.Throws<Auth0Exception>(budget.EnsureRoomToWrite).Code);
        _clock.Advance(TimeSpan.FromMilliseconds(1998));
        Assert.True(budget.HasRoomToTakeBack);
        _clock.Advance(TimeSpan.FromMilliseconds(1));
        Assert.False(budget.HasRoomToTakeBack);
    }

    [Fact]
    public void A_single_read_has_a_third_of_the_budget()
    {
        using var budget = Start(CancellationToken.None);

        Assert.Equal(TimeSpan.FromSeconds(2), budget.ReadTime);
        Assert.Equal(TimeSpan.FromSeconds(6), budget.Remaining);
    }

    private RequestBudget Start(CancellationToken caller) => new(TimeSpan.FromSeconds(6), _clock, caller);

    /// <summary>The time of day, and the time that the machine has been running.</summary>
    private sealed class TwoClocks : TimeProvider
    {
        public DateTimeOffset TimeOfDay { get; set; } = new(2026, 11, 20, 8, 15, 30, TimeSpan.Zero);

        public TimeSpan Running { get; set; }

        public override long TimestampFrequency => TimeSpan.TicksPerSecond;

        public override DateTimeOffset GetUtcNow() => TimeOfDay;

        public override long GetTimestamp() => Running.Ticks;
    }
}

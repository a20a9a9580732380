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
    public async Task A_write_does_not_begin_late_when_the_time_of_day_was_set_back()
    {
        var clock = new ManualClock();
        using var budget = new RequestBudget(RequestBudget.WriteTime + TimeSpan.FromMilliseconds(500), clock, CancellationToken.None);
        budget.EnsureRoomToWrite();
        clock.Advance(TimeSpan.FromHours(-1));

        await Task.Delay(700, TestContext.Current.CancellationToken);

        Assert.Equal(TroubleCode.BudgetExceeded, Assert.Throws<Auth0Exception>(budget.EnsureRoomToWrite).Code);
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
}

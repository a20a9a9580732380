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
    public void A_single_read_has_a_third_of_the_budget()
    {
        using var budget = Start(CancellationToken.None);

        Assert.Equal(TimeSpan.FromSeconds(2), budget.ReadTime);
        Assert.Equal(TimeSpan.FromSeconds(6), budget.Remaining);
    }

    private RequestBudget Start(CancellationToken caller) => new(TimeSpan.FromSeconds(6), _clock, caller);
}

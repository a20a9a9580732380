using AccountLinking.Journal.Leases;

namespace AccountLinking.Tests.Journal;

public sealed class KeyedTurnsTests
{
    private readonly KeyedTurns _turns = new();

    [Fact]
    public async Task Those_who_want_the_same_come_in_one_at_a_time_in_their_order()
    {
        var first = await _turns.TakeAsync("a", CancellationToken.None);
        var (second, third) = (_turns.TakeAsync("a", CancellationToken.None), _turns.TakeAsync("a", CancellationToken.None));

        Assert.False(second.IsCompleted);
        first.Dispose();
        var next = await second;
        Assert.False(third.IsCompleted);
        next.Dispose();
        (await third).Dispose();
    }

    [Fact]
    public async Task Those_who_want_another_do_not_wait()
    {
        using var one = await _turns.TakeAsync("a", CancellationToken.None);
        using var other = await _turns.TakeAsync("b", CancellationToken.None);
    }

    [Fact]
    public async Task Whoever_gives_up_waiting_is_left_out()
    {
        using var gone = new CancellationTokenSource();
        var first = await _turns.TakeAsync("a", CancellationToken.None);
        var (second, third) = (_turns.TakeAsync("a", gone.Token), _turns.TakeAsync("a", CancellationToken.None));

        await gone.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => second);
        Assert.False(third.IsCompleted);
        first.Dispose();
        (await third).Dispose();
    }

    [Fact]
    public async Task A_turn_ends_once()
    {
        var first = await _turns.TakeAsync("a", CancellationToken.None);
        first.Dispose();
        using var second = await _turns.TakeAsync("a", CancellationToken.None);
        first.Dispose();

        Assert.False(_turns.TakeAsync("a", CancellationToken.None).IsCompleted);
    }

    [Fact]
    public async Task Many_at_once_never_meet()
    {
        var (inside, most) = (0, 0);
        await Task.WhenAll(Enumerable.Range(0, 200).Select(number => Task.Run(async () =>
        {
            using var turn = await _turns.TakeAsync($"{number % 2}", CancellationToken.None);
            if (number % 2 == 0) return;
            most = Math.Max(most, Interlocked.Increment(ref inside));
            await Task.Yield();
            Interlocked.Decrement(ref inside);
        })));

        Assert.Equal(1, most);
    }
}

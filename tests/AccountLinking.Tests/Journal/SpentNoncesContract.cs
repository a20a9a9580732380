using AccountLinking.Journal;
using AccountLinking.Journal.Stores;

namespace AccountLinking.Tests.Journal;

/// <summary>What may be used once is used once, on whatever store, by however many processes.</summary>
public abstract class SpentNoncesContract
{
    /// <summary>Later than any that another test may have left behind in a store that several share.</summary>
    private static readonly DateTimeOffset Expires = new(2026, 11, 20, 8, 10, 0, TimeSpan.Zero);

    private readonly string _id = Guid.NewGuid().ToString("n");

    private protected abstract IJournalStore Store { get; }

    private SpentNonces Nonces => new(Store);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Is_spent_by_the_first_and_by_nobody_after()
    {
        Assert.NotNull(await Nonces.TrySpendAsync(_id, Expires, Cancellation));

        Assert.Null(await Nonces.TrySpendAsync(_id, Expires, Cancellation));
        Assert.NotNull(await Nonces.TrySpendAsync(Guid.NewGuid().ToString("n"), Expires, Cancellation));
    }

    [Fact]
    public async Task Of_many_at_once_one_is_first()
    {
        var spent = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => Nonces.TrySpendAsync(_id, Expires, Cancellation)));

        Assert.Single(spent, nonce => nonce is not null);
    }

    [Fact]
    public async Task What_is_given_back_may_be_spent_again_once()
    {
        await Nonces.GiveBackAsync((await Nonces.TrySpendAsync(_id, Expires, Cancellation))!, Cancellation);

        Assert.NotNull(await Nonces.TrySpendAsync(_id, Expires, Cancellation));
        Assert.Null(await Nonces.TrySpendAsync(_id, Expires, Cancellation));
    }

    /// <summary>It has no power over what somebody else has spent since.</summary>
    [Fact]
    public async Task What_is_given_back_twice_is_given_back_once()
    {
        var first = (await Nonces.TrySpendAsync(_id, Expires, Cancellation))!;
        await Nonces.GiveBackAsync(first, Cancellation);
        Assert.NotNull(await Nonces.TrySpendAsync(_id, Expires, Cancellation));

        await Nonces.GiveBackAsync(first, Cancellation);

        Assert.Null(await Nonces.TrySpendAsync(_id, Expires, Cancellation));
    }

    /// <summary>By five minutes: so much another machine's clock may be behind.</summary>
    [Fact]
    public async Task Is_forgotten_when_it_has_expired_for_a_while_and_no_sooner()
    {
        await Nonces.TrySpendAsync(_id, Expires, Cancellation);
        await Nonces.ForgetAsync(Expires.AddMinutes(5), Cancellation);
        Assert.Null(await Nonces.TrySpendAsync(_id, Expires, Cancellation));

        Assert.True(await Nonces.ForgetAsync(Expires.AddMinutes(5).AddSeconds(1), Cancellation) > 0);

        Assert.NotNull(await Nonces.TrySpendAsync(_id, Expires, Cancellation));
        Assert.Equal(1, await Nonces.ForgetAsync(Expires.AddMinutes(5).AddSeconds(1), Cancellation));
        Assert.Equal(0, await Nonces.ForgetAsync(Expires.AddMinutes(5).AddSeconds(1), Cancellation));
    }
}

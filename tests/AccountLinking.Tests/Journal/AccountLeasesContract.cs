using AccountLinking.Auth0;
using AccountLinking.Journal;
using AccountLinking.Journal.Leases;
using AccountLinking.Journal.Stores;
using Microsoft.Extensions.Logging.Abstractions;

namespace AccountLinking.Tests.Journal;

/// <summary>Leases, on whatever store.</summary>
public abstract class AccountLeasesContract
{
    private static readonly UserId Anna = UserId.Parse("oidc|swedish-bankid|anna@example.com");
    private static readonly UserId Hand = UserId.Parse("auth0|hand");
    private static readonly UserId Third = UserId.Parse("auth0|third");

    private readonly AccountNames _names = new(Guid.NewGuid().ToByteArray());
    private readonly ManualClock _clock = new();

    private protected abstract IJournalStore Store { get; }

    private AccountLeases Leases => new(Store, _names, _clock, NullLogger<AccountLeases>.Instance);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task An_account_that_is_held_is_waited_for()
    {
        var first = await AcquireAsync("first", Hand, Anna);
        using var budget = Budget(TimeSpan.FromSeconds(60));
        var second = Leases.AcquireAsync("second", [Third, Anna], budget);
        await Task.Delay(120, Cancellation);
        Assert.False(second.IsCompleted);

        await first.ReleaseAsync(Cancellation);

        await second;
    }

    [Fact]
    public async Task Whoever_waits_too_long_gives_up_and_keeps_nothing()
    {
        await AcquireAsync("first", Anna);
        using var budget = Budget(RequestBudget.WriteTime + TimeSpan.FromMilliseconds(300));

        var late = await Assert.ThrowsAsync<Auth0Exception>(() => Leases.AcquireAsync("second", [Hand, Anna, Third], budget));

        Assert.Equal(TroubleCode.BudgetExceeded, late.Code);
        await (await AcquireAsync("third", Hand, Third)).ReleaseAsync(Cancellation);
    }

    [Fact]
    public async Task A_lease_that_has_ended_is_taken_over_and_its_holder_told()
    {
        var dead = await AcquireAsync("0123456789abcdef0123456789abcdef", Hand);
        _clock.Advance(AccountLeases.Duration + TimeSpan.FromSeconds(1));

        var heir = await AcquireAsync("heir", Hand);

        Assert.Equal(["0123456789abcdef0123456789abcdef"], heir.Links);
        // It comes back, and takes nothing from whoever has the lease now.
        await dead.ReleaseAsync(Cancellation);
        using var budget = Budget(TimeSpan.FromSeconds(60));
        var other = Leases.AcquireAsync("other", [Hand], budget);
        await Task.Delay(120, Cancellation);
        Assert.False(other.IsCompleted);
        await heir.ReleaseAsync(Cancellation);
        await other;
    }

    [Fact]
    public async Task Of_many_who_want_the_same_accounts_one_at_a_time_has_them()
    {
        var (inside, most) = (0, 0);
        using var budget = Budget(TimeSpan.FromSeconds(60));

        await Task.WhenAll(Enumerable.Range(0, 12).Select(async number =>
        {
            UserId[] wanted = number % 2 == 0 ? [Hand, Anna] : [Anna, Third, Hand];
            var held = await Leases.AcquireAsync($"{number}", wanted, budget);
            most = Math.Max(most, Interlocked.Increment(ref inside));
            await Task.Yield();
            Interlocked.Decrement(ref inside);
            await held.ReleaseAsync(Cancellation);
        }));

        Assert.Equal(1, most);
    }

    private async Task<HeldAccounts> AcquireAsync(string holder, params UserId[] accounts)
    {
        using var budget = Budget(TimeSpan.FromSeconds(30));
        return await Leases.AcquireAsync(holder, accounts, budget);
    }

    private static RequestBudget Budget(TimeSpan total) => new(total, TimeProvider.System, Cancellation);
}

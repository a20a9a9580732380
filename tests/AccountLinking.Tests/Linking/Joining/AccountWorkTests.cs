using System.Runtime.CompilerServices;
using AccountLinking.Auth0;
using AccountLinking.Configuration;
using AccountLinking.Journal;
using AccountLinking.Journal.Leases;
using AccountLinking.Journal.Stores;
using AccountLinking.Linking.Joining;
using AccountLinking.Tests.Auth0;
using AccountLinking.Tests.Telemetry;
using Microsoft.Extensions.Logging.Abstractions;
using NSubstitute;

namespace AccountLinking.Tests.Linking.Joining;

public sealed class AccountWorkTests
{
    private static readonly UserId Hand = UserId.Parse("auth0|hand");

    private readonly SteppedClock _clock = new();
    private readonly IAuth0Users _users = Substitute.For<IAuth0Users>();
    private readonly AccountWork _work;

    public AccountWorkTests()
    {
        var (store, names) = (new HangingStore(), new AccountNames(new byte[32]));
        var journal = new LinkJournal(store, names, Unobserved.Telemetry);
        var settle = new SettleStep(_users, new TakeBackStep(_users, _clock, NullLogger<TakeBackStep>.Instance), journal, _clock, NullLogger<SettleStep>.Instance);
        _work = new AccountWork(new AccountLeases(store, names, _clock, NullLogger<AccountLeases>.Instance), journal, new LinkIds(_clock), settle, _clock, NullLogger<AccountWork>.Instance);
    }

    [Fact]
    public async Task A_journal_that_does_not_answer_keeps_nobody_waiting_who_may_not_need_it()
    {
        using var budget = Budget(CancellationToken.None);

        var settling = _work.TrySettleAsync(Hand, new SsnOptions(), budget);
        Assert.False(settling.IsCompleted);
        _clock.Advance(TimeSpan.FromMilliseconds(500));

        Assert.False(await settling);
        Assert.Empty(_users.ReceivedCalls());
    }

    [Fact]
    public async Task A_journal_that_does_not_answer_keeps_nobody_waiting_who_has_hung_up()
    {
        using var caller = new CancellationTokenSource();
        using var budget = Budget(caller.Token);

        var settling = _work.TrySettleAsync(Hand, new SsnOptions(), budget);
        await caller.CancelAsync();

        Assert.False(await settling);
    }

    [Fact]
    public async Task A_journal_that_does_not_answer_is_waited_for_until_the_budget_ends_by_whoever_needs_it_and_by_those_in_line()
    {
        using var budget = Budget(CancellationToken.None);
        using var other = Budget(CancellationToken.None);
        var (first, second) = (TakeAsync(budget), TakeAsync(other));

        _clock.Advance(TimeSpan.FromSeconds(4));
        // Whoever waits in line has no time left to write.
        Assert.Equal(TroubleCode.BudgetExceeded, (await Assert.ThrowsAsync<Auth0Exception>(() => second)).Code);
        Assert.False(first.IsCompleted);
        _clock.Advance(TimeSpan.FromSeconds(2));

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => first);
        Assert.Empty(_users.ReceivedCalls());
    }

    private RequestBudget Budget(CancellationToken caller) => new(TimeSpan.FromSeconds(6), _clock, caller);

    private Task<HeldAccounts> TakeAsync(RequestBudget budget) => _work.TakeAsync("0123456789abcdef0123456789abcdef", [Hand], new SsnOptions(), budget);

    private sealed class HangingStore : IJournalStore
    {
        public async Task<StoredDocument?> ReadAsync(string name, CancellationToken cancellation)
        {
            await Task.Delay(Timeout.InfiniteTimeSpan, cancellation);
            return null;
        }

        public Task<string?> WriteAsync(string name, ReadOnlyMemory<byte> content, string? expected, CancellationToken cancellation) => throw new NotSupportedException();

        public Task<bool> DeleteAsync(string name, string expected, CancellationToken cancellation) => throw new NotSupportedException();

        public async IAsyncEnumerable<string> ListAsync(string prefix, [EnumeratorCancellation] CancellationToken cancellation)
        {
            await Task.Delay(Timeout.InfiniteTimeSpan, cancellation);
            yield break;
        }
    }
}

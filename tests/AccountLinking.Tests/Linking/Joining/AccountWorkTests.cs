using System.Runtime.CompilerServices;
using AccountLinking.Auth0;
using AccountLinking.Configuration;
using AccountLinking.Journal;
using AccountLinking.Journal.Leases;
using AccountLinking.Journal.Stores;
using AccountLinking.Linking.Joining;
using AccountLinking.Tests.Auth0;
using Microsoft.Extensions.Logging.Abstractions;
using NSubstitute;

namespace AccountLinking.Tests.Linking.Joining;

public sealed class AccountWorkTests
{
    [Fact]
    public async Task A_journal_that_does_not_answer_keeps_nobody_waiting_who_may_not_need_it()
    {
        var (clock, store, names, users) = (new SteppedClock(), new HangingStore(), new AccountNames(new byte[32]), Substitute.For<IAuth0Users>());
        var journal = new LinkJournal(store, names);
        var settle = new SettleStep(users, new TakeBackStep(users, clock, NullLogger<TakeBackStep>.Instance), journal, clock, NullLogger<SettleStep>.Instance);
        var work = new AccountWork(new AccountLeases(store, names, clock), journal, new LinkIds(clock), settle, clock, NullLogger<AccountWork>.Instance);
        using var budget = new RequestBudget(TimeSpan.FromSeconds(6), clock, CancellationToken.None);

        var settling = work.TrySettleAsync(UserId.Parse("auth0|hand"), new SsnOptions(), budget);
        Assert.False(settling.IsCompleted);
        clock.Advance(TimeSpan.FromMilliseconds(500));

        Assert.False(await settling);
        Assert.Empty(users.ReceivedCalls());
    }

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

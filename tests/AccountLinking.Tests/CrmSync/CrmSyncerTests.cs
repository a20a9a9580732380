using System.Text.Json;
using AccountLinking.Auth0;
using AccountLinking.CrmSync;
using AccountLinking.CrmSync.Customers;
using AccountLinking.Journal;
using AccountLinking.Journal.Leases;
using AccountLinking.Journal.Stores;
using AccountLinking.Tests.Auth0;
using AccountLinking.Tests.Journal.Stores;
using Microsoft.Extensions.Logging.Abstractions;
using NSubstitute;
using static AccountLinking.Tests.CrmSync.CrmTestData;
using static AccountLinking.Tests.Linking.Accounts;

namespace AccountLinking.Tests.CrmSync;

/// <summary>What the sandbox cannot play.</summary>
public sealed class CrmSyncerTests : IDisposable
{
    /// <summary>Between two looks at a lease that somebody has.</summary>
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(50);

    private static readonly UserId Asked = UserId.Parse("sms|1");

    private readonly SteppedClock _clock = new();
    private readonly IAuth0Users _users = Substitute.For<IAuth0Users>();
    private readonly ICustomers _customers = Substitute.For<ICustomers>();
    private readonly AccountNames _names = new([.. Enumerable.Repeat((byte)1, 32)]);
    private readonly RequestBudget _budget;

    public CrmSyncerTests() => _budget = new RequestBudget(TimeSpan.FromSeconds(6), _clock, CancellationToken.None);

    public void Dispose() => _budget.Dispose();

    [Fact]
    public async Task Another_account_that_Auth0_answers_with_is_not_the_one_that_was_asked_about()
    {
        _users.FindAsync(Asked, _budget).Returns(User("sms|2", """, "phone_number": "+46701740606" """));

        Assert.Null(await SyncAsync());

        await _customers.DidNotReceiveWithAnyArgs().FindAsync(default, null!);
    }

    [Fact]
    public async Task Nor_is_one_that_it_answers_with_when_the_CRM_has_answered()
    {
        _users.FindAsync(Asked, _budget).Returns(Customer(), User("sms|2", $", \"phone_number\": \"{Phone}\""));
        _customers.FindAsync(Number(), _budget).Returns(new CrmAnswer.NotFound());

        Assert.Null(await SyncAsync());

        await _users.DidNotReceiveWithAnyArgs().PatchMetadataAsync(default, null!, default, null!);
    }

    [Fact]
    public async Task A_number_that_changes_again_and_again_is_given_up()
    {
        var turn = 0;
        _users.FindAsync(Asked, _budget).Returns(_ => User("sms|1", $", \"phone_number\": \"+4670174060{turn++}\""));
        _customers.FindAsync(default, null!).ReturnsForAnyArgs(new CrmAnswer.NotFound());

        Assert.IsType<CrmOutcome.Unavailable>(await SyncAsync());

        await _customers.ReceivedWithAnyArgs(2).FindAsync(default, null!);
        await _users.DidNotReceiveWithAnyArgs().PatchMetadataAsync(default, null!, default, null!);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task While_the_journal_hangs_what_was_known_is_told_in_time(bool isKnown)
    {
        var account = Customer();
        if (isKnown) account = Written(account, Lay(account, """{"externalUserId": "C-1"}""", _clock.GetUtcNow().AddDays(-1)));
        _users.FindAsync(Asked, _budget).Returns(account);
        _customers.FindAsync(Number(), _budget).Returns(new CrmAnswer.Found(JsonElement.Parse("""{"externalUserId": "C-1"}""")));
        var store = Substitute.For<IJournalStore>();
        store.ReadAsync(Arg.Any<string>(), Arg.Any<CancellationToken>()).Returns(call => NeverAsync(call.Arg<CancellationToken>()));

        var sync = SyncAsync(store);
        _clock.Advance(TimeSpan.FromSeconds(4));

        if (isKnown) Assert.Equal("C-1", Assert.IsType<CrmOutcome.Stale>(await sync).Record.ExternalUserId);
        else Assert.Equal(TroubleCode.BudgetExceeded, (await Assert.ThrowsAsync<Auth0Exception>(() => sync)).Code);
    }

    [Fact]
    public async Task For_whoever_has_the_account_it_waits_a_second()
    {
        _users.FindAsync(Asked, _budget).Returns(Customer());
        _customers.FindAsync(Number(), _budget).Returns(new CrmAnswer.NotFound());
        var store = new MemoryJournalStore();
        await store.WriteAsync(_names.Of(Asked), new AccountEntry("0123456789abcdef0123456789abcdef", _clock.GetUtcNow().AddSeconds(38), [], []).Write(), expected: null, TestContext.Current.CancellationToken);
        var started = _clock.GetUtcNow();

        var sync = SyncAsync(store);
        while (!sync.IsCompleted)
        {
            // No time passes but while it waits.
            if (_clock.IsAwaited(_clock.GetUtcNow() + Pause)) _clock.Advance(Pause);
            else await Task.Delay(1, TestContext.Current.CancellationToken);
        }

        Assert.Equal(TroubleCode.BudgetExceeded, (await Assert.ThrowsAsync<Auth0Exception>(() => sync)).Code);
        Assert.InRange(_clock.GetUtcNow() - started, TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(1) + Pause);
    }

    private static async Task<StoredDocument?> NeverAsync(CancellationToken cancellation)
    {
        await Task.Delay(Timeout.InfiniteTimeSpan, cancellation);
        return null;
    }

    private async Task<CrmOutcome?> SyncAsync(IJournalStore? store = null)
    {
        var leases = new AccountLeases(store ?? new MemoryJournalStore(), _names, _clock, NullLogger<AccountLeases>.Instance);
        return await new CrmSyncer(_users, _customers, leases, new LinkIds(_clock), _clock, NullLogger<CrmSyncer>.Instance).SyncAsync(Asked, Crm(), _budget);
    }
}

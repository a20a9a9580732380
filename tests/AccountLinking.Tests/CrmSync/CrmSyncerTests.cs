using AccountLinking.Auth0;
using AccountLinking.CrmSync;
using AccountLinking.CrmSync.Customers;
using AccountLinking.Journal;
using AccountLinking.Journal.Leases;
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
    private static readonly UserId Asked = UserId.Parse("sms|1");

    private readonly SteppedClock _clock = new();
    private readonly IAuth0Users _users = Substitute.For<IAuth0Users>();
    private readonly ICustomers _customers = Substitute.For<ICustomers>();
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

    private async Task<CrmOutcome?> SyncAsync()
    {
        var leases = new AccountLeases(new MemoryJournalStore(), new AccountNames([.. Enumerable.Repeat((byte)1, 32)]), _clock, NullLogger<AccountLeases>.Instance);
        return await new CrmSyncer(_users, _customers, leases, new LinkIds(_clock), _clock, NullLogger<CrmSyncer>.Instance).SyncAsync(Asked, Crm(), _budget);
    }
}

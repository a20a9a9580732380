using System.Text.Json;
using AccountLinking.Auth0;
using AccountLinking.Journal;
using AccountLinking.Journal.Leases;
using AccountLinking.Journal.Stores;
using AccountLinking.Tests.Telemetry;
using Microsoft.Extensions.Logging.Abstractions;

namespace AccountLinking.Tests.Journal;

/// <summary>What operations find and erase of a person, on whatever store.</summary>
public abstract class JournalDeskContract
{
    private static readonly UserId Anna = UserId.Parse("oidc|swedish-bankid|anna");
    private static readonly UserId Hand = UserId.Parse("auth0|hand");

    private readonly AccountNames _names = new(Guid.NewGuid().ToByteArray());
    private readonly ManualClock _clock = new();

    private protected abstract IJournalStore Store { get; }

    private LinkJournal Journal => new(Store, _names, Unobserved.Telemetry);

    private JournalDesk Desk => new(Journal, new AccountLeases(Store, _names, _clock, NullLogger<AccountLeases>.Instance), _clock);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("oidc|swedish-bankid|anna")]
    [InlineData("auth0|hand")]
    public async Task A_record_is_found_and_erased_by_either_account(string account)
    {
        var link = await LinkAsync();

        Assert.Equal(link, Assert.Single(await Desk.FindByAccountAsync(UserId.Parse(account), Cancellation)).Id);
        Assert.Equal(link, (await Desk.FindAsync(link, Cancellation))?.Id);
        Assert.Equal(1, await Desk.EraseAsync(UserId.Parse(account), Cancellation));

        Assert.Null(await Desk.FindAsync(link, Cancellation));
        foreach (var id in (UserId[])[Anna, Hand]) Assert.Null(await Store.ReadAsync(_names.Of(id), Cancellation));
        Assert.Equal(0, await Desk.EraseAsync(UserId.Parse(account), Cancellation));
    }

    [Fact]
    public async Task One_that_has_not_ended_is_found_and_not_erased()
    {
        var link = await LinkAsync(LinkState.Started);

        await Assert.ThrowsAsync<JournalException>(() => Desk.EraseAsync(Anna, Cancellation));

        Assert.Equal(LinkState.Started, Assert.Single(await Desk.FindByAccountAsync(Anna, Cancellation)).State);
        Assert.NotNull(await Desk.FindAsync(link, Cancellation));
    }

    [Fact]
    public async Task One_that_cannot_be_read_is_named_and_erased()
    {
        var link = await LinkAsync();
        var version = (await Store.ReadAsync($"records/{link}", Cancellation))!.Version;
        await Store.WriteAsync($"records/{link}", "torn"u8.ToArray(), version, Cancellation);

        Assert.Empty(await Desk.FindByAccountAsync(Anna, Cancellation));
        Assert.Equal([link], await Desk.FindDamagedAsync(Anna, Cancellation));
        Assert.Equal(1, await Desk.EraseAsync(Anna, Cancellation));

        Assert.Null(await Store.ReadAsync($"records/{link}", Cancellation));
    }

    private async Task<string> LinkAsync(LinkState state = LinkState.Linked)
    {
        var now = _clock.GetUtcNow();
        var record = new LinkRecord(
            LinkJournal.NewId(now), LinkState.Started, "ssn", now, EndedAt: null, Account("auth0", "hand"),
            [new AbsorbedAccount(Account("oidc", "swedish-bankid|anna"), ConnectionId: null, IsJoined: true)], new RecordedPatch(null, null));
        using var budget = new RequestBudget(TimeSpan.FromSeconds(30), TimeProvider.System, Cancellation);
        var held = await new AccountLeases(Store, _names, _clock, NullLogger<AccountLeases>.Instance).AcquireAsync(record.Id, [Hand, Anna], budget);
        held.Remember();
        await Journal.StartAsync(record, Cancellation);
        if (state != LinkState.Started) await Journal.ChangeAsync(record with { State = state, EndedAt = now }, Cancellation);
        await held.ReleaseAsync(Cancellation);
        return record.Id;
    }

    private static JsonElement Account(string provider, string id) => JsonElement.Parse($$"""
        {"user_id": "{{provider}}|{{id}}", "identities": [{"provider": "{{provider}}", "user_id": "{{id}}", "connection": "c"}]}
        """);
}

using System.Text.Json;
using System.Text.Json.Nodes;
using AccountLinking.Auth0;
using AccountLinking.Journal;
using AccountLinking.Journal.Leases;
using AccountLinking.Journal.Stores;
using AccountLinking.Tests.Telemetry;
using Microsoft.Extensions.Logging.Abstractions;

namespace AccountLinking.Tests.Journal;

/// <summary>Records, on whatever store.</summary>
public abstract class LinkJournalContract
{
    private static readonly UserId Anna = UserId.Parse("oidc|swedish-bankid|anna@example.com");
    private static readonly UserId Hand = UserId.Parse("auth0|hand");
    private static readonly UserId Third = UserId.Parse("auth0|third");

    private readonly AccountNames _names = new(Guid.NewGuid().ToByteArray());
    private readonly ManualClock _clock = new();

    private protected abstract IJournalStore Store { get; }

    private LinkJournal Journal => new(Store, _names, Unobserved.Telemetry);

    private AccountLeases Leases => new(Store, _names, _clock, NullLogger<AccountLeases>.Instance);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_record_is_found_by_its_id_as_it_was_written()
    {
        var record = NewRecord();
        Assert.Null(await Journal.FindAsync(record.Id, Cancellation));

        await Journal.StartAsync(record, Cancellation);

        var found = (await Journal.FindAsync(record.Id, Cancellation))!;
        Assert.Equal((record.Id, LinkState.Started, "ssn", record.StartedAt, null, 1, false), (found.Id, found.State, found.Rule, found.StartedAt, found.EndedAt, found.Version, found.MayBeRelinked));
        Assert.Equal(record.Primary.GetRawText(), found.Primary.GetRawText());
        var secondary = Assert.Single(found.Secondaries);
        Assert.Equal((Anna, "con_1", false, record.Secondaries[0].Profile.GetRawText()), (secondary.Id, secondary.ConnectionId, secondary.IsJoined, secondary.Profile.GetRawText()));
        Assert.Equal(record.Patch.UserMetadata!.ToJsonString(), found.Patch.UserMetadata?.ToJsonString());
        Assert.Null(found.Patch.AppMetadata);
    }

    [Fact]
    public async Task A_record_is_not_written_over_another_one_and_changed_only_where_there_is_one()
    {
        var record = NewRecord();
        await Assert.ThrowsAsync<JournalException>(() => Journal.ChangeAsync(record, Cancellation));
        await Journal.StartAsync(record, Cancellation);

        await Assert.ThrowsAsync<JournalException>(() => Journal.StartAsync(record with { Rule = "email" }, Cancellation));

        Assert.Equal("ssn", (await Journal.FindAsync(record.Id, Cancellation))!.Rule);
    }

    [Fact]
    public async Task A_record_is_open_until_it_has_ended()
    {
        var (first, second) = (NewRecord(), NewRecord());
        await Journal.StartAsync(second, Cancellation);
        await Journal.StartAsync(first, Cancellation);
        Assert.Equal([first.Id, second.Id], await OpenAsync(first, second));

        await Journal.ChangeAsync(first with { State = LinkState.Linked, EndedAt = _clock.GetUtcNow() }, Cancellation);

        Assert.Equal([second.Id], await OpenAsync(first, second));
        Assert.Equal(LinkState.Linked, (await Journal.FindAsync(first.Id, Cancellation))!.State);
    }

    [Fact]
    public async Task A_record_is_found_by_each_of_its_accounts_the_newest_first()
    {
        var (first, second) = (NewRecord(), NewRecord());
        foreach (var record in (LinkRecord[])[first, second])
        {
            var held = await AcquireAsync(record.Id, Hand, Anna);
            held.Remember();
            await Journal.StartAsync(record, Cancellation);
            await held.ReleaseAsync(Cancellation);
        }

        Assert.Equal([second.Id, first.Id], (await Journal.FindByAccountAsync(Hand, Cancellation)).Select(record => record.Id));
        Assert.Equal([second.Id, first.Id], (await Journal.FindByAccountAsync(Anna, Cancellation)).Select(record => record.Id));
        Assert.Empty(await Journal.FindByAccountAsync(Third, Cancellation));
        Assert.Empty(await new LinkJournal(Store, new AccountNames(new byte[32]), Unobserved.Telemetry).FindByAccountAsync(Hand, Cancellation));
    }

    [Fact]
    public async Task A_record_of_somebody_who_died_at_work_is_found_too()
    {
        var record = NewRecord();
        var held = await AcquireAsync(record.Id, Hand);
        held.Remember();
        await Journal.StartAsync(record, Cancellation);

        Assert.Equal(record.Id, Assert.Single(await Journal.FindByAccountAsync(Hand, Cancellation)).Id);
    }

    [Fact]
    public async Task A_record_of_a_link_that_came_to_nothing_is_found_but_is_in_nobodys_way()
    {
        var record = NewRecord();
        var held = await AcquireAsync(record.Id, Hand);
        held.Remember();
        await Journal.StartAsync(record, Cancellation);
        held.Retire(record.Id);
        await held.ReleaseAsync(Cancellation);

        var again = await AcquireAsync(LinkJournal.NewId(_clock.GetUtcNow()), Hand);

        Assert.Empty(again.Links);
        Assert.Equal(record.Id, Assert.Single(await Journal.FindByAccountAsync(Hand, Cancellation)).Id);
        await again.ReleaseAsync(Cancellation);
        Assert.Equal(record.Id, Assert.Single(await Journal.FindByAccountAsync(Hand, Cancellation)).Id);
        again = await AcquireAsync(LinkJournal.NewId(_clock.GetUtcNow()), Hand);
        again.Forget(record.Id);
        await again.ReleaseAsync(Cancellation);
        Assert.Null(await Store.ReadAsync(_names.Of(Hand), Cancellation));
    }

    [Fact]
    public async Task An_erased_record_is_nowhere()
    {
        var record = NewRecord();
        var held = await AcquireAsync(record.Id, Hand);
        held.Remember();
        await Journal.StartAsync(record, Cancellation);
        await held.ReleaseAsync(Cancellation);
        var again = await AcquireAsync(LinkJournal.NewId(_clock.GetUtcNow()), Hand);

        await Journal.EraseAsync(record.Id, Cancellation);
        again.Forget(record.Id);
        await again.ReleaseAsync(Cancellation);

        Assert.Null(await Journal.FindAsync(record.Id, Cancellation));
        Assert.Empty(await OpenAsync(record));
        Assert.Null(await Store.ReadAsync(_names.Of(Hand), Cancellation));
    }

    [Theory]
    [InlineData("")]
    [InlineData("x")]
    [InlineData("../open")]
    [InlineData("0123456789ABCDEF0123456789ABCDEF")]
    public async Task What_is_no_id_finds_nothing(string id) => Assert.Null(await Journal.FindAsync(id, Cancellation));

    [Theory]
    [InlineData("")]
    [InlineData("{\"id\":")]
    [InlineData("{}")]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("""{"id": "0123456789abcdef0123456789abcdef", "state": "linked", "rule": "ssn", "started_at": "2026-11-20T08:15:30+00:00", "ended_at": null, "primary": {}, "secondaries": [], "patch": {"user_metadata": null, "app_metadata": null}}""")]
    [InlineData("""{"id": "fedcba9876543210fedcba9876543210", "state": "linked", "rule": "ssn", "started_at": "2026-11-20T08:15:30+00:00", "ended_at": null, "primary": {"user_id": "a|b", "identities": [{"provider": "a", "user_id": "b", "connection": "c"}]}, "secondaries": [], "patch": {"user_metadata": null, "app_metadata": null}}""")]
    public async Task A_damaged_record_is_trouble_that_names_it_and_can_be_erased(string content)
    {
        const string Id = "0123456789abcdef0123456789abcdef";
        await Store.WriteAsync($"records/{Id}", System.Text.Encoding.UTF8.GetBytes(content), null, Cancellation);
        try
        {
            var damage = await Assert.ThrowsAsync<JournalException>(() => Journal.FindAsync(Id, Cancellation));

            Assert.True(damage.IsDamage);
            Assert.Equal(
                $"The journal's document records/{Id} cannot be read: it was damaged, or written by another program or a later version. Restore it, or delete it if what it says may be lost.",
                damage.Message);
        }
        finally
        {
            Assert.True(await Journal.EraseAsync(Id, Cancellation));
        }

        Assert.Null(await Journal.FindAsync(Id, Cancellation));
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("null")]
    [InlineData("x")]
    public async Task A_damaged_account_is_trouble_that_names_it_and_nobody_takes_it(string content)
    {
        await Store.WriteAsync(_names.Of(Anna), System.Text.Encoding.UTF8.GetBytes(content), null, Cancellation);

        var damage = await Assert.ThrowsAsync<JournalException>(() => AcquireAsync(LinkJournal.NewId(_clock.GetUtcNow()), Hand, Anna));

        Assert.True(damage.IsDamage);
        Assert.Contains($" {_names.Of(Anna)} ", damage.Message, StringComparison.Ordinal);
        Assert.Null(await Store.ReadAsync(_names.Of(Hand), Cancellation));
        await Assert.ThrowsAsync<JournalException>(() => Journal.FindByAccountAsync(Anna, Cancellation));
    }

    [Fact]
    public void What_is_personal_does_not_get_into_a_log_by_mistake()
    {
        var record = NewRecord();

        Assert.Equal($"{record.Id} (Started)", $"{record}");
        Assert.Equal("not joined 2 and 0 keys an account with 1 identities an identity of swedish-bankid", $"{record.Secondaries[0]} {record.Patch} {record.Secondaries[0].Account} {record.Secondaries[0].Account.MainIdentity}");
    }

    [Fact]
    public async Task Names_tell_nothing_of_accounts()
    {
        var record = NewRecord();
        var held = await AcquireAsync(record.Id, Hand, Anna);
        held.Remember();
        await Journal.StartAsync(record, Cancellation);

        Assert.Matches("^accounts/[0-9a-f]{64}$", _names.Of(Anna));
        Assert.NotNull(await Store.ReadAsync(_names.Of(Anna), Cancellation));
        Assert.NotEqual(_names.Of(Anna), new AccountNames(new byte[32]).Of(Anna));
    }

    [Fact]
    public async Task A_link_is_left_open_once_nobody_is_at_work_on_it_any_more()
    {
        var record = NewRecord();
        await AcquireAsync(record.Id, Hand);
        await Journal.StartAsync(record, Cancellation);
        Assert.False(await Journal.IsLeftOpenAsync(Hand, _clock.GetUtcNow(), Cancellation));

        _clock.Advance(AccountLeases.Duration + TimeSpan.FromSeconds(1));

        Assert.True(await Journal.IsLeftOpenAsync(Hand, _clock.GetUtcNow(), Cancellation));
    }

    [Fact]
    public async Task A_record_that_cannot_be_found_among_the_open_ones_is_not_written()
    {
        var record = NewRecord();
        await Store.WriteAsync($"open/{record.Id}", ReadOnlyMemory<byte>.Empty, expected: null, Cancellation);

        await Assert.ThrowsAsync<JournalException>(() => Journal.StartAsync(record, Cancellation));

        Assert.Null(await Journal.FindAsync(record.Id, Cancellation));
    }

    private LinkRecord NewRecord()
    {
        _clock.Advance(TimeSpan.FromMilliseconds(2));
        var now = _clock.GetUtcNow();
        return new LinkRecord(
            LinkJournal.NewId(now),
            LinkState.Started,
            "ssn",
            now,
            EndedAt: null,
            JsonElement.Parse($$$"""{"user_id":"{{{Hand}}}","identities":[{"provider":"auth0","user_id":"hand","connection":"db"}],"app_metadata":{"n":1.10}}"""),
            [new AbsorbedAccount(JsonElement.Parse($$"""{"user_id":"{{Anna}}","identities":[{"provider":"oidc","user_id":"swedish-bankid|anna@example.com","connection":"swedish-bankid"}],"ssn":"196802020575"}"""), "con_1", IsJoined: false)],
            new RecordedPatch(JsonNode.Parse("""{"big": 12345678901234567890.10, "å": "😀"}""")!.AsObject(), AppMetadata: null));
    }

    private async Task<string[]> OpenAsync(params LinkRecord[] among)
    {
        List<string> open = [];
        await foreach (var id in Journal.ListOpenAsync(Cancellation)) open.Add(id);
        return [.. open.Where(id => among.Any(record => record.Id == id))];
    }

    private async Task<HeldAccounts> AcquireAsync(string holder, params UserId[] accounts)
    {
        using var budget = Budget(TimeSpan.FromSeconds(30));
        return await Leases.AcquireAsync(holder, accounts, budget);
    }

    private static RequestBudget Budget(TimeSpan total) => new(total, TimeProvider.System, Cancellation);
}

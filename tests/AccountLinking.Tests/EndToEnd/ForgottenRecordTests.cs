using System.Text;
using AccountLinking.Auth0;
using AccountLinking.Journal;
using AccountLinking.Journal.Leases;
using AccountLinking.Journal.Stores;
using AccountLinking.Linking.Sweeping;
using AccountLinking.Tests.Telemetry;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;

namespace AccountLinking.Tests.EndToEnd;

/// <summary>Documents of accounts that are gone or damaged, and a store that fails in the middle: what is left is found, settled and erased all the same.</summary>
public sealed class ForgottenRecordTests : JournalTests
{
    private const string Second = "oidc|swedish-bankid|second";

    private string _link = null!;

    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        _link = await LinkPairAsync();
    }

    [Fact]
    public async Task One_that_was_started_and_that_no_account_remembers_is_settled_and_remembered()
    {
        using var services = Compose();
        var (journal, care) = (services.GetRequiredService<LinkJournal>(), services.GetRequiredService<JournalCare>());
        var record = (await journal.FindAsync(_link, Cancellation))!;
        await journal.EraseAsync(_link, Cancellation);
        foreach (var path in Directory.EnumerateFiles(Path.Combine(Folder, "accounts"))) File.Delete(path);
        await journal.StartAsync(record with { State = LinkState.Started, EndedAt = null }, Cancellation);
        Clock.Advance(TimeSpan.FromHours(1));

        Assert.Equal((1, 0), await care.SettleAsync(Cancellation));

        Assert.Equal((0, 0), await care.SettleAsync(Cancellation));
        Assert.Equal(LinkState.Linked, (await journal.FindAsync(_link, Cancellation))!.State);
        foreach (var account in (string[])[Hand, Anna]) Assert.Equal(_link, Assert.Single(await RecordsAsync(account)).Id);
    }

    [Fact]
    public async Task An_account_whose_document_is_damaged_is_listed_and_erased_from_all_records()
    {
        await Client.InsertUserAsync($$"""{"user_id": "{{Second}}", "ssn": "{{Stage.Number}}"}""");
        Clock.Advance(TimeSpan.FromSeconds(1));
        var second = (await Service.LinkAsync(Second)).Body.Text("link_id")!;
        await DamageAsync(Anna);
        using var services = Compose();
        var desk = services.GetRequiredService<JournalDesk>();

        // The survivor had Anna's identity when it absorbed the second one.
        Assert.Equal([second, _link], (await desk.FindByAccountAsync(UserId.Parse(Anna), Cancellation)).Select(record => record.Id));
        Assert.Equal([_link], await services.GetRequiredService<LinkJournal>().FindIdsByAccountAsync(UserId.Parse(Anna), Cancellation));
        await DamageAsync(Anna);
        Assert.Equal(2, await desk.EraseAsync(UserId.Parse(Anna), Cancellation));

        Assert.Equal([".lock"], Directory.EnumerateFiles(Folder, "*", SearchOption.AllDirectories).Select(Path.GetFileName));
    }

    [Fact]
    public async Task Nothing_is_written_anew_while_a_record_cannot_be_read()
    {
        await DamageAsync(Anna);
        await File.WriteAllTextAsync(Path.Combine(Folder, "records", _link), "torn", Cancellation);
        using var services = Compose();

        var damage = await Assert.ThrowsAsync<JournalException>(() => services.GetRequiredService<JournalDesk>().FindByAccountAsync(UserId.Parse(Anna), Cancellation));

        Assert.Contains($"records/{_link}", damage.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_damaged_document_of_an_account_keeps_no_record_longer_than_it_may_be_kept()
    {
        await DamageAsync(Anna);
        using var services = Compose();
        Clock.Advance(TimeSpan.FromDays(401));

        Assert.Equal(1, await services.GetRequiredService<JournalCare>().EraseOldAsync(Cancellation));

        Assert.Equal([".lock"], Directory.EnumerateFiles(Folder, "*", SearchOption.AllDirectories).Select(Path.GetFileName));
    }

    [Fact]
    public async Task A_damaged_record_of_somebody_else_hides_nothing_and_keeps_nothing()
    {
        await Client.InsertUserAsync($$"""{"user_id": "{{Second}}", "ssn": "{{Stage.Number}}"}""");
        var second = (await Service.LinkAsync(Second)).Body.Text("link_id")!;
        await File.WriteAllTextAsync(Path.Combine(Folder, "records", second), "torn", Cancellation);
        using var services = Compose();
        var desk = services.GetRequiredService<JournalDesk>();

        Assert.Equal([_link], (await desk.FindByAccountAsync(UserId.Parse(Anna), Cancellation)).Select(record => record.Id));
        Assert.Empty(await desk.FindDamagedAsync(UserId.Parse(Anna), Cancellation));
        Assert.Equal([second], await desk.FindDamagedAsync(UserId.Parse(Hand), Cancellation));
        Assert.Equal(1, await desk.EraseAsync(UserId.Parse(Anna), Cancellation));
        Assert.Equal(1, await desk.EraseAsync(UserId.Parse(Hand), Cancellation));
    }

    [Fact]
    public async Task What_could_not_be_erased_is_found_again()
    {
        using var services = Compose();
        var (names, store) = (services.GetRequiredService<AccountNames>(), new StoreThatKeeps(services.GetRequiredService<IJournalStore>()));
        var desk = new JournalDesk(new LinkJournal(store, names, Unobserved.Telemetry), new AccountLeases(store, names, Clock, NullLogger<AccountLeases>.Instance), Clock);
        await Assert.ThrowsAsync<JournalException>(() => desk.EraseAsync(UserId.Parse(Anna), Cancellation));

        store.IsWell = true;

        Assert.Equal(1, await desk.EraseAsync(UserId.Parse(Anna), Cancellation));
    }

    [Fact]
    public async Task A_record_of_a_later_version_is_not_taken_for_one_of_this()
    {
        var path = Path.Combine(Folder, "records", _link);
        await File.WriteAllTextAsync(path, (await File.ReadAllTextAsync(path, Cancellation)).Replace("\"version\":1", "\"version\":2", StringComparison.Ordinal), Cancellation);

        Assert.Equal("journal_unavailable", (await Service.UnlinkAsync(_link)).Body.Text("code"));
    }

    private async Task DamageAsync(string account)
    {
        using var services = Compose();
        var (store, name) = (services.GetRequiredService<IJournalStore>(), services.GetRequiredService<AccountNames>().Of(UserId.Parse(account)));
        Assert.NotNull(await store.WriteAsync(name, Encoding.UTF8.GetBytes("{}"), (await store.ReadAsync(name, Cancellation))!.Version, Cancellation));
    }

    /// <summary>A store that deletes no record until it is well.</summary>
    private sealed class StoreThatKeeps(IJournalStore store) : IJournalStore
    {
        public bool IsWell { get; set; }

        public Task<StoredDocument?> ReadAsync(string name, CancellationToken cancellation) => store.ReadAsync(name, cancellation);

        public Task<string?> WriteAsync(string name, ReadOnlyMemory<byte> content, string? expected, CancellationToken cancellation) => store.WriteAsync(name, content, expected, cancellation);

        public Task<bool> DeleteAsync(string name, string expected, CancellationToken cancellation) =>
            IsWell || !name.StartsWith("records/", StringComparison.Ordinal) ? store.DeleteAsync(name, expected, cancellation) : throw new JournalException("Not now.");

        public IAsyncEnumerable<string> ListAsync(string prefix, CancellationToken cancellation) => store.ListAsync(prefix, cancellation);
    }
}

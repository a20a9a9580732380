using AccountLinking.Auth0;
using AccountLinking.Journal;
using AccountLinking.Linking.Sweeping;
using AccountLinking.Sandbox.Client;
using AccountLinking.Sandbox.Json;
using Microsoft.Extensions.DependencyInjection;

namespace AccountLinking.Tests.EndToEnd;

/// <summary>How long records are kept, and which are not erased.</summary>
public sealed class RetentionTests : CrashingTests
{
    [Fact]
    public async Task A_record_is_kept_as_long_after_the_link_was_undone()
    {
        var link = (await Service.LinkAsync(Anna)).Body.Text("link_id")!;
        using var services = Compose();
        var (care, journal) = (services.GetRequiredService<JournalCare>(), services.GetRequiredService<LinkJournal>());
        Clock.Advance(TimeSpan.FromDays(399));
        var record = (await journal.FindAsync(link, Cancellation))!;
        await journal.ChangeAsync(record with { State = LinkState.Unlinked, EndedAt = Clock.GetUtcNow() }, Cancellation);

        Clock.Advance(TimeSpan.FromDays(399));
        Assert.Equal(0, await care.EraseOldAsync(Cancellation));
        Assert.NotNull(await journal.FindAsync(link, Cancellation));

        Clock.Advance(TimeSpan.FromDays(2));
        Assert.Equal(1, await care.EraseOldAsync(Cancellation));
        Assert.Null(await journal.FindAsync(link, Cancellation));
    }

    [Fact]
    public async Task Old_records_are_erased_and_the_accounts_forget_them()
    {
        await Service.LinkAsync(Anna);
        using var services = Compose();
        var care = services.GetRequiredService<JournalCare>();
        Clock.Advance(TimeSpan.FromDays(399));
        Assert.Equal(0, await care.EraseOldAsync(Cancellation));
        Assert.Single(await RecordsAsync(Anna));

        Clock.Advance(TimeSpan.FromDays(2));
        await care.EraseOldAsync(Cancellation);

        Assert.Empty(await RecordsAsync(Anna));
        Assert.Equal([".lock"], Directory.EnumerateFiles(Folder, "*", SearchOption.AllDirectories).Select(Path.GetFileName));
        await AssertJoinedAsync();
    }

    [Fact]
    public async Task A_link_that_has_not_ended_is_not_erased()
    {
        await DieAsync("POST", "before");
        OutliveLease();
        using var services = Compose();

        await Assert.ThrowsAsync<JournalException>(() => services.GetRequiredService<JournalDesk>().EraseAsync(UserId.Parse(Hand), Cancellation));

        Assert.Equal(LinkState.Started, Assert.Single(await RecordsAsync(Hand)).State);
    }
}

using AccountLinking.Journal.Stores;

namespace AccountLinking.Tests.Journal.Stores;

public sealed class FileJournalStoreTests : DurableStoreContract, IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("journal-");

    private protected override IJournalStore Store => field ??= new FileJournalStore(Root);

    private protected override IJournalStore Other => field ??= new FileJournalStore(Root);

    /// <summary>A file stands where the folder should be.</summary>
    private protected override IJournalStore Broken
    {
        get
        {
            File.WriteAllText(Path.Combine(_folder.FullName, "file"), "");
            return new FileJournalStore(Path.Combine(_folder.FullName, "file"));
        }
    }

    private string Root => Path.Combine(_folder.FullName, "deep", "journal");

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public async Task What_a_crash_left_half_written_is_neither_read_nor_in_the_way()
    {
        var version = await Store.WriteAsync("records/a", "old"u8.ToArray(), null, Cancellation);
        await File.WriteAllTextAsync(Path.Combine(Root, "records", "a.new"), "01234", Cancellation);
        await File.WriteAllTextAsync(Path.Combine(Root, "records", "b.new"), "", Cancellation);

        Assert.Equal(["records/a"], await Other.ListAsync("", Cancellation).ToListAsync(Cancellation));
        Assert.Equal("old"u8.ToArray(), (await Other.ReadAsync("records/a", Cancellation))!.Content);
        Assert.NotNull(await Other.WriteAsync("records/a", "new"u8.ToArray(), version, Cancellation));
        Assert.NotNull(await Other.WriteAsync("records/b", "new"u8.ToArray(), null, Cancellation));
        Assert.Equal("new"u8.ToArray(), (await Store.ReadAsync("records/b", Cancellation))!.Content);
    }

    [Fact]
    public async Task A_file_that_is_no_document_has_nothing_in_it_and_is_not_nothing()
    {
        await Store.WriteAsync("records/a", "old"u8.ToArray(), null, Cancellation);
        await File.WriteAllTextAsync(Path.Combine(Root, "records", "a"), "torn", Cancellation);

        var torn = (await Store.ReadAsync("records/a", Cancellation))!;
        Assert.Empty(torn.Content);
        Assert.Null(await Store.WriteAsync("records/a", "new"u8.ToArray(), null, Cancellation));
        Assert.True(await Store.DeleteAsync("records/a", torn.Version, Cancellation));
        Assert.Null(await Store.ReadAsync("records/a", Cancellation));
    }

    [Fact]
    public async Task A_lock_that_another_process_holds_is_waited_for()
    {
        await Store.WriteAsync("records/a", "old"u8.ToArray(), null, Cancellation);
        Task<string?> write;
        await using (new FileStream(Path.Combine(Root, ".lock"), FileMode.Open, FileAccess.Write, FileShare.None))
        {
            write = Store.WriteAsync("records/b", "new"u8.ToArray(), null, Cancellation);
            await Task.Delay(50, Cancellation);
            Assert.False(File.Exists(Path.Combine(Root, "records", "b")));
        }

        Assert.NotNull(await write);
    }

    [Fact]
    public async Task Only_the_services_own_user_may_read_it()
    {
        await Store.WriteAsync("records/a", "x"u8.ToArray(), null, Cancellation);

        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has other rights.");
        if (OperatingSystem.IsWindows()) return;
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(Path.Combine(Root, "records", "a")));
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, File.GetUnixFileMode(Path.Combine(Root, "records")));
    }
}

using System.Text;
using AccountLinking.Journal.Stores;

namespace AccountLinking.Tests.Journal.Stores;

/// <summary>What every store does. Names begin with one of the test's own.</summary>
public abstract class JournalStoreContract
{
    private readonly string _own = Guid.NewGuid().ToString("n");

    private protected abstract IJournalStore Store { get; }

    /// <summary>Another process's view of the same documents.</summary>
    private protected abstract IJournalStore Other { get; }

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task What_is_not_there_is_not_read_replaced_or_deleted()
    {
        Assert.Null(await Store.ReadAsync(Name("a"), Cancellation));
        Assert.Null(await WriteAsync("a", "x", "0123456789abcdef0123456789abcdef"));
        Assert.False(await Store.DeleteAsync(Name("a"), "0123456789abcdef0123456789abcdef", Cancellation));
        Assert.Empty(await NamesAsync(""));
    }

    [Theory]
    [InlineData("")]
    [InlineData("x")]
    [InlineData("{\"a\": \"åäö 阿 😀\\n\"}\n\n")]
    public async Task What_is_written_is_read_by_every_process(string content)
    {
        var version = await WriteAsync("a", content, expected: null);

        Assert.Equal((content, version), await ReadAsync(Other, "a"));
    }

    [Fact]
    public async Task Bytes_stay_as_they_are()
    {
        byte[] all = [.. Enumerable.Range(0, 100_000).Select(index => (byte)(index * 7))];

        await Store.WriteAsync(Name("a"), all, null, Cancellation);

        Assert.Equal(all, (await Other.ReadAsync(Name("a"), Cancellation))!.Content);
    }

    [Fact]
    public async Task A_name_that_is_taken_is_not_written_again()
    {
        var version = await WriteAsync("a", "first", expected: null);

        Assert.Null(await WriteAsync("a", "second", expected: null));
        Assert.Null(await WriteAsync("a", "first", expected: null));

        Assert.Equal(("first", version), await ReadAsync(Other, "a"));
    }

    [Fact]
    public async Task Only_the_newest_version_is_replaced_or_deleted()
    {
        var first = await WriteAsync("a", "first", expected: null);
        var second = await WriteAsync("a", "second", first);

        Assert.NotEqual(first, second);
        Assert.Null(await WriteAsync("a", "third", first));
        Assert.False(await Other.DeleteAsync(Name("a"), first!, Cancellation));
        Assert.Equal(("second", second), await ReadAsync(Store, "a"));

        Assert.True(await Other.DeleteAsync(Name("a"), second!, Cancellation));
        Assert.Null(await Store.ReadAsync(Name("a"), Cancellation));
        Assert.False(await Store.DeleteAsync(Name("a"), second!, Cancellation));
    }

    [Fact]
    public async Task A_version_is_not_that_of_the_same_text_before()
    {
        var first = await WriteAsync("a", "same", expected: null);
        var second = await WriteAsync("a", "other", first);
        var third = await WriteAsync("a", "same", second);

        Assert.NotEqual(first, third);
        Assert.Null(await WriteAsync("a", "x", first));
    }

    [Fact]
    public async Task Of_many_who_write_at_once_one_wins_each_time()
    {
        var wins = 0;
        for (string? version = null, next; wins < 10; version = next)
        {
            var expected = version;
            var versions = await Task.WhenAll(Enumerable.Range(0, 8).Select(writer =>
                (writer % 2 == 0 ? Store : Other).WriteAsync(Name("a"), Encoding.UTF8.GetBytes($"{wins} {writer}"), expected, Cancellation)));
            next = Assert.Single(versions, written => written is not null);
            Assert.Equal(next, (await Store.ReadAsync(Name("a"), Cancellation))!.Version);
            wins++;
        }
    }

    [Fact]
    public async Task Names_are_listed_by_their_beginning_in_order()
    {
        foreach (var name in (string[])["b/2", "a/b/1", "a/a", "a-1", "a/b-1/1"]) await WriteAsync(name, "x", expected: null);

        Assert.Equal(["a-1", "a/a", "a/b-1/1", "a/b/1", "b/2"], await NamesAsync(""));
        Assert.Equal(["a/a", "a/b-1/1", "a/b/1"], await NamesAsync("a/"));
        Assert.Equal(["a/b-1/1", "a/b/1"], await NamesAsync("a/b"));
        Assert.Empty(await NamesAsync("c"));
    }

    [Theory]
    [InlineData("")]
    [InlineData("../a")]
    [InlineData("a/../b")]
    [InlineData("/a")]
    [InlineData("a/")]
    [InlineData("a//b")]
    [InlineData("A")]
    [InlineData("a.b")]
    [InlineData("a\\b")]
    [InlineData("a\n")]
    public async Task A_name_that_could_lead_elsewhere_is_refused(string name)
    {
        await Assert.ThrowsAsync<ArgumentException>(() => Store.ReadAsync(name, Cancellation));
        await Assert.ThrowsAsync<ArgumentException>(() => Store.WriteAsync(name, "x"u8.ToArray(), null, Cancellation));
        await Assert.ThrowsAsync<ArgumentException>(() => Store.DeleteAsync(name, "1", Cancellation));
    }

    [Fact]
    public async Task Whoever_gives_up_is_not_kept()
    {
        using var gone = new CancellationTokenSource();
        await gone.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Store.WriteAsync(Name("a"), "x"u8.ToArray(), null, gone.Token));
        Assert.Null(await Store.ReadAsync(Name("a"), Cancellation));
    }

    private string Name(string rest) => $"{_own}/{rest}";

    private Task<string?> WriteAsync(string name, string content, string? expected) => Store.WriteAsync(Name(name), Encoding.UTF8.GetBytes(content), expected, Cancellation);

    private async Task<(string Content, string? Version)> ReadAsync(IJournalStore store, string name) =>
        await store.ReadAsync(Name(name), Cancellation) is { } document ? (Encoding.UTF8.GetString(document.Content), document.Version) : ("", null);

    private async Task<List<string>> NamesAsync(string prefix)
    {
        List<string> names = [];
        await foreach (var name in Other.ListAsync(Name(prefix), Cancellation)) names.Add(name[Name("").Length..]);
        return names;
    }
}

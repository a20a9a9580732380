using System.Text;
using AccountLinking.Journal;
using AccountLinking.Journal.Stores;
using AccountLinking.Tests.Journal.Azurite;

namespace AccountLinking.Tests.Journal.Stores;

/// <summary>Requests and answers are lost, and what was lost is sent again.</summary>
[Collection(SharedAzurite.Name)]
public sealed class BlobJournalStoreLostAnswerTests : IDisposable
{
    private readonly string _name = $"{Guid.NewGuid():n}/a";
    private readonly BlobJournalStore _other;
    private readonly BlobJournalStore _store;
    private readonly Line _line;

    public BlobJournalStoreLostAnswerTests(AzuriteFixture azurite)
    {
        _other = azurite.Open();
        (_store, _line) = azurite.OpenOverLine();
    }

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose() => _line.Dispose();

    [Fact]
    public async Task A_read_is_repeated()
    {
        await WriteAsync(_other, "x", null);
        _line.LosesRequest().LosesAnswer();

        Assert.Equal("x", (await ReadAsync())!.Value.Content);
        Assert.Equal(["GET", "GET", "GET"], _line.Requests);
    }

    [Theory]
    [InlineData(408)]
    [InlineData(429)]
    [InlineData(500)]
    [InlineData(503)]
    public async Task What_storage_could_not_do_just_now_is_repeated(int status)
    {
        _line.Answers(status);
        var version = await WriteAsync(_store, "x", null);
        _line.Answers(status);
        Assert.Equal(("x", version), await ReadAsync());
        _line.Answers(status);
        Assert.Equal([_name], await _store.ListAsync(_name, Cancellation).ToListAsync(Cancellation));
        _line.Answers(status);
        Assert.True(await _store.DeleteAsync(_name, version!, Cancellation));

        Assert.Equal(["PUT", "PUT", "GET", "GET", "GET", "GET", "DELETE", "DELETE"], _line.Requests);
    }

    [Fact]
    public async Task What_hangs_once_is_repeated()
    {
        _line.Hangs();

        Assert.NotNull(await WriteAsync(_store, "x", null));
        Assert.Equal(["PUT", "PUT"], _line.Requests);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_first_write_is_made_once(bool tookEffect)
    {
        Loses(tookEffect);

        var version = await WriteAsync(_store, "x", null);

        Assert.NotNull(version);
        Assert.Equal(("x", version), await ReadAsync());
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_replacement_is_made_once(bool tookEffect)
    {
        var first = await WriteAsync(_other, "old", null);
        Loses(tookEffect);

        var version = await WriteAsync(_store, "new", first);

        Assert.NotNull(version);
        Assert.Equal(("new", version), await ReadAsync());
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_delete_is_made_once(bool tookEffect)
    {
        var version = await WriteAsync(_other, "x", null);
        Loses(tookEffect);

        Assert.True(await _store.DeleteAsync(_name, version!, Cancellation));
        Assert.Null(await ReadAsync());
    }

    [Theory]
    [InlineData("theirs")]
    [InlineData("ours")]
    public async Task A_first_write_that_somebody_else_made_meanwhile_is_not_ours_even_with_the_same_bytes(string theirs)
    {
        string? version = null;
        _line.Answers(503, meanwhile: async () => version = await WriteAsync(_other, theirs, null));

        Assert.Null(await WriteAsync(_store, "ours", null));
        Assert.Equal((theirs, version), await ReadAsync());
    }

    [Theory]
    [InlineData("theirs")]
    [InlineData("ours")]
    public async Task A_replacement_that_somebody_else_made_meanwhile_is_not_ours_even_with_the_same_bytes(string theirs)
    {
        var first = await WriteAsync(_other, "old", null);
        _line.Answers(503, meanwhile: () => WriteAsync(_other, theirs, first));

        Assert.Null(await WriteAsync(_store, "ours", first));
        Assert.Equal(theirs, (await ReadAsync())!.Value.Content);
    }

    [Fact]
    public async Task What_somebody_else_wrote_over_ours_is_not_ours()
    {
        _line.LosesAnswer(async () => await WriteAsync(_other, "theirs", (await _other.ReadAsync(_name, Cancellation))!.Version));

        Assert.Null(await WriteAsync(_store, "ours", null));
        Assert.Equal("theirs", (await ReadAsync())!.Value.Content);
    }

    [Fact]
    public async Task What_somebody_else_deleted_meanwhile_is_not_replaced()
    {
        var first = await WriteAsync(_other, "old", null);
        _line.LosesAnswer(async () => Assert.True(await _other.DeleteAsync(_name, (await _other.ReadAsync(_name, Cancellation))!.Version, Cancellation)));

        Assert.Null(await WriteAsync(_store, "ours", first));
        Assert.Null(await ReadAsync());
    }

    [Fact]
    public async Task What_somebody_else_wrote_after_our_delete_stays()
    {
        var version = await WriteAsync(_other, "old", null);
        _line.LosesAnswer(() => WriteAsync(_other, "theirs", null));

        Assert.False(await _store.DeleteAsync(_name, version!, Cancellation));
        Assert.Equal("theirs", (await ReadAsync())!.Value.Content);
    }

    [Fact]
    public async Task What_is_gone_after_a_rate_limit_was_deleted_by_somebody_else()
    {
        var version = await WriteAsync(_other, "x", null);
        _line.Answers(429, meanwhile: () => _other.DeleteAsync(_name, version!, Cancellation));

        Assert.False(await _store.DeleteAsync(_name, version!, Cancellation));
    }

    [Fact]
    public async Task What_is_gone_after_a_connection_that_was_not_made_was_deleted_by_somebody_else()
    {
        var version = await WriteAsync(_other, "x", null);
        await _other.DeleteAsync(_name, version!, Cancellation);
        _line.LosesRequest(HttpRequestError.ConnectionError);

        Assert.False(await _store.DeleteAsync(_name, version!, Cancellation));
    }

    [Fact]
    public async Task A_conflict_is_only_looked_into_when_an_earlier_attempt_may_have_made_it()
    {
        await WriteAsync(_other, "theirs", null);
        _line.Answers(429).LosesRequest(HttpRequestError.ConnectionError);

        Assert.Null(await WriteAsync(_store, "ours", null));
        Assert.Equal(["PUT", "PUT", "PUT"], _line.Requests);
    }

    [Fact]
    public async Task After_three_attempts_it_is_given_up()
    {
        _line.Answers(503).Times(10);

        await Assert.ThrowsAsync<JournalException>(() => WriteAsync(_store, "x", null));
        Assert.Equal(["PUT", "PUT", "PUT"], _line.Requests);
    }

    [Theory]
    [InlineData(400)]
    [InlineData(403)]
    [InlineData(404)]
    public async Task What_would_be_refused_again_is_not_repeated(int status)
    {
        _line.Answers(status);

        await Assert.ThrowsAsync<JournalException>(() => WriteAsync(_store, "x", null));
        Assert.Equal(["PUT"], _line.Requests);
    }

    private void Loses(bool tookEffect)
    {
        if (tookEffect) _line.LosesAnswer();
        else _line.LosesRequest();
    }

    private Task<string?> WriteAsync(BlobJournalStore store, string content, string? expected) =>
        store.WriteAsync(_name, Encoding.UTF8.GetBytes(content), expected, Cancellation);

    private async Task<(string Content, string? Version)?> ReadAsync() =>
        await _store.ReadAsync(_name, Cancellation) is { } document ? (Encoding.UTF8.GetString(document.Content), document.Version) : null;
}

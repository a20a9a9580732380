using AccountLinking.Journal;
using AccountLinking.Journal.Stores;
using AccountLinking.Tests.Journal.Azurite;

namespace AccountLinking.Tests.Journal.Stores;

[Collection(SharedAzurite.Name)]
public sealed class BlobJournalStoreTests(AzuriteFixture azurite) : DurableStoreContract
{
    private readonly string _own = Guid.NewGuid().ToString("n");

    private protected override IJournalStore Store => field ??= azurite.Open();

    private protected override IJournalStore Other => field ??= azurite.Open();

    /// <summary>No server is at this port.</summary>
    private protected override IJournalStore Broken => field ??= new BlobJournalStore(new Uri("https://127.0.0.1:1/account/journal"), new StorageToken());

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Names_on_many_pages_are_all_listed_in_order()
    {
        var (store, line) = azurite.OpenOverLine(pageSize: 2);
        string[] names = [.. "cadbe".Select(letter => $"{_own}/{letter}")];
        foreach (var name in names) await Store.WriteAsync(name, "x"u8.ToArray(), null, Cancellation);

        Assert.Equal(names.Order(StringComparer.Ordinal), await ListAsync(store, _own));
        Assert.Equal(["GET", "GET", "GET"], line.Requests);
    }

    [Fact]
    public async Task A_marker_goes_back_as_it_came()
    {
        var (store, line) = azurite.OpenOverLine();
        line.Answers(200, body: "<EnumerationResults><Blobs/><NextMarker>2!1&amp;a=b+c#</NextMarker></EnumerationResults>");
        line.Answers(200, body: "<EnumerationResults><Blobs/><NextMarker/></EnumerationResults>");

        Assert.Empty(await ListAsync(store, "a/b"));
        Assert.Equal("?restype=container&comp=list&prefix=a%2Fb&marker=2%211%26a%3Db%2Bc%23", line.Query);
    }

    [Fact]
    public async Task Nothing_is_listed_where_nothing_begins_so()
    {
        await Store.WriteAsync($"{_own}/a", "x"u8.ToArray(), null, Cancellation);

        Assert.Empty(await ListAsync(Store, $"{_own}/b"));
        Assert.Empty(await ListAsync(Store, $"{_own}&a=b"));
        Assert.Empty(await ListAsync(Store, $"{_own}#"));
    }

    [Fact]
    public async Task What_somebody_else_put_into_the_container_is_not_listed()
    {
        await azurite.PutAsync($"{_own}/READ.ME");
        await Store.WriteAsync($"{_own}/a", "x"u8.ToArray(), null, Cancellation);

        Assert.Equal([$"{_own}/a"], await ListAsync(Store, _own));
    }

    [Theory]
    [InlineData("")]
    [InlineData("*")]
    [InlineData("a\",\"b")]
    [InlineData("a\r\nx: y")]
    public async Task A_version_that_could_mean_several_is_refused(string version)
    {
        await Store.WriteAsync($"{_own}/a", "x"u8.ToArray(), null, Cancellation);

        await Assert.ThrowsAsync<ArgumentException>(() => Store.WriteAsync($"{_own}/a", "y"u8.ToArray(), version, Cancellation));
        await Assert.ThrowsAsync<ArgumentException>(() => Store.DeleteAsync($"{_own}/a", version, Cancellation));
    }

    [Fact]
    public async Task Without_trouble_there_is_one_request_for_each_call()
    {
        var (store, line) = azurite.OpenOverLine();

        Assert.Empty(line.Requests);
        var version = await store.WriteAsync($"{_own}/a", "x"u8.ToArray(), null, Cancellation);
        Assert.Null(await store.WriteAsync($"{_own}/a", "x"u8.ToArray(), null, Cancellation));
        await store.ReadAsync($"{_own}/a", Cancellation);
        Assert.True(await store.DeleteAsync($"{_own}/a", version!, Cancellation));

        Assert.Equal(["PUT", "PUT", "GET", "DELETE"], line.Requests);
    }

    /// <summary>Azurite says that the condition is not met; storage has both answers.</summary>
    [Fact]
    public async Task An_answer_that_the_blob_is_not_there_is_one_to_who_expected_a_version()
    {
        var (store, line) = azurite.OpenOverLine();
        line.Answers(404, "BlobNotFound").Times(3);

        Assert.Null(await store.WriteAsync($"{_own}/a", "x"u8.ToArray(), "1", Cancellation));
        Assert.False(await store.DeleteAsync($"{_own}/a", "1", Cancellation));
        await Assert.ThrowsAsync<JournalException>(() => store.WriteAsync($"{_own}/a", "x"u8.ToArray(), null, Cancellation));
    }

    [Fact]
    public async Task A_repeated_delete_whose_answer_is_that_the_blob_is_not_there_succeeded()
    {
        var (store, line) = azurite.OpenOverLine();
        line.LosesRequest().Answers(404, "BlobNotFound");

        Assert.True(await store.DeleteAsync($"{_own}/a", "1", Cancellation));
    }

    private static async Task<List<string>> ListAsync(IJournalStore store, string prefix) => await store.ListAsync(prefix, Cancellation).ToListAsync(Cancellation);
}

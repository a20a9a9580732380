using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using AccountLinking.Journal;
using AccountLinking.Journal.Stores;
using AccountLinking.Tests.Journal.Azurite;
using Azure.Core.Pipeline;

namespace AccountLinking.Tests.Journal.Stores;

/// <summary>What the operator is told, in time, and what nobody is told.</summary>
[Collection(SharedAzurite.Name)]
public sealed class BlobJournalStoreTroubleTests(AzuriteFixture azurite)
{
    private const string Name = "secret-name/a";
    private const string Body = "secret-body";
    private const string Version = "secret-version";
    private const string NoAnswer = "Blob storage could not be reached, or it or the access token took too long: check Journal:ContainerUri, the storage account's firewall, the network's way out, and Azure's status page.";

    private static readonly Uri Nowhere = new("https://account.blob.core.windows.net/journal");
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(10);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_container_that_does_not_exist_is_trouble_and_not_an_absent_document()
    {
        await AssertTroubleAsync(azurite.Open("no-journal"), "The journal's container does not exist: create it, or correct the name in Journal:ContainerUri.");
    }

    [Fact]
    public async Task A_token_that_storage_refuses_is_trouble()
    {
        await AssertTroubleAsync(
            azurite.OpenWith(new StorageToken(_ => Task.FromResult(StorageToken.Make(audience: "https://vault.azure.net")))),
            "The journal's container may not be used (403 AuthenticationFailed): check that the managed identity has the role 'Storage Blob Data Contributor' on the container, and that the storage account's firewall lets the service in.");
    }

    [Theory]
    [InlineData(401, "InvalidAuthenticationInfo", "Blob storage did not take the access token (401 InvalidAuthenticationInfo): check that the managed identity belongs to the tenant of the storage account at Journal:ContainerUri.")]
    [InlineData(403, "AuthorizationPermissionMismatch", "The journal's container may not be used (403 AuthorizationPermissionMismatch): give the managed identity the role 'Storage Blob Data Contributor' on the container, and some minutes to take effect.")]
    [InlineData(403, "AuthorizationFailure", "The storage account refuses requests from here (403 AuthorizationFailure): let the service's network through the account's firewall.")]
    [InlineData(404, null, "There is no blob container at Journal:ContainerUri (status 404): check its spelling.")]
    [InlineData(409, "SnapshotsPresent", "The storage account does not let the journal be changed (409 SnapshotsPresent): take leases, snapshots, legal holds and immutability policies off the container.")]
    [InlineData(412, "LeaseIdMissing", "The storage account does not let the journal be changed (412 LeaseIdMissing): take leases, snapshots, legal holds and immutability policies off the container.")]
    [InlineData(400, "a body's words", "Blob storage rejected the request (status 400), which asking again does not change: check that Journal:ContainerUri is a container of an account for block blobs.")]
    [InlineData(503, "ServerBusy", "Blob storage answered several times with 503 ServerBusy: look at the storage account's metrics and at Azure's status page.")]
    [InlineData(302, null, "Something other than a blob container answers at Journal:ContainerUri: check its spelling, and what intercepts requests on the way.")]
    public async Task An_error_of_storage_tells_the_operator_what_to_do(int status, string? code, string message)
    {
        using var line = new Line().Answers(status, code, $"{Name} {Body}").Times(20);

        await AssertTroubleAsync(Open(line), message);
    }

    [Theory]
    [InlineData(HttpRequestError.NameResolutionError, "The host in Journal:ContainerUri is not known: check its spelling, and the DNS zone of a private endpoint.")]
    [InlineData(HttpRequestError.ConnectionError, NoAnswer)]
    [InlineData(HttpRequestError.ResponseEnded, NoAnswer)]
    public async Task A_connection_that_fails_tells_the_operator_where_to_look(HttpRequestError error, string message)
    {
        using var line = new Line().LosesRequest(error).Times(20);

        await AssertTroubleAsync(Open(line), message);
    }

    [Fact]
    public async Task A_server_that_is_not_there_is_trouble()
    {
        await AssertTroubleAsync(new BlobJournalStore(new Uri("https://127.0.0.1:1/account/journal"), new StorageToken()), NoAnswer);
    }

    [Fact]
    public async Task A_server_whose_certificate_is_not_trusted_is_trouble()
    {
        await AssertTroubleAsync(
            new BlobJournalStore(azurite.Container, new StorageToken()),
            "The host in Journal:ContainerUri could not prove by its TLS certificate that it is the storage account: check the setting's spelling, and what intercepts TLS on the way.");
    }

    [Fact]
    public async Task A_server_that_says_nothing_is_given_up()
    {
        using var server = new TcpListener(IPAddress.Loopback, 0);
        server.Start();

        await AssertTroubleAsync(new BlobJournalStore(new Uri($"https://127.0.0.1:{((IPEndPoint)server.LocalEndpoint).Port}/account/journal"), new StorageToken()), NoAnswer);
    }

    [Fact]
    public async Task A_server_that_hangs_is_given_up()
    {
        using var line = new Line().Hangs().Times(20);

        await AssertTroubleAsync(Open(line), NoAnswer);
    }

    [Fact]
    public async Task Without_a_token_nothing_is_sent()
    {
        using var line = new Line();
        var failure = new InvalidOperationException("The metadata service did not answer.");
        var trouble = await AssertTroubleAsync(
            Open(line, new StorageToken(_ => throw failure)),
            "No access token for blob storage could be got: give the service a managed identity, or sign in with Azure's command line where it runs locally.");

        Assert.Same(failure, trouble.InnerException);
        Assert.Empty(line.Requests);
    }

    [Fact]
    public async Task The_token_is_one_for_storage_and_is_fetched_once()
    {
        var credential = new StorageToken();
        var store = azurite.OpenWith(credential);

        await store.ReadAsync(Name, Cancellation);
        await store.ReadAsync(Name, Cancellation);

        Assert.Equal(["https://storage.azure.com/.default"], credential.Scopes);
    }

    [Fact]
    public async Task A_token_that_does_not_come_is_given_up_by_the_call_and_still_fetched_for_the_next()
    {
        var token = new TaskCompletionSource<string>();
        var fetches = new ConcurrentQueue<Task<string>>();
        using var line = new Line();

        await AssertTroubleAsync(Open(line, new StorageToken(FetchAsync)), NoAnswer);

        Assert.NotEmpty(fetches);
        Assert.All(fetches, fetch => Assert.False(fetch.IsCompleted));
        Assert.Empty(line.Requests);

        Task<string> FetchAsync(CancellationToken cancellation)
        {
            var fetch = token.Task.WaitAsync(cancellation);
            fetches.Enqueue(fetch);
            return fetch;
        }
    }

    [Fact]
    public async Task An_answer_that_is_none_of_blob_storage_is_trouble()
    {
        const string message = "Something other than a blob container answers at Journal:ContainerUri: check its spelling, and what intercepts requests on the way.";
        const string endless = "<EnumerationResults><Blobs/><NextMarker>more</NextMarker></EnumerationResults>";
        using var line = new Line();
        var store = Open(line);

        line.Answers(200, body: Body);
        await AssertTroubleAsync(() => store.ReadAsync(Name, Cancellation), message);
        line.Answers(201);
        await AssertTroubleAsync(() => store.WriteAsync(Name, new byte[1], null, Cancellation), message);
        line.Answers(200);
        await AssertTroubleAsync(() => store.DeleteAsync(Name, Version, Cancellation), message);
        foreach (var body in (string[])["", Body, $"<{Body}", "<html/>", "<EnumerationResults/>", $"<!DOCTYPE EnumerationResults>{endless}"])
        {
            line.Answers(200, body: body);
            await AssertTroubleAsync(() => ListAsync(store), message);
        }

        line.Answers(200, body: endless).Times(2);
        await AssertTroubleAsync(() => ListAsync(store), message);
    }

    [Fact]
    public async Task Whoever_hangs_up_is_not_told_of_trouble()
    {
        using var line = new Line().Hangs().Times(4);
        var store = Open(line);
        foreach (var callAsync in Calls(store))
        {
            using var gone = new CancellationTokenSource();
            var call = callAsync(gone.Token);
            await gone.CancelAsync();

            Assert.Equal(gone.Token, (await Assert.ThrowsAsync<OperationCanceledException>(() => call.WaitAsync(Soon, Cancellation))).CancellationToken);
        }
    }

    [Theory]
    [InlineData("http://account.blob.core.windows.net/journal")]
    [InlineData("https://account.blob.core.windows.net/")]
    [InlineData("https://account.blob.core.windows.net/journal?sv=signature")]
    [InlineData("https://user@account.blob.core.windows.net/journal")]
    [InlineData("/journal")]
    public void An_address_that_is_no_containers_is_refused(string address)
    {
        var refusal = Assert.Throws<ArgumentException>(() => new BlobJournalStore(new Uri(address, UriKind.RelativeOrAbsolute), new StorageToken()));

        Assert.StartsWith("Journal:ContainerUri must be an https address with a container's name and no query.", refusal.Message, StringComparison.Ordinal);
    }

    private static BlobJournalStore Open(Line line, StorageToken? credential = null) => new(Nowhere, credential ?? new StorageToken(), new HttpClientTransport(line));

    private static Func<CancellationToken, Task>[] Calls(BlobJournalStore store) =>
    [
        cancellation => store.ReadAsync(Name, cancellation),
        cancellation => store.WriteAsync(Name, System.Text.Encoding.UTF8.GetBytes(Body), Version, cancellation),
        cancellation => store.DeleteAsync(Name, Version, cancellation),
        cancellation => ListAsync(store, cancellation),
    ];

    private static async Task ListAsync(BlobJournalStore store, CancellationToken cancellation) => await store.ListAsync(Name, cancellation).ToListAsync(cancellation);

    private static Task ListAsync(BlobJournalStore store) => ListAsync(store, Cancellation);

    /// <summary>All calls end with it.</summary>
    private static async Task<JournalException> AssertTroubleAsync(BlobJournalStore store, string message)
    {
        var troubles = await Task.WhenAll(Calls(store).Select(callAsync => AssertTroubleAsync(() => callAsync(Cancellation), message)));
        return troubles[0];
    }

    private static async Task<JournalException> AssertTroubleAsync(Func<Task> callAsync, string message)
    {
        var trouble = await Assert.ThrowsAsync<JournalException>(() => callAsync().WaitAsync(Soon, Cancellation));
        Assert.Equal(message, trouble.Message);
        // With all that is behind it, as a log prints it.
        foreach (var secret in (string[])["secret", StorageToken.Make()[..20]]) Assert.DoesNotContain(secret, trouble.ToString(), StringComparison.Ordinal);
        return trouble;
    }
}

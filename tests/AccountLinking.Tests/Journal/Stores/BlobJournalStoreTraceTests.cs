using System.Collections.Concurrent;
using System.Diagnostics;
using System.Diagnostics.Tracing;
using AccountLinking.Tests.Journal.Azurite;
using Azure.Core.Diagnostics;

namespace AccountLinking.Tests.Journal.Stores;

/// <summary>Names of documents are told to nobody who listens to traces or to Azure.Core's log.</summary>
[Collection(SharedAzurite.Name)]
public sealed class BlobJournalStoreTraceTests(AzuriteFixture azurite)
{
    private readonly string _name = $"{Guid.NewGuid():n}/a";

    [Fact]
    public async Task Requests_leave_no_trace_of_their_names()
    {
        var heard = new ConcurrentQueue<string>();
        using var traces = new ActivityListener
        {
            ShouldListenTo = _ => true,
            Sample = (ref _) => ActivitySamplingResult.AllDataAndRecorded,
            ActivityStopped = activity => heard.Enqueue($"{activity.Source.Name} {activity.DisplayName} {string.Join(' ', activity.TagObjects)}"),
        };
        ActivitySource.AddActivityListener(traces);
        using var log = new AzureEventSourceListener((entry, message) => heard.Enqueue($"{entry.EventSource.Name} {message}"), EventLevel.Verbose);
        using var another = new Activity("another").Start();

        await azurite.Open().WriteAsync(_name, "x"u8.ToArray(), null, TestContext.Current.CancellationToken);
        await azurite.Open().ReadAsync(_name, TestContext.Current.CancellationToken);

        another.Stop();
        Assert.DoesNotContain(heard, line => line.Contains(_name, StringComparison.Ordinal));
    }
}

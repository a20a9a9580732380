using System.Diagnostics.Metrics;
using AccountLinking.Journal;
using AccountLinking.Journal.Stores;
using AccountLinking.Linking.Sweeping;
using AccountLinking.Tests.Auth0;
using AccountLinking.Tests.Telemetry;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace AccountLinking.Tests.EndToEnd;

/// <summary>The host runs the sweep, at its interval, whatever goes wrong.</summary>
public sealed class JournalSweepTests : JournalTests
{
    private static readonly TimeSpan Interval = TimeSpan.FromMinutes(5);

    private readonly SteppedClock _clock = new();

    [Fact]
    public async Task It_runs_every_five_minutes_and_not_when_the_host_starts()
    {
        using var services = Compose(_clock);
        await OpenAsync(services);
        await using var sweep = await StartAsync(services);
        _clock.Advance(Interval - TimeSpan.FromSeconds(1));
        await Task.Delay(100, Cancellation);
        Assert.True(await IsAnyOpenAsync(services));

        await GoOnAsync(TimeSpan.FromSeconds(1));
        Assert.False(await IsAnyOpenAsync(services));

        await OpenAsync(services);
        await GoOnAsync(Interval);
        Assert.False(await IsAnyOpenAsync(services));
    }

    [Fact]
    public async Task It_goes_on_after_a_round_that_failed()
    {
        using var services = Compose(_clock);
        await OpenAsync(services);
        var away = Folder + "-away";
        Directory.Move(Folder, away);
        await File.WriteAllTextAsync(Folder, "", Cancellation);
        await using var sweep = await StartAsync(services);
        for (var round = 0; round < 3; round++) await GoOnAsync(Interval);
        File.Delete(Folder);
        Directory.Move(away, Folder);
        Assert.True(await IsAnyOpenAsync(services));

        await GoOnAsync(Interval);

        Assert.False(await IsAnyOpenAsync(services));
    }

    [Fact]
    public async Task It_erases_what_is_too_old()
    {
        var link = await LinkPairAsync();
        using var services = Compose(_clock);
        _clock.Advance(DateTimeOffset.UtcNow + TimeSpan.FromDays(401) - _clock.GetUtcNow());
        await using var sweep = await StartAsync(services);
        Assert.NotNull(await FindAsync(services, link));

        await GoOnAsync(Interval);

        Assert.Null(await FindAsync(services, link));
    }

    [Fact]
    public async Task It_forgets_spent_nonces_that_have_expired()
    {
        using var services = Compose(_clock);
        var (nonces, expires) = (services.GetRequiredService<SpentNonces>(), _clock.GetUtcNow() + Interval - TimeSpan.FromMinutes(5));
        Assert.NotNull(await nonces.TrySpendAsync("0a", expires - TimeSpan.FromSeconds(1), Cancellation));
        Assert.NotNull(await nonces.TrySpendAsync("0b", expires, Cancellation));
        await using var sweep = await StartAsync(services);

        await GoOnAsync(Interval);

        Assert.Equal([$"{expires.ToUnixTimeSeconds():D12}-0b"], Directory.EnumerateFiles(Path.Combine(Folder, "nonces")).Select(file => Path.GetFileName(file)));
    }

    [Fact]
    public async Task It_tells_how_many_records_cannot_be_settled_for_a_quarter_of_an_hour()
    {
        using var services = Compose(_clock);
        var meters = services.GetRequiredService<IMeterFactory>();
        using var heard = new Heard(instrument => ReferenceEquals(instrument.Meter.Scope, meters) && instrument.Name == "account_linking.journal.stuck");
        await OpenAsync(services);
        foreach (var age in (int[])[60, 30, 9])
        {
            var id = LinkJournal.NewId(_clock.GetUtcNow() - TimeSpan.FromMinutes(age));
            foreach (var document in (string[])[$"open/{id}", $"records/{id}"])
                Assert.NotNull(await services.GetRequiredService<IJournalStore>().WriteAsync(document, "damaged"u8.ToArray(), expected: null, Cancellation));
        }

        await using var sweep = await StartAsync(services);
        await GoOnAsync(Interval);
        await GoOnAsync(Interval);

        Assert.Equal([2, 3], heard.Numbers.Select(number => number.Value));
    }

    private static Task<LinkRecord?> FindAsync(ServiceProvider services, string link) => services.GetRequiredService<LinkJournal>().FindAsync(link, Cancellation);

    /// <summary>As the host does.</summary>
    private async Task<IAsyncDisposable> StartAsync(ServiceProvider services)
    {
        var sweep = services.GetServices<IHostedService>().OfType<JournalSweep>().Single();
        await sweep.StartAsync(Cancellation);
        await WaitAsync();
        return new Stopping(sweep);
    }

    /// <summary>Lets the time go by, and the round that begins then come to its end: no time passes while it is at work.</summary>
    private async Task GoOnAsync(TimeSpan time)
    {
        _clock.Advance(time);
        await WaitAsync();
    }

    /// <summary>Until the sweep sleeps. It runs on a thread of its own.</summary>
    private async Task WaitAsync()
    {
        while (!_clock.IsAwaited(_clock.GetUtcNow() + Interval)) await Task.Delay(5, Cancellation);
    }

    /// <summary>A place among the open ones that nobody has begun a record for.</summary>
    private async Task OpenAsync(ServiceProvider services) => Assert.NotNull(await services.GetRequiredService<IJournalStore>().WriteAsync(
        $"open/{LinkJournal.NewId(_clock.GetUtcNow() - TimeSpan.FromHours(1))}", ReadOnlyMemory<byte>.Empty, expected: null, Cancellation));

    private static async Task<bool> IsAnyOpenAsync(ServiceProvider services) => await services.GetRequiredService<LinkJournal>().ListOpenAsync(Cancellation).AnyAsync(Cancellation);

    private sealed class Stopping(JournalSweep sweep) : IAsyncDisposable
    {
        public async ValueTask DisposeAsync() => await sweep.StopAsync(CancellationToken.None);
    }
}

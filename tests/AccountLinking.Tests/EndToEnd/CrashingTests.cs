using AccountLinking.Auth0;
using AccountLinking.Configuration;
using AccountLinking.Journal;
using AccountLinking.Journal.Leases;
using AccountLinking.Linking.Joining;
using AccountLinking.Linking.Sweeping;
using AccountLinking.Linking.Unlinking;
using AccountLinking.Sandbox.Client;
using AccountLinking.Sandbox.Demo;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace AccountLinking.Tests.EndToEnd;

/// <summary>A process of the service that dies in the middle of a link, and what may happen after.</summary>
public abstract class CrashingTests : JournalTests
{
    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        await Client.InsertUserAsync($$$"""{"user_id": "{{{Hand}}}", "created_at": "2020-01-01T00:00:00.000Z", "app_metadata": {"userSocialSecurityNumber": "{{{Stage.Number}}}"}, "user_metadata": {"language": "sv", "deep": {"a": 1}} }""");
        await Client.InsertUserAsync($$$"""{"user_id": "{{{Anna}}}", "created_at": "2024-01-01T00:00:00.000Z", "ssn": "{{{Stage.Number}}}", "user_metadata": {"theme": "dark", "deep": {"b": 2}} }""");
    }

    /// <summary>A process that has sent this call of a link, and is killed before the call takes effect, or before it hears of that.</summary>
    private protected async Task DieAsync(string method, string when)
    {
        using (var doomed = await ServiceProcess.StartAsync(Stage.Sandbox.Tenant, Folder))
        {
            await Client.SetFaultAsync($$"""{"method": "{{method}}", "path": "/api/v2/users/*", "delay_ms": 60000, "when": "{{when}}", "times": 1}""");
            var dying = new ServiceClient(new Uri(doomed.Address)).LinkAsync(Anna);
            for (var turn = 0; turn < 500 && !await HasCalledAsync(method, when); turn++) await Task.Delay(20, Cancellation);
            Assert.False(dying.IsCompleted);
            doomed.Kill();
            await Assert.ThrowsAnyAsync<Exception>(() => dying);
        }

        await Client.ControlAsync(HttpMethod.Delete, "faults");
        Assert.Equal(LinkState.Started, Assert.Single(await RecordsAsync(Anna)).State);
    }

    /// <summary>A call that is delayed before it takes effect shows only by what was called before it.</summary>
    private async Task<bool> HasCalledAsync(string method, string when) => (method, when) switch
    {
        ("PATCH", "before") => (await RecordsAsync(Anna)).Count > 0,
        ("POST", "before") => await HasThemeAsync(),
        ("PATCH", _) => await HasThemeAsync(),
        _ => (await Client.IdentitiesAsync(Hand)).Contains(Anna),
    };

    private protected async Task<bool> HasThemeAsync() => (await Client.ReadUserAsync(Hand))["user_metadata"].TryGetProperty("theme", out _);

    /// <summary>The process that died had the time of day, which has gone on since this clock stands still.</summary>
    private protected void OutliveLease() => Clock.Advance(AccountLeases.Duration + TimeSpan.FromMinutes(1));

    /// <summary>What Auth0 has not carried out by now it never does.</summary>
    private protected void OutliveAll() => Clock.Advance(SettleStep.MaxDelay + TimeSpan.FromMinutes(1));

    private protected async Task AssertJoinedAsync()
    {
        Assert.Equal([Hand, Anna], await Client.IdentitiesAsync(Hand));
        ApiAssert.JsonEqual("""{"language": "sv", "deep": {"a": 1, "b": 2}, "theme": "dark"}""", (await Client.ReadUserAsync(Hand))["user_metadata"]);
    }

    private protected async Task AssertNothingIsOpenAsync()
    {
        using var services = Compose();
        await foreach (var open in services.GetRequiredService<LinkJournal>().ListOpenAsync(Cancellation)) Assert.Fail($"{open} is open.");
    }

    /// <summary>The test's clock is not that of a request to the service.</summary>
    private protected async Task UnlinkAsync(string link)
    {
        using var services = Compose();
        using var budget = new RequestBudget(TimeSpan.FromSeconds(18), Clock, Cancellation);
        var settings = services.GetRequiredService<IOptions<LinkingOptions>>().Value;
        Assert.IsType<UnlinkOutcome.Unlinked>(await services.GetRequiredService<Unlinker>().UnlinkAsync(link, mayBeRelinked: false, settings, budget));
    }

    private protected async Task<int> SweepAsync()
    {
        using var services = Compose();
        return (await services.GetRequiredService<JournalCare>().SettleAsync(Cancellation)).Settled;
    }
}

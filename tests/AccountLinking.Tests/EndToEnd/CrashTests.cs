using AccountLinking.Auth0;
using AccountLinking.Configuration;
using AccountLinking.Journal;
using AccountLinking.Journal.Leases;
using AccountLinking.Linking.Sweeping;
using AccountLinking.Sandbox.Client;
using AccountLinking.Sandbox.Demo;
using AccountLinking.Sandbox.Hosting;
using AccountLinking.Sandbox.Json;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace AccountLinking.Tests.EndToEnd;

/// <summary>A process dies in the middle of a link, wherever that is. Whatever it left, the next login and the sweep bring it to the one right end.</summary>
public sealed class CrashTests : IAsyncLifetime
{
    private const string Hand = "auth0|hand";
    private const string Anna = "oidc|swedish-bankid|anna";

    private readonly DirectoryInfo _journal = Directory.CreateTempSubdirectory("journal-");
    private readonly ManualClock _clock = new(DateTimeOffset.UtcNow);
    private Stage _stage = null!;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private SandboxClient Client => _stage.Client;

    public async ValueTask InitializeAsync()
    {
        _stage = await Stage.StartAsync([KeyValuePair.Create<string, string?>("Journal:Path", _journal.FullName)], clock: _clock);
        await Client.InsertUserAsync($$$"""{"user_id": "{{{Hand}}}", "created_at": "2020-01-01T00:00:00.000Z", "app_metadata": {"userSocialSecurityNumber": "{{{Stage.Number}}}"}, "user_metadata": {"language": "sv", "deep": {"a": 1}} }""");
        await Client.InsertUserAsync($$$"""{"user_id": "{{{Anna}}}", "created_at": "2024-01-01T00:00:00.000Z", "ssn": "{{{Stage.Number}}}", "user_metadata": {"theme": "dark", "deep": {"b": 2}} }""");
    }

    public async ValueTask DisposeAsync()
    {
        await _stage.DisposeAsync();
        _journal.Delete(recursive: true);
    }

    [Theory]
    [InlineData("PATCH", "before")]
    [InlineData("PATCH", "after")]
    [InlineData("POST", "before")]
    [InlineData("POST", "after")]
    public async Task The_next_login_finishes_what_was_begun(string method, string when)
    {
        await DieAsync(method, when);
        OutliveLease();

        var login = await _stage.LogInAsync();

        login.AssertSucceeded();
        Assert.Equal(Hand, login.Claim("sub").GetString());
        await AssertJoinedAsync();
        // As the Action does that waited for the dead one: its account is gone, and the journal says whose it is.
        LinkAssert.Answered(await _stage.Service.LinkAsync(Anna), "already_linked", Hand, rule: null);
        await AssertNothingIsOpenAsync();
        await AssertJoinedAsync();
    }

    [Theory]
    [InlineData("PATCH", "before", false)]
    [InlineData("PATCH", "after", false)]
    [InlineData("POST", "before", false)]
    [InlineData("POST", "after", true)]
    public async Task The_sweep_settles_what_nobody_comes_back_to(string method, string when, bool isLinked)
    {
        var before = await Client.ReadUserAsync(Hand);
        await DieAsync(method, when);

        Assert.Equal(0, await SweepAsync());
        OutliveLease();
        Assert.Equal(1, await SweepAsync());

        await AssertNothingIsOpenAsync();
        if (isLinked)
        {
            await AssertJoinedAsync();
        }
        else
        {
            var hand = await Client.ReadUserAsync(Hand);
            Assert.Equal(before["user_metadata"].GetRawText(), hand["user_metadata"].GetRawText());
            Assert.Equal(before["app_metadata"].GetRawText(), hand["app_metadata"].GetRawText());
            Assert.Equal([Hand], await Client.IdentitiesAsync(Hand));
            ApiAssert.JsonEqual("""{"theme": "dark", "deep": {"b": 2}}""", (await Client.ReadUserAsync(Anna))["user_metadata"]);
        }

        Assert.Equal(isLinked ? LinkState.Linked : LinkState.Abandoned, Assert.Single(await RecordsAsync(Hand)).State);
        Assert.Equal(0, await SweepAsync());
    }

    [Fact]
    public async Task What_somebody_changed_between_the_crash_and_the_sweep_is_kept()
    {
        await DieAsync("POST", "before");
        await Client.PatchAsync(Hand, """{"user_metadata": {"theme": "light", "deep": {"a": 9, "b": 2}}}""");
        OutliveLease();

        await SweepAsync();

        ApiAssert.JsonEqual("""{"language": "sv", "theme": "light", "deep": {"a": 9}}""", (await Client.ReadUserAsync(Hand))["user_metadata"]);
    }

    [Fact]
    public async Task A_login_while_the_dead_one_still_holds_the_accounts_goes_on_as_it_came()
    {
        await DieAsync("POST", "before");

        var login = await _stage.LogInAsync();

        login.AssertSucceeded();
        Assert.Equal(Anna, login.Claim("sub").GetString());
        Assert.Equal("503: budget_exceeded", _stage.Sandbox.ServiceAnswers.All[^1].Summary);
    }

    [Fact]
    public async Task An_absorbed_account_is_found_in_the_journal_before_the_index_knows_of_it()
    {
        await Client.ControlAsync(HttpMethod.Put, "settings", """{"search_lag_ms": 0}""");
        await _stage.Service.LinkAsync(Anna);
        await Client.ForgetCallsAsync();

        LinkAssert.Answered(await _stage.Service.LinkAsync(Anna), "already_linked", Hand, rule: null);

        Assert.Equal([$"GET /api/v2/users/{Hand}", $"GET /api/v2/users/{Anna}"], await Client.CallsAsync());
    }

    [Fact]
    public async Task A_record_is_kept_as_long_after_the_link_was_undone()
    {
        var link = (await _stage.Service.LinkAsync(Anna)).Body.Text("link_id")!;
        using var services = Compose();
        var (care, journal) = (services.GetRequiredService<JournalCare>(), services.GetRequiredService<LinkJournal>());
        _clock.Advance(TimeSpan.FromDays(399));
        var record = (await journal.FindAsync(link, Cancellation))!;
        await journal.ChangeAsync(record with { State = LinkState.Unlinked, EndedAt = _clock.GetUtcNow() }, Cancellation);

        _clock.Advance(TimeSpan.FromDays(399));
        Assert.Equal(0, await care.EraseOldAsync(Cancellation));
        Assert.NotNull(await journal.FindAsync(link, Cancellation));

        _clock.Advance(TimeSpan.FromDays(2));
        Assert.Equal(1, await care.EraseOldAsync(Cancellation));
        Assert.Null(await journal.FindAsync(link, Cancellation));
    }

    [Fact]
    public async Task Old_records_are_erased_and_the_accounts_forget_them()
    {
        await _stage.Service.LinkAsync(Anna);
        using var services = Compose();
        var care = services.GetRequiredService<JournalCare>();
        _clock.Advance(TimeSpan.FromDays(399));
        Assert.Equal(0, await care.EraseOldAsync(Cancellation));
        Assert.Single(await RecordsAsync(Anna));

        _clock.Advance(TimeSpan.FromDays(2));
        await care.EraseOldAsync(Cancellation);

        Assert.Empty(await RecordsAsync(Anna));
        Assert.Equal([".lock"], Directory.EnumerateFiles(_journal.FullName, "*", SearchOption.AllDirectories).Select(Path.GetFileName));
        await AssertJoinedAsync();
    }

    /// <summary>A process that has sent this call of a link, and is killed before the call takes effect, or before it hears of that.</summary>
    private async Task DieAsync(string method, string when)
    {
        using (var doomed = await DoomedService.StartAsync(_stage.Sandbox.Tenant, _journal.FullName))
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
        _ => (await Client.IdentitiesAsync(Hand)).Length > 1,
    };

    private async Task<bool> HasThemeAsync() => (await Client.ReadUserAsync(Hand))["user_metadata"].TryGetProperty("theme", out _);

    /// <summary>The process that died had the time of day, which has gone on since this clock stands still.</summary>
    private void OutliveLease() => _clock.Advance(AccountLeases.Duration + TimeSpan.FromMinutes(1));

    private async Task AssertJoinedAsync()
    {
        Assert.Equal([Hand, Anna], await Client.IdentitiesAsync(Hand));
        ApiAssert.JsonEqual("""{"language": "sv", "deep": {"a": 1, "b": 2}, "theme": "dark"}""", (await Client.ReadUserAsync(Hand))["user_metadata"]);
    }

    private async Task AssertNothingIsOpenAsync()
    {
        using var services = Compose();
        await foreach (var open in services.GetRequiredService<LinkJournal>().ListOpenAsync(Cancellation)) Assert.Fail($"{open} is open.");
    }

    private async Task<int> SweepAsync()
    {
        using var services = Compose();
        return await services.GetRequiredService<JournalCare>().SettleAsync(Cancellation);
    }

    private async Task<IReadOnlyList<LinkRecord>> RecordsAsync(string account)
    {
        using var services = Compose();
        return await services.GetRequiredService<LinkJournal>().FindByAccountAsync(UserId.Parse(account), Cancellation);
    }

    /// <summary>The service's parts in this process, over the same tenant and journal.</summary>
    private ServiceProvider Compose()
    {
        var settings = new ConfigurationBuilder().AddInMemoryCollection(ServiceDefaults.Settings(_stage.Sandbox.Tenant, _journal.FullName)).Build();
        return new ServiceCollection().AddSingleton<TimeProvider>(_clock).AddAccountLinking(settings).BuildServiceProvider();
    }
}

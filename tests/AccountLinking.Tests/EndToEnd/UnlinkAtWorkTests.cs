using System.Net;
using AccountLinking.Auth0;
using AccountLinking.Configuration;
using AccountLinking.Journal;
using AccountLinking.Journal.Leases;
using AccountLinking.Linking.Unlinking;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace AccountLinking.Tests.EndToEnd;

/// <summary>A link is undone while somebody else works on one of its accounts: one after the other, and on what is true then.</summary>
public sealed class UnlinkAtWorkTests : JournalTests
{
    private const string Third = "auth0|third";

    private string _link = null!;

    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        _link = await LinkPairAsync(""", "user_metadata": {"theme": "dark"}""");
    }

    [Theory]
    [InlineData(Hand)]
    [InlineData(Anna)]
    [InlineData(Third)]
    public async Task Nothing_is_changed_while_somebody_is_at_work_on_an_account_of_the_link_or_on_whoever_absorbed_it(string account)
    {
        await Client.InsertUserAsync($$"""{"user_id": "{{Third}}"}""");
        await Client.ArrangeLinkAsync(Third, "auth0", "hand");
        using var services = Compose();
        using var budget = new RequestBudget(TimeSpan.FromSeconds(18), Clock, Cancellation);
        var held = await services.GetRequiredService<AccountLeases>().AcquireAsync("x", [UserId.Parse(account)], budget);
        var before = await Client.EverybodyAsync();
        using var late = new RequestBudget(RequestBudget.WriteTime + TimeSpan.FromMilliseconds(500), TimeProvider.System, Cancellation);

        var trouble = await Assert.ThrowsAsync<Auth0Exception>(() => UnlinkAsync(services, late));

        Assert.Equal(TroubleCode.BudgetExceeded, trouble.Code);
        Assert.Equal(before, await Client.EverybodyAsync());
        await held.ReleaseAsync(Cancellation);
        Assert.IsType<UnlinkOutcome.Unlinked>(await UnlinkAsync(services, budget));
    }

    [Fact]
    public async Task What_somebody_else_undid_meanwhile_is_undone()
    {
        using var services = Compose();
        using var budget = new RequestBudget(TimeSpan.FromSeconds(18), Clock, Cancellation);
        var journal = services.GetRequiredService<LinkJournal>();
        var held = await services.GetRequiredService<AccountLeases>().AcquireAsync("x", [UserId.Parse(Anna)], budget);
        await Client.ForgetCallsAsync();
        var unlinking = UnlinkAsync(services, budget);
        // It has looked who holds the accounts, and waits.
        for (var turn = 0; turn < 500 && (await Client.CallsAsync()).Length == 0; turn++) await Task.Delay(10, Cancellation);
        await Task.Delay(100, Cancellation);
        Assert.False(unlinking.IsCompleted);
        await journal.ChangeAsync((await journal.FindAsync(_link, Cancellation))! with { State = LinkState.Unlinked, EndedAt = Clock.GetUtcNow() }, Cancellation);

        await held.ReleaseAsync(Cancellation);

        Assert.IsType<UnlinkOutcome.AlreadyUnlinked>(await unlinking);
        Assert.Equal([Hand, Anna], await Client.IdentitiesAsync(Hand));
    }

    [Fact]
    public async Task A_link_whose_survivor_somebody_absorbed_a_moment_ago_is_not_called_undone_before_the_index_knows_who()
    {
        await Client.ControlAsync(HttpMethod.Put, "settings", """{"search_lag_ms": 600000}""");
        Clock.Advance(TimeSpan.FromHours(2));
        await Client.InsertUserAsync($$"""{"user_id": "{{Third}}"}""");
        await Client.ArrangeLinkAsync(Third, "auth0", "hand");
        using var services = Compose();
        using var budget = new RequestBudget(TimeSpan.FromSeconds(18), Clock, Cancellation);

        Assert.Equal(TroubleCode.Unavailable, (await Assert.ThrowsAsync<Auth0Exception>(() => UnlinkAsync(services, budget))).Code);
        Clock.Advance(TimeSpan.FromMinutes(9));
        using var second = new RequestBudget(TimeSpan.FromSeconds(18), Clock, Cancellation);
        Assert.Equal(TroubleCode.Unavailable, (await Assert.ThrowsAsync<Auth0Exception>(() => UnlinkAsync(services, second))).Code);

        await Client.ControlAsync(HttpMethod.Put, "settings", """{"search_lag_ms": 0}""");
        Clock.Advance(TimeSpan.FromMinutes(2));
        using var third = new RequestBudget(TimeSpan.FromSeconds(18), Clock, Cancellation);
        Assert.Equal([UserId.Parse(Anna)], Assert.IsType<UnlinkOutcome.Unlinked>(await UnlinkAsync(services, third)).Restored);
        Assert.Equal([Third, Hand], await Client.IdentitiesAsync(Third));
    }

    [Fact]
    public async Task A_link_that_was_begun_first_and_made_last_is_the_later_one()
    {
        using var services = Compose();
        var names = services.GetRequiredService<AccountNames>();
        // One that waits for its own lease without having the survivor's.
        var slow = Enumerable.Range(0, 100).Select(number => $"oidc|swedish-bankid|{number}").First(id => string.CompareOrdinal(names.Of(UserId.Parse(id)), names.Of(UserId.Parse(Hand))) < 0);
        const string Quick = "oidc|swedish-bankid|quick";
        foreach (var id in (string[])[slow, Quick]) await Client.InsertUserAsync($$$"""{"user_id": "{{{id}}}", "ssn": "{{{Stage.Number}}}", "user_metadata": {"size": "large"} }""");
        using var budget = new RequestBudget(TimeSpan.FromSeconds(18), TimeProvider.System, Cancellation);
        var held = await services.GetRequiredService<AccountLeases>().AcquireAsync(new string('0', 32), [UserId.Parse(slow)], budget);
        await Client.ForgetCallsAsync();
        await using var patient = await StartAsync(("Webhooks:Budget", "00:00:18"), ("Auth0:BaseUrl", Stage.Sandbox.Tenant.ToString()));
        var waiting = patient.Service.LinkAsync(slow);
        for (var turn = 0; turn < 500 && !(await Client.CallsAsync()).Contains("GET /api/v2/users"); turn++) await Task.Delay(10, Cancellation);
        await Task.Delay(1000, Cancellation);
        Clock.Advance(TimeSpan.FromSeconds(1));
        var first = (await Service.LinkAsync(Quick)).Body.Text("link_id")!;

        await held.ReleaseAsync(Cancellation);
        var second = (await waiting).Body.Text("link_id")!;

        Assert.True(string.CompareOrdinal(second, first) < 0);
        var journal = services.GetRequiredService<LinkJournal>();
        Assert.True((await journal.FindAsync(second, Cancellation))!.StartedAt > (await journal.FindAsync(first, Cancellation))!.StartedAt);
        await services.GetRequiredService<Unlinker>().UnlinkAsync(first, mayBeRelinked: false, services.GetRequiredService<IOptions<LinkingOptions>>().Value, budget);
        Assert.Equal("large", (await Client.ReadUserAsync(Hand))["user_metadata"].GetProperty("size").GetString());
    }

    [Fact]
    public async Task A_caller_who_hangs_up_once_it_has_begun_does_not_end_it()
    {
        using var services = Compose();
        using var caller = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
        using var budget = new RequestBudget(TimeSpan.FromSeconds(18), Clock, caller.Token);
        await Client.SetFaultAsync($$"""{"method": "PATCH", "path": "/api/v2/users/{{Hand}}", "delay_ms": 1500, "when": "after", "times": 1}""");

        var unlinking = UnlinkAsync(services, budget);
        for (var turn = 0; turn < 500 && await HasThemeAsync(); turn++) await Task.Delay(5, Cancellation);
        Assert.False(unlinking.IsCompleted);
        await caller.CancelAsync();

        Assert.IsType<UnlinkOutcome.Unlinked>(await unlinking);
        Assert.Equal([Anna], await Client.IdentitiesAsync(Anna));
    }

    [Fact]
    public async Task Whoever_absorbs_the_survivor_while_it_waits_is_waited_for_as_well()
    {
        await Client.InsertUserAsync($$"""{"user_id": "{{Third}}"}""");
        using var services = Compose();
        using var budget = new RequestBudget(TimeSpan.FromSeconds(18), Clock, Cancellation);
        var leases = services.GetRequiredService<AccountLeases>();
        var (held, others) = (await leases.AcquireAsync("x", [UserId.Parse(Anna)], budget), await leases.AcquireAsync("y", [UserId.Parse(Third)], budget));
        await Client.ForgetCallsAsync();
        var unlinking = UnlinkAsync(services, budget);
        for (var turn = 0; turn < 500 && (await Client.CallsAsync()).Length == 0; turn++) await Task.Delay(10, Cancellation);
        await Task.Delay(100, Cancellation);
        await Client.ArrangeLinkAsync(Third, "auth0", "hand");
        var before = await Client.EverybodyAsync();

        await held.ReleaseAsync(Cancellation);
        await Task.Delay(500, Cancellation);

        Assert.False(unlinking.IsCompleted);
        Assert.Equal(before, await Client.EverybodyAsync());
        await others.ReleaseAsync(Cancellation);
        Assert.IsType<UnlinkOutcome.Unlinked>(await unlinking);
    }

    private async Task<bool> HasThemeAsync() => (await Client.ReadUserAsync(Hand)).TryGetValue("user_metadata", out var metadata) && metadata.TryGetProperty("theme", out _);

    private Task<UnlinkOutcome?> UnlinkAsync(ServiceProvider services, RequestBudget budget) =>
        services.GetRequiredService<Unlinker>().UnlinkAsync(_link, mayBeRelinked: false, services.GetRequiredService<IOptions<LinkingOptions>>().Value, budget);
}

using AccountLinking.Auth0;
using AccountLinking.Journal;
using AccountLinking.Journal.Leases;
using AccountLinking.Sandbox.Client;
using AccountLinking.Sandbox.Json;
using Microsoft.Extensions.DependencyInjection;

namespace AccountLinking.Tests.EndToEnd;

/// <summary>A process dies in the middle of a link, wherever that is. Whatever it left, the next requests bring it to the one right end.</summary>
public sealed class CrashTests : CrashingTests
{
    [Theory]
    [InlineData("PATCH", "before")]
    [InlineData("PATCH", "after")]
    [InlineData("POST", "before")]
    [InlineData("POST", "after")]
    public async Task The_next_login_finishes_what_was_begun(string method, string when)
    {
        await DieAsync(method, when);
        OutliveLease();

        var login = await Stage.LogInAsync();

        login.AssertSucceeded();
        Assert.Equal(Hand, login.Claim("sub").GetString());
        await AssertJoinedAsync();
        // As the Action does that waited for the dead one: its account is gone, and the journal says whose it is.
        LinkAssert.Answered(await Service.LinkAsync(Anna), "already_linked", Hand, rule: null);
        OutliveAll();
        await SweepAsync();
        await AssertNothingIsOpenAsync();
        await AssertJoinedAsync();
    }

    [Theory]
    [InlineData(Hand, "Username-Password-Authentication")]
    [InlineData(Anna, "another-eid")]
    public async Task A_request_of_either_account_that_joins_nobody_settles_it_too(string account, string connection)
    {
        await DieAsync("POST", "before");
        OutliveLease();

        var answer = await Service.LinkAsync(account, connection);

        Assert.Equal("not_eligible", answer.Body.Text("outcome"));
        Assert.Equal(LinkState.Abandoned, Assert.Single(await RecordsAsync(Hand)).State);
        Assert.False(await HasThemeAsync());
        OutliveAll();
        Assert.Equal(1, await SweepAsync());
        await AssertNothingIsOpenAsync();
    }

    [Fact]
    public async Task Whoever_is_found_joined_when_it_is_settled_is_answered_as_that()
    {
        await DieAsync("POST", "after");
        OutliveLease();

        LinkAssert.Answered(await Service.LinkAsync(Hand), "no_match", Hand);

        Assert.Equal(LinkState.Linked, Assert.Single(await RecordsAsync(Hand)).State);
        await AssertJoinedAsync();
    }

    [Fact]
    public async Task A_dry_run_settles_nothing()
    {
        await DieAsync("POST", "before");
        OutliveLease();
        await using var dry = await StartAsync(("Linking:DryRun", "true"), ("Auth0:BaseUrl", Stage.Sandbox.Tenant.ToString()));

        await dry.Service.LinkAsync(Hand, "Username-Password-Authentication");

        Assert.Equal(LinkState.Started, Assert.Single(await RecordsAsync(Hand)).State);
        Assert.True(await HasThemeAsync());
    }

    [Fact]
    public async Task While_the_dead_one_still_holds_it_the_journal_knows_already_who_absorbed_an_account()
    {
        await Client.ControlAsync(HttpMethod.Put, "settings", """{"search_lag_ms": 600000}""");
        await DieAsync("POST", "after");

        LinkAssert.Answered(await Service.LinkAsync(Anna), "already_linked", Hand, rule: null);
    }

    [Fact]
    public async Task A_login_while_the_dead_one_still_holds_the_accounts_goes_on_as_it_came()
    {
        await DieAsync("POST", "before");

        var login = await Stage.LogInAsync();

        login.AssertSucceeded();
        Assert.Equal(Anna, login.Claim("sub").GetString());
        Assert.Equal("503: budget_exceeded", Stage.Sandbox.ServiceAnswers.All[^1].Summary);
    }

    [Fact]
    public async Task An_absorbed_account_is_found_in_the_journal_before_the_index_knows_of_it()
    {
        await Client.ControlAsync(HttpMethod.Put, "settings", """{"search_lag_ms": 0}""");
        await Service.LinkAsync(Anna);
        await Client.ForgetCallsAsync();

        LinkAssert.Answered(await Service.LinkAsync(Anna), "already_linked", Hand, rule: null);

        Assert.Equal([$"GET /api/v2/users/{Hand}", $"GET /api/v2/users/{Anna}"], await Client.CallsAsync());
    }

    [Fact]
    public async Task A_holder_who_died_before_there_was_a_record_is_forgotten()
    {
        using var services = Compose();
        using var budget = new RequestBudget(TimeSpan.FromSeconds(18), Clock, Cancellation);
        await services.GetRequiredService<AccountLeases>().AcquireAsync(LinkJournal.NewId(Clock.GetUtcNow()), [UserId.Parse(Hand)], budget);
        OutliveLease();

        var link = (await Service.LinkAsync(Anna)).Body.Text("link_id")!;

        Assert.Equal([link], await services.GetRequiredService<LinkJournal>().FindIdsByAccountAsync(UserId.Parse(Hand), Cancellation));
    }
}

using AccountLinking.Auth0;
using AccountLinking.Configuration;
using AccountLinking.Journal;
using AccountLinking.Journal.Leases;
using AccountLinking.Linking.Joining;
using AccountLinking.Linking.Sweeping;
using AccountLinking.Linking.Unlinking;
using AccountLinking.Sandbox.Client;
using AccountLinking.Sandbox.Demo;
using AccountLinking.Sandbox.Json;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace AccountLinking.Tests.EndToEnd;

/// <summary>A process dies in the middle of a link, wherever that is. Whatever it left, the next login and the sweep bring it to the one right end.</summary>
public sealed class CrashTests : JournalTests
{
    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        await Client.InsertUserAsync($$$"""{"user_id": "{{{Hand}}}", "created_at": "2020-01-01T00:00:00.000Z", "app_metadata": {"userSocialSecurityNumber": "{{{Stage.Number}}}"}, "user_metadata": {"language": "sv", "deep": {"a": 1}} }""");
        await Client.InsertUserAsync($$$"""{"user_id": "{{{Anna}}}", "created_at": "2024-01-01T00:00:00.000Z", "ssn": "{{{Stage.Number}}}", "user_metadata": {"theme": "dark", "deep": {"b": 2}} }""");
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
    [InlineData("PATCH", "before", false)]
    [InlineData("PATCH", "after", false)]
    [InlineData("POST", "before", false)]
    [InlineData("POST", "after", true)]
    public async Task The_sweep_settles_what_nobody_comes_back_to(string method, string when, bool isLinked)
    {
        var before = await Client.ReadUserAsync(Hand);
        await DieAsync(method, when);

        Assert.Equal(0, await SweepAsync());
        OutliveAll();
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

    [Theory]
    [InlineData("POST", "after", LinkState.Linked)]
    [InlineData("POST", "before", LinkState.Abandoned)]
    public async Task One_whose_survivor_was_absorbed_meanwhile_took_along_whoever_was_joined(string method, string when, LinkState state)
    {
        await DieAsync(method, when);
        await Client.InsertUserAsync("""{"user_id": "auth0|third"}""");
        await Client.ArrangeLinkAsync("auth0|third", "auth0", "hand");
        OutliveAll();

        Assert.Equal(1, await SweepAsync());

        var record = Assert.Single(await RecordsAsync(Hand));
        Assert.Equal((state, state == LinkState.Linked), (record.State, Assert.Single(record.Secondaries).IsJoined));
        await AssertNothingIsOpenAsync();
    }

    [Fact]
    public async Task A_link_that_is_settled_first_counts_when_an_earlier_one_is_undone()
    {
        const string Second = "oidc|swedish-bankid|second";
        await Client.InsertUserAsync($$$"""{"user_id": "{{{Second}}}", "created_at": "2023-01-01T00:00:00.000Z", "ssn": "{{{Stage.Number}}}", "user_metadata": {"theme": "dark"} }""");
        await Client.ManageAsync(HttpMethod.Delete, $"users/{Uri.EscapeDataString(Anna)}");
        var first = (await Service.LinkAsync(Second)).Body.Text("link_id")!;
        await Client.InsertUserAsync($$$"""{"user_id": "{{{Anna}}}", "created_at": "2024-01-01T00:00:00.000Z", "ssn": "{{{Stage.Number}}}", "user_metadata": {"theme": "dark", "deep": {"b": 2}} }""");
        await DieAsync("POST", "after");
        OutliveAll();

        await UnlinkAsync(first);

        Assert.Equal([Hand, Anna], await Client.IdentitiesAsync(Hand));
        Assert.True(await HasThemeAsync());
    }

    [Theory]
    [InlineData("user_metadata", """{"theme": "dark", "language": "sv", "deep": {"a": 1, "b": 2}}""")]
    [InlineData("user_metadata after a change", """{"theme": "dark", "language": "sv", "deep": {"a": 9, "b": 2}}""")]
    public async Task A_link_that_takes_effect_after_it_was_given_up_loses_nothing_and_can_be_undone(string what, string merged)
    {
        await Client.ControlAsync(HttpMethod.Put, "settings", """{"search_lag_ms": 600000}""");
        await DieAsync("POST", "before");
        OutliveLease();
        await Service.LinkAsync(Hand, "Username-Password-Authentication");
        Assert.Equal(LinkState.Abandoned, Assert.Single(await RecordsAsync(Hand)).State);
        if (what.EndsWith("change", StringComparison.Ordinal)) await Client.PatchAsync(Hand, """{"user_metadata": {"deep": {"a": 9}}}""");
        // As Auth0 does that carries out at last what the dead process had sent.
        await Client.ArrangeLinkAsync(Hand, "oidc", "swedish-bankid|anna");

        LinkAssert.Answered(await Service.LinkAsync(Anna), "already_linked", Hand, rule: null);
        Assert.Equal(0, await SweepAsync());
        OutliveAll();
        Assert.Equal(1, await SweepAsync());

        ApiAssert.JsonEqual(merged, (await Client.ReadUserAsync(Hand))["user_metadata"]);
        await AssertNothingIsOpenAsync();
        Assert.Equal([LinkState.Linked, LinkState.Abandoned], (await RecordsAsync(Anna)).Select(record => record.State));
        Assert.Equal(0, await SweepAsync());
        await UnlinkAsync((await RecordsAsync(Anna))[0].Id);
        ApiAssert.JsonEqual("""{"theme": "dark", "deep": {"b": 2}}""", (await Client.ReadUserAsync(Anna))["user_metadata"]);
        Assert.False(await HasThemeAsync());
    }

    [Fact]
    public async Task One_that_was_given_up_and_linked_anew_is_linked_once()
    {
        await DieAsync("POST", "before");
        OutliveLease();
        await Service.LinkAsync(Hand, "Username-Password-Authentication");
        LinkAssert.Answered(await Service.LinkAsync(Anna), "linked", Hand);
        OutliveAll();

        Assert.Equal(1, await SweepAsync());

        Assert.Equal([LinkState.Linked, LinkState.Abandoned], (await RecordsAsync(Anna)).Select(record => record.State));
        await AssertJoinedAsync();
        await AssertNothingIsOpenAsync();
    }

    [Fact]
    public async Task One_that_another_hand_linked_before_its_metadata_was_written_loses_nothing()
    {
        await DieAsync("PATCH", "before");
        await Client.ArrangeLinkAsync(Hand, "oidc", "swedish-bankid|anna");
        OutliveLease();
        // A login notes when to look again, which is no sign of the link's metadata.
        await Client.PatchAsync(Hand, """{"app_metadata": {"account_linking": {"next_check_at": "2026-11-21T08:00:00Z"}}}""");

        Assert.Equal(1, await SweepAsync());

        await AssertJoinedAsync();
        await AssertNothingIsOpenAsync();
    }

    [Fact]
    public async Task The_sweep_leaves_alone_what_was_begun_a_moment_ago()
    {
        var now = Clock.GetUtcNow();
        using var services = Compose();
        var journal = services.GetRequiredService<LinkJournal>();
        var account = System.Text.Json.JsonElement.Parse((await Client.GetUserAsync(Hand)).Text);
        await journal.StartAsync(new LinkRecord(LinkJournal.NewId(now), LinkState.Started, "ssn", now, null, account, [], new RecordedPatch(null, null)), Cancellation);

        Assert.Equal(0, await SweepAsync());

        OutliveAll();
        Assert.Equal(1, await SweepAsync());
    }

    [Fact]
    public async Task What_somebody_removed_after_the_link_is_not_written_anew_when_it_is_settled()
    {
        await DieAsync("POST", "after");
        await Client.PatchAsync(Hand, """{"user_metadata": {"theme": null}}""");
        OutliveAll();

        Assert.Equal(1, await SweepAsync());

        ApiAssert.JsonEqual("""{"language": "sv", "deep": {"a": 1, "b": 2}}""", (await Client.ReadUserAsync(Hand))["user_metadata"]);
    }

    [Fact]
    public async Task What_somebody_changed_between_the_crash_and_the_sweep_is_kept()
    {
        await DieAsync("POST", "before");
        await Client.PatchAsync(Hand, """{"user_metadata": {"theme": "light", "deep": {"a": 9, "b": 2}}}""");
        OutliveAll();

        await SweepAsync();

        ApiAssert.JsonEqual("""{"language": "sv", "theme": "light", "deep": {"a": 9}}""", (await Client.ReadUserAsync(Hand))["user_metadata"]);
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
    public async Task A_record_is_kept_as_long_after_the_link_was_undone()
    {
        var link = (await Service.LinkAsync(Anna)).Body.Text("link_id")!;
        using var services = Compose();
        var (care, journal) = (services.GetRequiredService<JournalCare>(), services.GetRequiredService<LinkJournal>());
        Clock.Advance(TimeSpan.FromDays(399));
        var record = (await journal.FindAsync(link, Cancellation))!;
        await journal.ChangeAsync(record with { State = LinkState.Unlinked, EndedAt = Clock.GetUtcNow() }, Cancellation);

        Clock.Advance(TimeSpan.FromDays(399));
        Assert.Equal(0, await care.EraseOldAsync(Cancellation));
        Assert.NotNull(await journal.FindAsync(link, Cancellation));

        Clock.Advance(TimeSpan.FromDays(2));
        Assert.Equal(1, await care.EraseOldAsync(Cancellation));
        Assert.Null(await journal.FindAsync(link, Cancellation));
    }

    [Fact]
    public async Task Old_records_are_erased_and_the_accounts_forget_them()
    {
        await Service.LinkAsync(Anna);
        using var services = Compose();
        var care = services.GetRequiredService<JournalCare>();
        Clock.Advance(TimeSpan.FromDays(399));
        Assert.Equal(0, await care.EraseOldAsync(Cancellation));
        Assert.Single(await RecordsAsync(Anna));

        Clock.Advance(TimeSpan.FromDays(2));
        await care.EraseOldAsync(Cancellation);

        Assert.Empty(await RecordsAsync(Anna));
        Assert.Equal([".lock"], Directory.EnumerateFiles(Folder, "*", SearchOption.AllDirectories).Select(Path.GetFileName));
        await AssertJoinedAsync();
    }

    [Fact]
    public async Task A_fingerprint_noted_meanwhile_is_no_sign_of_the_links_metadata()
    {
        var fingerprint = new string('0', 72);
        await Client.PatchAsync(Anna, $$$"""{"app_metadata": {"ssn_fingerprint": "{{{fingerprint}}}"}}""");
        await DieAsync("PATCH", "before");
        await Client.ArrangeLinkAsync(Hand, "oidc", "swedish-bankid|anna");
        OutliveLease();
        await Client.PatchAsync(Hand, $$$"""{"app_metadata": {"ssn_fingerprint": "{{{fingerprint}}}"}}""");

        Assert.Equal(1, await SweepAsync());

        await AssertJoinedAsync();
    }

    [Fact]
    public async Task What_is_noted_after_settling_is_noted_on_what_stands_there_by_then()
    {
        await Client.PatchAsync(Anna, """{"app_metadata": {"account_linking": {"never": ["auth0|x"]}}}""");
        await DieAsync("POST", "before");
        Assert.Contains("auth0|x", (await Client.ReadUserAsync(Hand))["app_metadata"].GetRawText(), StringComparison.Ordinal);
        OutliveLease();
        // Its marker holds no more, so that it is written anew.
        await Client.PatchAsync(Hand, """{"email": "x@example.com", "email_verified": true}""");

        await Service.LinkAsync(Hand, "Username-Password-Authentication");

        Assert.Equal(LinkState.Abandoned, Assert.Single(await RecordsAsync(Hand)).State);
        Assert.DoesNotContain("auth0|x", (await Client.ReadUserAsync(Hand))["app_metadata"].GetRawText(), StringComparison.Ordinal);
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

    [Fact]
    public async Task A_link_that_has_not_ended_is_not_erased()
    {
        await DieAsync("POST", "before");
        OutliveLease();
        using var services = Compose();

        await Assert.ThrowsAsync<JournalException>(() => services.GetRequiredService<JournalDesk>().EraseAsync(UserId.Parse(Hand), Cancellation));

        Assert.Equal(LinkState.Started, Assert.Single(await RecordsAsync(Hand)).State);
    }

    [Fact]
    public async Task One_that_was_never_begun_is_open_no_more()
    {
        using var services = Compose();
        await services.GetRequiredService<AccountLinking.Journal.Stores.IJournalStore>().WriteAsync($"open/{LinkJournal.NewId(Clock.GetUtcNow())}", ReadOnlyMemory<byte>.Empty, expected: null, Cancellation);
        OutliveAll();

        Assert.Equal(1, await SweepAsync());

        await AssertNothingIsOpenAsync();
    }

    [Fact]
    public async Task What_is_no_id_is_in_nobodys_way()
    {
        using var services = Compose();
        await services.GetRequiredService<AccountLinking.Journal.Stores.IJournalStore>().WriteAsync("open/0", ReadOnlyMemory<byte>.Empty, expected: null, Cancellation);
        await DieAsync("POST", "before");
        OutliveAll();

        Assert.Equal(2, await SweepAsync());

        await AssertNothingIsOpenAsync();
    }

    [Fact]
    public async Task What_is_written_late_is_added_to_what_stands_there_by_then()
    {
        await Client.PatchAsync(Anna, """{"app_metadata": {"account_linking": {"never": ["auth0|y"]}}}""");
        await DieAsync("PATCH", "before");
        await Client.ArrangeLinkAsync(Hand, "oidc", "swedish-bankid|anna");
        OutliveLease();
        await Client.PatchAsync(Hand, """{"app_metadata": {"account_linking": {"never": ["auth0|x"]}}}""");

        Assert.Equal(1, await SweepAsync());

        await AssertJoinedAsync();
        ApiAssert.JsonEqual("""["auth0|x", "auth0|y"]""", (await Client.ReadUserAsync(Hand))["app_metadata"].GetProperty("account_linking").GetProperty("never"));
    }

    /// <summary>A process that has sent this call of a link, and is killed before the call takes effect, or before it hears of that.</summary>
    private async Task DieAsync(string method, string when)
    {
        using (var doomed = await DoomedService.StartAsync(Stage.Sandbox.Tenant, Folder))
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

    private async Task<bool> HasThemeAsync() => (await Client.ReadUserAsync(Hand))["user_metadata"].TryGetProperty("theme", out _);

    /// <summary>The process that died had the time of day, which has gone on since this clock stands still.</summary>
    private void OutliveLease() => Clock.Advance(AccountLeases.Duration + TimeSpan.FromMinutes(1));

    /// <summary>What Auth0 has not carried out by now it never does.</summary>
    private void OutliveAll() => Clock.Advance(SettleStep.MaxDelay + TimeSpan.FromMinutes(1));

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

    /// <summary>The test's clock is not that of a request to the service.</summary>
    private async Task UnlinkAsync(string link)
    {
        using var services = Compose();
        using var budget = new RequestBudget(TimeSpan.FromSeconds(18), Clock, Cancellation);
        var settings = services.GetRequiredService<IOptions<LinkingOptions>>().Value;
        Assert.IsType<UnlinkOutcome.Unlinked>(await services.GetRequiredService<Unlinker>().UnlinkAsync(link, mayBeRelinked: false, settings, budget));
    }

    private async Task<int> SweepAsync()
    {
        using var services = Compose();
        return await services.GetRequiredService<JournalCare>().SettleAsync(Cancellation);
    }
}

using System.Diagnostics;
using System.Text.Json.Nodes;
using AccountLinking.Auth0;
using AccountLinking.Configuration;
using AccountLinking.Linking.Merging;
using AccountLinking.Sandbox.Hosting;
using AccountLinking.Sandbox.Json;
using AccountLinking.Tests.Linking;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace AccountLinking.Tests.Auth0;

/// <summary>The HTTP client by itself, composed as the service composes it, against the sandbox tenant.</summary>
public sealed class Auth0ClientTests : SandboxTests, IDisposable
{
    private static readonly UserId Astrid = UserId.Parse("auth0|5f7c8ec7c33c6c004bbafe82");
    private static readonly MetadataPatch Change = new(userMetadata: null, new JsonObject { ["x"] = 1 });
    private static readonly UserIdentity Bo = new("google-oauth2", "108204268033311374519", "google-oauth2", default);

    private readonly ManualClock _clock = new(DateTimeOffset.UtcNow);
    private readonly ServiceProvider _services;
    private readonly IAuth0Users _users;

    public Auth0ClientTests(SandboxFixture fixture)
        : base(fixture)
    {
        var settings = new ConfigurationBuilder().AddInMemoryCollection(ServiceDefaults.Settings(Sandbox.Tenant)).Build();
        _services = new ServiceCollection().AddSingleton<TimeProvider>(_clock).AddAccountLinking(settings).BuildServiceProvider();
        _users = _services.GetRequiredService<IAuth0Users>();
    }

    public void Dispose() => _services.Dispose();

    [Fact]
    public async Task One_token_serves_all_who_ask_at_once()
    {
        await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => FindAsync()));

        Assert.Equal(1, await TokenRequestsAsync());
    }

    [Fact]
    public async Task A_token_is_used_until_a_minute_before_its_end()
    {
        await FindAsync();
        _clock.Advance(TimeSpan.FromHours(24) - TimeSpan.FromSeconds(65));
        await FindAsync();
        Assert.Equal(1, await TokenRequestsAsync());

        _clock.Advance(TimeSpan.FromSeconds(10));
        await FindAsync();

        Assert.Equal(2, await TokenRequestsAsync());
    }

    [Fact]
    public async Task A_token_that_could_not_be_had_is_asked_for_again_by_the_next_request()
    {
        await SetFaultAsync("""{"path": "/oauth/token", "status": 401}""");

        Assert.Equal(TroubleCode.Unauthorized, (await Assert.ThrowsAsync<Auth0Exception>(FindAsync)).Code);

        Assert.NotNull(await FindAsync());
    }

    [Theory]
    [InlineData(400, """{"error": "invalid_request"}""", TroubleCode.Rejected, "Auth0 did not understand the token request (status 400): check Auth0:ClientId, Auth0:ClientSecret and Auth0:Domain.")]
    [InlineData(403, """{"error": "access_denied", "error_description": "Client is not authorized"}""", TroubleCode.Forbidden, "Auth0 gives the application no token for the Management API: authorise it for that API with the scopes read:users update:users, and check that Auth0:Domain is the tenant's own domain, not a custom one.")]
    [InlineData(403, """{"error": "unauthorized_client"}""", TroubleCode.Forbidden, "The application may not use the client credentials grant: switch it on under Advanced Settings, Grant Types.")]
    [InlineData(404, "\"<html>\"", TroubleCode.Unavailable, "No Auth0 tenant answers at Auth0:Domain: check its spelling.")]
    [InlineData(200, """{"token_type": "Bearer"}""", TroubleCode.Unavailable, "Auth0 answered with status 200 and something that is not a token: check that Auth0:Domain (or Auth0:BaseUrl) is a tenant.")]
    [InlineData(503, "\"\"", TroubleCode.Unavailable, "Auth0 answered with status 503, several times where that was allowed: look at Auth0's status page.")]
    public async Task A_token_that_cannot_be_had_tells_why(int status, string body, string code, string advice)
    {
        await SetFaultAsync($$"""{"path": "/oauth/token", "times": 20, "status": {{status}}, "body": {{body}} }""");

        var trouble = await Assert.ThrowsAsync<Auth0Exception>(FindAsync);

        Assert.Equal((code, advice, status), (trouble.Code, trouble.Message, trouble.Status));
    }

    [Fact]
    public async Task A_token_request_that_is_limited_tells_when_to_come_back()
    {
        await SetFaultAsync("""{"path": "/oauth/token", "times": 20, "status": 429, "headers": {"retry-after": "30"} }""");

        var trouble = await Assert.ThrowsAsync<Auth0Exception>(FindAsync);

        Assert.Equal((TroubleCode.RateLimited, TimeSpan.FromSeconds(30)), (trouble.Code, trouble.RetryAfter));
        Assert.Equal(1, await TokenRequestsAsync());
    }

    [Fact]
    public async Task A_caller_who_gives_up_takes_the_token_from_nobody_else()
    {
        await SetFaultAsync("""{"path": "/oauth/token", "delay_ms": 300}""");
        using var caller = new CancellationTokenSource();
        using var impatient = Budget(caller.Token);

        var one = _users.FindAsync(Astrid, impatient);
        var other = FindAsync();
        await caller.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => one);
        Assert.NotNull(await other);
        Assert.Equal(1, await TokenRequestsAsync());
    }

    [Fact]
    public async Task A_second_401_is_not_answered_with_a_third_try()
    {
        await SetFaultAsync("""{"path": "/api/v2/users/*", "status": 401, "times": 20}""");

        Assert.Equal(TroubleCode.Unauthorized, (await Assert.ThrowsAsync<Auth0Exception>(FindAsync)).Code);

        Assert.Equal(2, await TokenRequestsAsync());
        Assert.Equal(4, await CallsAsync());
    }

    [Fact]
    public async Task A_read_ends_with_its_caller()
    {
        await FindAsync();
        await SetFaultAsync("""{"path": "/api/v2/users/*", "delay_ms": 600000}""");
        using var caller = new CancellationTokenSource();
        using var budget = Budget(caller.Token);

        var read = _users.FindAsync(Astrid, budget);
        await caller.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => read);
    }

    [Fact]
    public async Task A_link_that_was_sent_is_seen_through_without_its_caller()
    {
        await FindAsync();
        await SetFaultAsync("""{"method": "POST", "path": "/api/v2/users/*", "delay_ms": 300}""");
        using var caller = new CancellationTokenSource();
        using var budget = Budget(caller.Token);

        var link = _users.LinkAsync(Astrid, Bo, connectionId: null, budget);
        await caller.CancelAsync();

        Assert.Equal(LinkAnswer.Linked, await link);
        Assert.True((await FindAsync())!.HasIdentity(UserId.Parse(Bo.FullId)));
    }

    [Fact]
    public async Task No_write_begins_when_the_time_is_short_or_nobody_waits()
    {
        using var caller = new CancellationTokenSource();
        using var gone = Budget(caller.Token);
        await FindAsync();
        await caller.CancelAsync();
        using var late = new RequestBudget(RequestBudget.WriteTime - TimeSpan.FromMilliseconds(1), TimeProvider.System, CancellationToken.None);
        using var over = new RequestBudget(TimeSpan.Zero, TimeProvider.System, CancellationToken.None);

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => _users.LinkAsync(Astrid, Bo, null, gone));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => _users.PatchMetadataAsync(Astrid, Change, PatchPurpose.Merge, gone));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => _users.PatchMetadataAsync(Astrid, Change, PatchPurpose.Note, gone));
        Assert.Equal(TroubleCode.BudgetExceeded, (await Assert.ThrowsAsync<Auth0Exception>(() => _users.LinkAsync(Astrid, Bo, null, late))).Code);
        Assert.Equal(TroubleCode.BudgetExceeded, (await Assert.ThrowsAsync<Auth0Exception>(() => _users.PatchMetadataAsync(Astrid, Change, PatchPurpose.Merge, late))).Code);
        Assert.Equal(TroubleCode.BudgetExceeded, (await Assert.ThrowsAsync<Auth0Exception>(() => _users.PatchMetadataAsync(Astrid, Change, PatchPurpose.Note, late))).Code);
        Assert.Equal(TroubleCode.BudgetExceeded, (await Assert.ThrowsAsync<Auth0Exception>(() => _users.PatchMetadataAsync(Astrid, Change, PatchPurpose.TakeBack, over))).Code);

        Assert.Equal(2, await CallsAsync());
    }

    [Fact]
    public async Task A_link_that_was_sent_may_have_taken_effect_and_one_that_never_was_has_not()
    {
        await FindAsync();
        await SetFaultAsync("""{"method": "POST", "path": "/api/v2/users/*", "delay_ms": 15000}""");
        using var late = new RequestBudget(RequestBudget.WriteTime + TimeSpan.FromMilliseconds(100), TimeProvider.System, CancellationToken.None);

        var sent = await Assert.ThrowsAsync<Auth0Exception>(() => _users.LinkAsync(Astrid, Bo, null, late));
        var unsent = await Assert.ThrowsAsync<Auth0Exception>(() => _users.LinkAsync(Astrid, Bo, null, late));

        Assert.Equal((TroubleCode.BudgetExceeded, true), (sent.Code, sent.MayHaveTakenEffect));
        Assert.Equal((TroubleCode.BudgetExceeded, false), (unsent.Code, unsent.MayHaveTakenEffect));
    }

    [Fact]
    public async Task An_empty_change_is_never_sent_because_Auth0_would_erase_everything()
    {
        using var budget = Budget(CancellationToken.None);

        await Assert.ThrowsAsync<ArgumentException>(() => _users.PatchMetadataAsync(Astrid, new MetadataPatch([], []), PatchPurpose.Merge, budget));
        Assert.True(await _users.PatchMetadataAsync(Astrid, new MetadataPatch([], new JsonObject { ["x"] = 1 }), PatchPurpose.Merge, budget));

        var astrid = (await FindAsync())!;
        Assert.Equal("sv", astrid.UserMetadata?.GetProperty("language").GetString());
        Assert.Equal("gold", astrid.AppMetadata?.GetProperty("plan").GetString());
    }

    [Fact]
    public async Task A_change_replaces_first_level_keys_of_both_and_null_removes_one()
    {
        using var budget = Budget(CancellationToken.None);
        var patch = new MetadataPatch(new JsonObject { ["language"] = null, ["a"] = new JsonObject { ["b"] = 1 } }, new JsonObject { ["plan"] = "silver" });

        Assert.True(await _users.PatchMetadataAsync(Astrid, patch, PatchPurpose.Merge, budget));

        var astrid = (await FindAsync())!;
        ApiAssert.JsonEqual("""{"newsletter": true, "a": {"b": 1}}""", astrid.UserMetadata!.Value);
        ApiAssert.JsonEqual("""{"userSocialSecurityNumber": "193110209289", "plan": "silver"}""", astrid.AppMetadata!.Value);
    }

    [Fact]
    public async Task A_change_of_an_account_that_is_gone_says_so()
    {
        using var budget = Budget(CancellationToken.None);

        Assert.False(await _users.PatchMetadataAsync(UserId.Parse("auth0|nobody"), Change, PatchPurpose.Merge, budget));
    }

    [Theory]
    [InlineData(PatchPurpose.Merge, true)]
    [InlineData(PatchPurpose.TakeBack, true)]
    [InlineData(PatchPurpose.Note, false)]
    public async Task What_must_be_written_is_sent_again_when_it_fails_in_passing(PatchPurpose purpose, bool isRepeated)
    {
        await FindAsync();
        await SetFaultAsync("""{"method": "PATCH", "path": "/api/v2/users/*", "status": 503, "times": 1}""");
        await SetFaultAsync("""{"method": "PATCH", "path": "/api/v2/users/*", "reset": true, "when": "after", "times": 1}""");
        using var budget = Budget(CancellationToken.None);

        var patch = _users.PatchMetadataAsync(Astrid, Change, purpose, budget);

        if (isRepeated) Assert.True(await patch);
        else Assert.Equal(TroubleCode.Unavailable, (await Assert.ThrowsAsync<Auth0Exception>(() => patch)).Code);
        Assert.Equal(isRepeated ? 5 : 3, await CallsAsync());
    }

    [Fact]
    public async Task A_take_back_may_begin_when_nothing_else_may()
    {
        await FindAsync();
        using var late = new RequestBudget(TimeSpan.FromSeconds(1), TimeProvider.System, CancellationToken.None);

        Assert.True(await _users.PatchMetadataAsync(Astrid, Change, PatchPurpose.TakeBack, late));
    }

    [Fact]
    public async Task Accounts_are_found_by_their_address_in_exactly_that_spelling()
    {
        await Client.InsertUserAsync("""{"user_id": "google-oauth2|x", "email": "Astrid.Lund+x@example.com", "email_verified": true}""");
        await Client.InsertUserAsync("""{"user_id": "google-oauth2|y", "email": "astrid.lund@example.com", "app_metadata": {"a": 1}}""");
        using var budget = Budget(CancellationToken.None);

        Assert.Equal(["google-oauth2|x"], (await _users.FindByEmailAsync("Astrid.Lund+x@example.com", budget)).Select(user => user.Id.ToString()));
        Assert.Equal([Astrid.ToString(), "google-oauth2|y"], (await _users.FindByEmailAsync("astrid.lund@example.com", budget)).Select(user => user.Id.ToString()).Order(StringComparer.Ordinal));
        Assert.Empty(await _users.FindByEmailAsync("Astrid.Lund@example.com", budget));
        Assert.Empty(await _users.FindByEmailAsync("a&email=astrid.lund@example.com#%", budget));
    }

    [Theory]
    [InlineData("""{"\ud800": 1, "\udc00x": "\ud83d", "ok": "\ud83d\ude00"}""", "ok", "😀")]
    [InlineData("""{"a": 1, "\ud800": 2, "\ud800": 3, "ok": "yes"}""", "ok", "yes")]
    [InlineData("""{"back": "\\ud800"}""", "back", "\\ud800")]
    public async Task An_account_whose_owner_wrote_half_characters_can_be_read(string metadata, string key, string value)
    {
        await FindAsync();
        await SetFaultAsync(JsonMap.Empty.With("path", "/api/v2/users-by-email").With("status", 200L).With("body", $"[{UserWith(metadata)}]").ToString());
        using var budget = Budget(CancellationToken.None);

        var user = Assert.Single(await _users.FindByEmailAsync("anna@example.com", budget));

        Assert.Equal(value, Json.ToObject(user.UserMetadata!.Value)[key]!.GetValue<string>());
        Assert.NotEmpty(Accounts.Merged(user, [user]).UserMetadata);
    }

    [Fact]
    public async Task An_account_with_metadata_as_deep_as_a_database_holds_can_be_read_and_written()
    {
        var deep = string.Concat(Enumerable.Repeat("{\"a\":", 100)) + "1" + new string('}', 100);
        await FindAsync();
        await SetFaultAsync(JsonMap.Empty.With("method", "GET").With("path", "/api/v2/users/*").With("status", 200L).With("body", UserWith(deep)).ToString());
        await SetFaultAsync("""{"method": "PATCH", "path": "/api/v2/users/*", "status": 200, "body": {}}""");

        var user = (await FindAsync())!;
        using var budget = Budget(CancellationToken.None);

        Assert.True(await _users.PatchMetadataAsync(Astrid, new MetadataPatch(Json.ToObject(user.UserMetadata!.Value), null), PatchPurpose.Merge, budget));
        Assert.Equal(user.UserMetadata.Value.GetRawText(), JoinedAccount.Of(user, [], Accounts.Merged(user, [user])).UserMetadata!.Value.GetRawText());
    }

    [Fact]
    public async Task A_call_leaves_no_activity_that_would_carry_its_path()
    {
        List<string> started = [];
        using var probe = new Activity("probe").Start();
        using var listener = new ActivityListener
        {
            ShouldListenTo = _ => true,
            Sample = (ref _) => ActivitySamplingResult.AllDataAndRecorded,
            ActivityStarted = activity =>
            {
                if (activity.TraceId == probe.TraceId) started.Add(activity.Source.Name);
            },
        };
        ActivitySource.AddActivityListener(listener);

        await FindAsync();

        Assert.DoesNotContain("System.Net.Http", started);
    }

    [Fact]
    public async Task A_user_is_read_as_Auth0_has_it()
    {
        await Client.InsertUserAsync("""
            {"user_id": "auth0|x", "created_at": "2021-03-04T08:00:00.000Z", "blocked": true, "ssn": "1", "identities": [
              {"provider": "auth0", "user_id": "x", "connection": "Legacy-Customers"},
              {"provider": "oidc", "user_id": "swedish-bankid|0012", "connection": "swedish-bankid", "profileData": {"ssn": "2"}}]}
            """);
        using var budget = Budget(CancellationToken.None);

        var user = (await _users.FindAsync(UserId.Parse("auth0|x"), budget))!;

        Assert.Equal(("auth0|x", true, new DateTimeOffset(2021, 3, 4, 8, 0, 0, TimeSpan.Zero)), (user.Id.ToString(), user.IsBlocked, user.CreatedAt));
        Assert.Equal(["auth0|x@Legacy-Customers", "oidc|swedish-bankid|0012@swedish-bankid"], user.Identities.Select(identity => $"{identity.FullId}@{identity.Connection}"));
        Assert.Equal(["1", "2"], user.Identities.Select(identity => user.ClaimsOf(identity).GetProperty("ssn").GetString()));
        Assert.Null(await _users.FindAsync(UserId.Parse("auth0|nobody"), budget));
    }

    private static string UserWith(string metadata) =>
        $$"""{"user_id": "auth0|x", "identities": [{"provider": "auth0", "user_id": "x", "connection": "c"}], "user_metadata": {{metadata}} }""";

    private async Task<Auth0User?> FindAsync()
    {
        using var budget = Budget(CancellationToken.None);
        return await _users.FindAsync(Astrid, budget);
    }

    private static RequestBudget Budget(CancellationToken caller) => new(TimeSpan.FromSeconds(6), TimeProvider.System, caller);

    private async Task SetFaultAsync(string fault) => Assert.Equal(System.Net.HttpStatusCode.NoContent, (await Client.ControlAsync(HttpMethod.Post, "faults", fault)).Status);

    private async Task<int> TokenRequestsAsync() =>
        (await Client.ControlAsync(HttpMethod.Get, "calls")).Json.EnumerateArray().Count(call => call.GetProperty("path").GetString() == "/oauth/token");

    private async Task<int> CallsAsync() => (await Client.ControlAsync(HttpMethod.Get, "calls")).Json.GetArrayLength();
}

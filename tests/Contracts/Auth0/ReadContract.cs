using System.Diagnostics;
using AccountLinking.Auth0;
using AccountLinking.Configuration;
using AccountLinking.Linking.Merging;
using AccountLinking.Sandbox.Json;

namespace AccountLinking.Contracts.Auth0;

/// <summary>Accounts are read as Auth0 has them, whatever their owners wrote.</summary>
public abstract class ReadContract<TClient>(SandboxFixture fixture) : Auth0UsersContract<TClient>(fixture)
    where TClient : IClient
{
    [Fact]
    public async Task A_read_ends_with_its_caller()
    {
        await FindAsync();
        await SetFaultAsync("""{"path": "/api/v2/users/*", "delay_ms": 600000}""");
        using var caller = new CancellationTokenSource();
        using var budget = Budget(caller.Token);

        var read = Users.FindAsync(Astrid, budget);
        await caller.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => read);
    }

    [Fact]
    public async Task Accounts_are_found_by_their_address_in_exactly_that_spelling()
    {
        await Client.InsertUserAsync("""{"user_id": "google-oauth2|x", "email": "Astrid.Lund+x@example.com", "email_verified": true}""");
        await Client.InsertUserAsync("""{"user_id": "google-oauth2|y", "email": "astrid.lund@example.com", "app_metadata": {"a": 1}}""");
        using var budget = Budget(CancellationToken.None);

        Assert.Equal(["google-oauth2|x"], (await Users.FindByEmailAsync("Astrid.Lund+x@example.com", budget)).Select(user => user.Id.ToString()));
        Assert.Equal([Astrid.ToString(), "google-oauth2|y"], (await Users.FindByEmailAsync("astrid.lund@example.com", budget)).Select(user => user.Id.ToString()).Order(StringComparer.Ordinal));
        Assert.Empty(await Users.FindByEmailAsync("Astrid.Lund@example.com", budget));
        Assert.Empty(await Users.FindByEmailAsync("a&email=astrid.lund@example.com#%", budget));
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

        var user = Assert.Single(await Users.FindByEmailAsync("anna@example.com", budget));

        Assert.Equal(value, Json.ToObject(user.UserMetadata!.Value)[key]!.GetValue<string>());
        Assert.NotEmpty(MetadataMerge.Of(user, [user], new SsnOptions()).UserMetadata);
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

        Assert.True(await Users.PatchMetadataAsync(Astrid, new MetadataPatch(Json.ToObject(user.UserMetadata!.Value), null), PatchPurpose.Merge, budget));
        Assert.Equal(user.UserMetadata.Value.GetRawText(), JoinedAccount.Of(user, [], MetadataMerge.Of(user, [user], new SsnOptions())).UserMetadata!.Value.GetRawText());
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

        var user = (await Users.FindAsync(UserId.Parse("auth0|x"), budget))!;

        Assert.Equal(("auth0|x", true, new DateTimeOffset(2021, 3, 4, 8, 0, 0, TimeSpan.Zero)), (user.Id.ToString(), user.IsBlocked, user.CreatedAt));
        Assert.Equal(["auth0|x@Legacy-Customers", "oidc|swedish-bankid|0012@swedish-bankid"], user.Identities.Select(identity => $"{identity.FullId}@{identity.Connection}"));
        Assert.Equal(["1", "2"], user.Identities.Select(identity => user.ClaimsOf(identity).GetProperty("ssn").GetString()));
        Assert.Null(await Users.FindAsync(UserId.Parse("auth0|nobody"), budget));
    }

    [Theory]
    [InlineData("\"0012345678\"", "0012345678")]
    [InlineData("12345678901234567890", "12345678901234567890")]
    [InlineData("2147483648", "2147483648")]
    [InlineData("7", "7")]
    public async Task The_id_of_an_identity_keeps_every_digit(string written, string read)
    {
        await FindAsync();
        await SetFaultAsync(JsonMap.Empty.With("path", "/api/v2/users/*").With("status", 200L).With("body", $$"""
            {"user_id": "auth0|x", "identities": [
              {"provider": "auth0", "user_id": "x", "connection": "c"}, {"provider": "facebook", "user_id": {{written}}, "connection": "facebook"}]}
            """).ToString());

        Assert.Equal(["x", read], (await FindAsync())!.Identities.Select(identity => identity.Id));
    }

    [Theory]
    [InlineData("oidc|swedish-bankid|0012")]
    [InlineData("auth0|a/b")]
    [InlineData("auth0|a\\b")]
    [InlineData("auth0|{a}%20?b#c")]
    [InlineData("auth0|a@b.example, c+d&e=f")]
    [InlineData("oidc|swedish-bankid|å:ö+")]
    public async Task An_account_is_read_by_whatever_id_its_provider_has_made(string id)
    {
        await Client.InsertUserAsync(JsonMap.Empty.With("user_id", id).ToString());
        using var budget = Budget(CancellationToken.None);

        Assert.Equal(id, (await Users.FindAsync(UserId.Parse(id), budget))!.Id.ToString());
    }

    [Fact]
    public async Task A_search_is_one_call_and_says_whom_the_index_has()
    {
        await Client.InsertUserAsync("""{"user_id": "auth0|a", "app_metadata": {"n": "1 OR \"2\""}}""");
        await Client.InsertUserAsync("""{"user_id": "auth0|b", "app_metadata": {"m": "3"}}""");
        await FindAsync();
        await ForgetCallsAsync();
        using var budget = Budget(CancellationToken.None);

        var hits = await Users.SearchAsync(UserQuery.AppMetadata("n", "1 OR \"2\"").Or(UserQuery.AppMetadata("m", "3")), budget);

        Assert.Equal(["auth0|a", "auth0|b"], hits.Select(hit => hit.ToString()).Order(StringComparer.Ordinal));
        Assert.Equal(["GET /api/v2/users"], await PathsAsync());
    }

    [Fact]
    public async Task A_search_ends_after_ten_hits()
    {
        for (var number = 0; number < 12; number++) await Client.InsertUserAsync($$"""{"user_id": "auth0|{{number}}", "app_metadata": {"n": "1"} }""");
        await FindAsync();
        await ForgetCallsAsync();
        using var budget = Budget(CancellationToken.None);

        Assert.Equal(10, (await Users.SearchAsync(UserQuery.AppMetadata("n", "1"), budget)).Count);
        Assert.Single(await PathsAsync());
    }

    private static string UserWith(string metadata) =>
        $$"""{"user_id": "auth0|x", "identities": [{"provider": "auth0", "user_id": "x", "connection": "c"}], "user_metadata": {{metadata}} }""";
}

using System.Diagnostics;
using AccountLinking.Auth0;
using AccountLinking.Configuration;
using AccountLinking.Linking.Merging;
using AccountLinking.Sandbox.Json;
using AccountLinking.Tests.Linking;

namespace AccountLinking.Tests.Auth0;

/// <summary>Accounts are read as Auth0 has them, whatever their owners wrote.</summary>
public sealed class ReadTests(SandboxFixture fixture) : Auth0ClientTests(fixture)
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

        Assert.True(await Users.PatchMetadataAsync(Astrid, new MetadataPatch(Json.ToObject(user.UserMetadata!.Value), null), PatchPurpose.Merge, budget));
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

        var user = (await Users.FindAsync(UserId.Parse("auth0|x"), budget))!;

        Assert.Equal(("auth0|x", true, new DateTimeOffset(2021, 3, 4, 8, 0, 0, TimeSpan.Zero)), (user.Id.ToString(), user.IsBlocked, user.CreatedAt));
        Assert.Equal(["auth0|x@Legacy-Customers", "oidc|swedish-bankid|0012@swedish-bankid"], user.Identities.Select(identity => $"{identity.FullId}@{identity.Connection}"));
        Assert.Equal(["1", "2"], user.Identities.Select(identity => user.ClaimsOf(identity).GetProperty("ssn").GetString()));
        Assert.Null(await Users.FindAsync(UserId.Parse("auth0|nobody"), budget));
    }

    private static string UserWith(string metadata) =>
        $$"""{"user_id": "auth0|x", "identities": [{"provider": "auth0", "user_id": "x", "connection": "c"}], "user_metadata": {{metadata}} }""";
}

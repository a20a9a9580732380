using System.Text.Json;
using System.Text.Json.Nodes;
using AccountLinking.Auth0;
using AccountLinking.Sandbox.Json;

namespace AccountLinking.Contracts.Auth0;

/// <summary>What is written, when, and how often.</summary>
public abstract class WriteContract<TClient>(SandboxFixture fixture) : Auth0UsersContract<TClient>(fixture)
    where TClient : IClient
{
    private static readonly MetadataPatch Change = new(userMetadata: null, new JsonObject { ["x"] = 1 });
    private static readonly UserIdentity Bo = new("google-oauth2", "108204268033311374519", "google-oauth2", default);

    [Fact]
    public async Task A_link_that_was_sent_is_seen_through_without_its_caller()
    {
        await FindAsync();
        await SetFaultAsync("""{"method": "POST", "path": "/api/v2/users/*", "delay_ms": 300}""");
        using var caller = new CancellationTokenSource();
        using var budget = Budget(caller.Token);

        var link = Users.LinkAsync(Astrid, Bo, connectionId: null, budget);
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

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Users.LinkAsync(Astrid, Bo, null, gone));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Users.PatchMetadataAsync(Astrid, Change, PatchPurpose.Merge, gone));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Users.PatchMetadataAsync(Astrid, Change, PatchPurpose.Note, gone));
        Assert.Equal(TroubleCode.BudgetExceeded, (await Assert.ThrowsAsync<Auth0Exception>(() => Users.LinkAsync(Astrid, Bo, null, late))).Code);
        Assert.Equal(TroubleCode.BudgetExceeded, (await Assert.ThrowsAsync<Auth0Exception>(() => Users.PatchMetadataAsync(Astrid, Change, PatchPurpose.Merge, late))).Code);
        Assert.Equal(TroubleCode.BudgetExceeded, (await Assert.ThrowsAsync<Auth0Exception>(() => Users.PatchMetadataAsync(Astrid, Change, PatchPurpose.Note, late))).Code);
        Assert.Equal(TroubleCode.BudgetExceeded, (await Assert.ThrowsAsync<Auth0Exception>(() => Users.PatchMetadataAsync(Astrid, Change, PatchPurpose.TakeBack, over))).Code);

        Assert.Equal(2, await CallsAsync());
    }

    [Fact]
    public async Task A_link_that_was_sent_may_have_taken_effect_and_one_that_never_was_has_not()
    {
        await FindAsync();
        await SetFaultAsync("""{"method": "POST", "path": "/api/v2/users/*", "delay_ms": 15000}""");
        using var late = new RequestBudget(RequestBudget.WriteTime + TimeSpan.FromSeconds(1), TimeProvider.System, CancellationToken.None);

        var sent = await Assert.ThrowsAsync<Auth0Exception>(() => Users.LinkAsync(Astrid, Bo, null, late));
        var unsent = await Assert.ThrowsAsync<Auth0Exception>(() => Users.LinkAsync(Astrid, Bo, null, late));

        Assert.Equal((TroubleCode.BudgetExceeded, true), (sent.Code, sent.MayHaveTakenEffect));
        Assert.Equal((TroubleCode.BudgetExceeded, false), (unsent.Code, unsent.MayHaveTakenEffect));
    }

    [Fact]
    public async Task An_empty_change_is_never_sent_because_Auth0_would_erase_everything()
    {
        using var budget = Budget(CancellationToken.None);

        await Assert.ThrowsAsync<ArgumentException>(() => Users.PatchMetadataAsync(Astrid, new MetadataPatch([], []), PatchPurpose.Merge, budget));
        Assert.True(await Users.PatchMetadataAsync(Astrid, new MetadataPatch([], new JsonObject { ["x"] = 1 }), PatchPurpose.Merge, budget));

        var astrid = (await FindAsync())!;
        Assert.Equal("sv", astrid.UserMetadata?.GetProperty("language").GetString());
        Assert.Equal("gold", astrid.AppMetadata?.GetProperty("plan").GetString());
    }

    [Fact]
    public async Task A_change_replaces_first_level_keys_of_both_and_null_removes_one()
    {
        using var budget = Budget(CancellationToken.None);
        var patch = new MetadataPatch(new JsonObject { ["language"] = null, ["a"] = new JsonObject { ["b"] = 1 } }, new JsonObject { ["plan"] = "silver" });

        Assert.True(await Users.PatchMetadataAsync(Astrid, patch, PatchPurpose.Merge, budget));

        var astrid = (await FindAsync())!;
        ApiAssert.JsonEqual("""{"newsletter": true, "a": {"b": 1}}""", astrid.UserMetadata!.Value);
        ApiAssert.JsonEqual("""{"userSocialSecurityNumber": "193110209289", "plan": "silver"}""", astrid.AppMetadata!.Value);
    }

    private static JsonObject Parse(string json) => JsonNode.Parse(json)!.AsObject();

    [Fact]
    public async Task A_change_of_an_account_that_is_gone_says_so()
    {
        using var budget = Budget(CancellationToken.None);

        Assert.False(await Users.PatchMetadataAsync(UserId.Parse("auth0|nobody"), Change, PatchPurpose.Merge, budget));
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

        var patch = Users.PatchMetadataAsync(Astrid, Change, purpose, budget);

        if (isRepeated) Assert.True(await patch);
        else Assert.Equal(TroubleCode.Unavailable, (await Assert.ThrowsAsync<Auth0Exception>(() => patch)).Code);
        // On a busy machine one more may have taken too long.
        if (isRepeated) Assert.True(await CallsAsync() >= 5);
        else Assert.Equal(3, await CallsAsync());
    }

    [Theory]
    [InlineData("""{"a": 12345678901234567890, "b": 0.1, "c": 1e2, "d": "0012", "e": "å😀", "f": [], "g": {}, "h": [null, true], "i": "2026-11-20T08:15:30Z", "j": {"k": {"l": null}}}""")]
    [InlineData("""{"a": null, "b": "</script>&'+"}""")]
    public async Task A_change_is_sent_to_the_letter(string metadata)
    {
        await FindAsync();
        using var budget = Budget(CancellationToken.None);

        Assert.True(await Users.PatchMetadataAsync(Astrid, new MetadataPatch(Parse(metadata), Parse(metadata)), PatchPurpose.Merge, budget));

        var astrid = (await FindAsync())!;
        foreach (var (key, value) in Parse(metadata))
        {
            foreach (var written in new[] { astrid.UserMetadata, astrid.AppMetadata })
            {
                if (value is null) Assert.False(written!.Value.TryGetProperty(key, out _));
                else ApiAssert.JsonEqual(value.ToJsonString(), written!.Value.GetProperty(key));
            }
        }
    }

    [Fact]
    public async Task A_change_of_one_kind_of_metadata_leaves_the_other_alone()
    {
        using var budget = Budget(CancellationToken.None);

        Assert.True(await Users.PatchMetadataAsync(Astrid, new MetadataPatch(new JsonObject { ["x"] = 1 }, null), PatchPurpose.Merge, budget));
        Assert.True(await Users.PatchMetadataAsync(Astrid, new MetadataPatch(null, new JsonObject { ["y"] = 2 }), PatchPurpose.Merge, budget));

        var astrid = (await FindAsync())!;
        ApiAssert.JsonEqual("""{"language": "sv", "newsletter": true, "x": 1}""", astrid.UserMetadata!.Value);
        ApiAssert.JsonEqual("""{"userSocialSecurityNumber": "193110209289", "plan": "gold", "y": 2}""", astrid.AppMetadata!.Value);
    }

    [Theory]
    [InlineData("google-oauth2", "0012345678", "google-oauth2", null)]
    [InlineData("google-oauth2", "12345678901234567890", "google-oauth2", null)]
    [InlineData("oidc", "swedish-bankid|00{1}/x%20", "swedish-bankid", null)]
    [InlineData("auth0", "007", "Username-Password-Authentication", "con_usernamepassword")]
    [InlineData("sms", "a b+c&d=å", "sms", null)]
    public async Task An_identity_is_linked_and_unlinked_by_exactly_its_id(string provider, string id, string connection, string? connectionId)
    {
        await Client.InsertUserAsync(JsonMap.Empty.With("user_id", $"{provider}|{id}").With("identities", JsonElement.Parse(
            $$"""[{"provider": "{{provider}}", "user_id": "{{id}}", "connection": "{{connection}}"}]""")).ToString());
        var identity = new UserIdentity(provider, id, connection, default);
        using var budget = Budget(CancellationToken.None);

        Assert.Equal(LinkAnswer.Linked, await Users.LinkAsync(Astrid, identity, connectionId, budget));
        Assert.Equal([Astrid.ToString(), identity.FullId], (await FindAsync())!.Identities.Select(one => one.FullId));

        Assert.True(await Users.UnlinkAsync(Astrid, identity, budget));
        Assert.Equal([Astrid.ToString()], (await FindAsync())!.Identities.Select(one => one.FullId));
        Assert.NotNull(await Users.FindAsync(UserId.Parse(identity.FullId), budget));
        Assert.False(await Users.UnlinkAsync(Astrid, identity, budget));
    }

    [Fact]
    public async Task A_take_back_may_begin_when_nothing_else_may()
    {
        await FindAsync();
        using var late = new RequestBudget(TimeSpan.FromSeconds(1), TimeProvider.System, CancellationToken.None);

        Assert.True(await Users.PatchMetadataAsync(Astrid, Change, PatchPurpose.TakeBack, late));
    }
}

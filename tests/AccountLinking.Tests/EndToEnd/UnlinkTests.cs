using System.Net;
using System.Text.Json.Nodes;
using AccountLinking.Sandbox.Client;
using AccountLinking.Sandbox.Hosting;
using AccountLinking.Sandbox.Json;

namespace AccountLinking.Tests.EndToEnd;

/// <summary><c>POST /api/accounts/unlink</c>: everything is as it was before the link, but for what somebody changed since.</summary>
public sealed class UnlinkTests(SandboxFixture fixture) : LinkingTests(fixture)
{
    private const string Hand = "auth0|hand";
    private const string NewcomersOwn = """, "user_metadata": {"theme": "dark", "list": [1, 2]}, "app_metadata": {"plan": "gold", "crm_sync": {"external_user_id": "C-1"}, "account_linking": {"email_hash": "old"}}""";
    private const string HandsOwn = """, "user_metadata": {"language": "sv", "list": [1], "deep": {"a": 1}}""";

    [Theory]
    [InlineData("""{"link_id": "0123456789abcdef0123456789abcdef"}""", 404, "unknown_link")]
    [InlineData("""{"link_id": "../records"}""", 404, "unknown_link")]
    [InlineData("""{"link_id": "0123456789ABCDEF0123456789ABCDEF"}""", 404, "unknown_link")]
    [InlineData("""{}""", 400, "invalid_field")]
    [InlineData("""{"link_id": 7}""", 400, "invalid_field")]
    [InlineData("""{"link_id": "0123456789abcdef0123456789abcdef", "allow_relink": "yes"}""", 400, "invalid_field")]
    [InlineData("[]", 400, "malformed_json")]
    public async Task What_is_no_link_or_no_request_changes_nothing(string body, int status, string code)
    {
        var before = await Client.EverybodyAsync();

        var answer = await Service.UnlinkByAsync(body);

        Assert.Equal((status, code), ((int)answer.Status, answer.Body.Text("code")));
        Assert.Equal(before, await Client.EverybodyAsync());
    }

    [Fact]
    public async Task The_Actions_secret_undoes_nothing_and_that_of_operations_joins_nobody()
    {
        var link = await LinkAsync();

        Assert.Equal(HttpStatusCode.Unauthorized, (await Service.UnlinkAsync(link, secret: ServiceDefaults.SigningSecret)).Status);
        Assert.Equal(HttpStatusCode.Unauthorized, (await new Webhooks.SignedPost { Secret = ServiceDefaults.OperationsSecret }.SendAsync(Sandbox.Service)).Status);

        Assert.Equal([Hand, Newcomer], await IdentitiesAsync(Hand));
    }

    [Fact]
    public async Task Both_are_what_they_were_and_the_next_logins_leave_them_apart()
    {
        var (hand, newcomer) = await InsertBothAsync();
        var link = await LinkAsync();

        AssertUnlinked(await Service.UnlinkAsync(link), Newcomer);

        await AssertAsBeforeAsync(hand, newcomer);
        Assert.Equal([Newcomer], await NeverAsync(Hand));
        Assert.Equal([Hand], await NeverAsync(Newcomer));
        AssertAnswer(await Service.LinkAsync(Newcomer), "refused", Newcomer, reason: "separated_before");
        Assert.Equal([Hand], await IdentitiesAsync(Hand));
    }

    [Fact]
    public async Task It_can_be_repeated()
    {
        var (hand, newcomer) = await InsertBothAsync();
        var link = await LinkAsync();
        AssertUnlinked(await Service.UnlinkAsync(link), Newcomer);
        var after = await Client.EverybodyAsync();

        AssertUnlinked(await Service.UnlinkAsync(link), Newcomer, "already_unlinked");

        Assert.Equal(after, await Client.EverybodyAsync());
        await AssertAsBeforeAsync(hand, newcomer);
    }

    [Fact]
    public async Task They_stay_apart_also_when_the_note_of_it_is_gone()
    {
        var link = await LinkAsync();
        await Service.UnlinkAsync(link);
        await Client.PatchAsync(Hand, """{"app_metadata": {"account_linking": null}}""");
        await Client.PatchAsync(Newcomer, """{"app_metadata": {"account_linking": null}}""");

        AssertAnswer(await Service.LinkAsync(Newcomer), "refused", Newcomer, reason: "separated_before");
    }

    [Fact]
    public async Task With_leave_to_relink_the_next_login_joins_them_as_before()
    {
        await InsertBothAsync();
        var link = await LinkAsync();
        var linked = await MetadataAsync(Hand);

        AssertUnlinked(await Service.UnlinkAsync(link, allowRelink: true), Newcomer);
        Assert.Empty(await NeverAsync(Hand));
        var second = await LinkAsync();

        Assert.NotEqual(link, second);
        Assert.Equal([Hand, Newcomer], await IdentitiesAsync(Hand));
        Assert.Equal(linked, await MetadataAsync(Hand));
    }

    [Fact]
    public async Task Leave_to_relink_can_be_given_later()
    {
        await InsertBothAsync();
        var link = await LinkAsync();
        await Service.UnlinkAsync(link);

        AssertUnlinked(await Service.UnlinkAsync(link, allowRelink: true), Newcomer, "already_unlinked");

        Assert.Empty(await NeverAsync(Hand));
        Assert.Empty(await NeverAsync(Newcomer));
        await LinkAsync();
    }

    [Fact]
    public async Task What_somebody_changed_after_the_link_is_kept()
    {
        await InsertBothAsync();
        var link = await LinkAsync();
        await Client.PatchAsync(Hand, """{"user_metadata": {"theme": "light", "list": [1, 2, 3], "deep": {"a": 5}, "language": null}}""");

        AssertUnlinked(await Service.UnlinkAsync(link), Newcomer);

        ApiAssert.JsonEqual("""{"theme": "light", "list": [1, 3], "deep": {"a": 5}}""", (await Client.ReadUserAsync(Hand))["user_metadata"]);
        ApiAssert.JsonEqual("""{"theme": "dark", "list": [1, 2]}""", (await Client.ReadUserAsync(Newcomer))["user_metadata"]);
    }

    [Fact]
    public async Task An_account_gets_all_the_identities_back_that_it_had()
    {
        await InsertHandMadeAsync();
        await Client.InsertUserAsync($$$"""
            {"user_id": "{{{Newcomer}}}", "created_at": "2026-11-20T08:00:00.000Z", "ssn": "{{{Number}}}", "user_metadata": {"theme": "dark"}, "identities": [
              {"provider": "oidc", "user_id": "swedish-bankid|anna", "connection": "swedish-bankid"},
              {"provider": "google-oauth2", "user_id": "g", "connection": "google-oauth2", "profileData": {"email": "g@example.com"}},
              {"provider": "auth0", "user_id": "second", "connection": "Username-Password-Authentication", "profileData": {"email": "a@example.com"}}]}
            """);
        var link = await LinkAsync();
        Assert.Equal(4, (await IdentitiesAsync(Hand)).Length);

        AssertUnlinked(await Service.UnlinkAsync(link), Newcomer);

        Assert.Equal([Hand], await IdentitiesAsync(Hand));
        Assert.Equal([Newcomer, "google-oauth2|g", "auth0|second"], await IdentitiesAsync(Newcomer));
        ApiAssert.JsonEqual("""{"theme": "dark"}""", (await Client.ReadUserAsync(Newcomer))["user_metadata"]);
    }

    [Fact]
    public async Task Of_several_of_whom_one_could_not_be_joined_nothing_stays()
    {
        await using var stage = await Stage.StartAsync(("Linking:LinkAllMatches", "true"));
        await stage.InsertHandMadeAsync("auth0|a");
        await stage.InsertHandMadeAsync("auth0|b", """, "user_metadata": {"theme": "dark"}""");
        await stage.Client.InsertUserAsync($$"""{"user_id": "{{Newcomer}}", "ssn": "{{Number}}", "user_metadata": {"theme": "light"} }""");
        await stage.Client.SetFaultAsync("""{"method": "POST", "path": "/api/v2/users/*", "delay_ms": 1}""");
        await stage.Client.SetFaultAsync("""{"method": "POST", "path": "/api/v2/users/*", "status": 403, "times": 9}""");
        var link = (await stage.Service.LinkAsync(Newcomer)).Body.Text("link_id")!;
        await stage.Client.ControlAsync(HttpMethod.Delete, "faults");
        ApiAssert.JsonEqual("""{"theme": "light"}""", (await stage.Client.ReadUserAsync("auth0|a"))["user_metadata"]);

        Assert.Equal("unlinked", (await stage.Service.UnlinkAsync(link)).Body.Text("outcome"));

        ApiAssert.JsonEqual("{}", (await stage.Client.ReadUserAsync("auth0|a"))["user_metadata"]);
    }

    [Fact]
    public async Task Several_that_were_joined_by_one_login_are_all_restored()
    {
        await using var stage = await Stage.StartAsync(("Linking:LinkAllMatches", "true"));
        await stage.InsertHandMadeAsync("auth0|a", """, "user_metadata": {"a": 1}""");
        await stage.InsertHandMadeAsync("auth0|b", """, "user_metadata": {"b": 2}""");
        await stage.Client.InsertUserAsync($$"""{"user_id": "{{Newcomer}}", "ssn": "{{Number}}", "user_metadata": {"c": 3} }""");
        var link = (await stage.Service.LinkAsync(Newcomer)).Body.Text("link_id")!;

        var answer = await stage.Service.UnlinkAsync(link);

        ApiAssert.JsonEqual($$"""{"outcome": "unlinked", "primary_user_id": "auth0|a", "restored": ["auth0|b", "{{Newcomer}}"]}""", answer.Json);
        Assert.Equal(
            ["""{"a":1}""", """{"b":2}""", """{"c":3}"""],
            [await UserMetadataAsync("auth0|a"), await UserMetadataAsync("auth0|b"), await UserMetadataAsync(Newcomer)]);

        // None of them is joined with any other, also when the notes are gone.
        foreach (var id in (string[])["auth0|a", "auth0|b", Newcomer]) await stage.Client.PatchAsync(id, """{"app_metadata": {"account_linking": null}}""");
        LinkAssert.Answered(await stage.Service.LinkAsync(Newcomer), "refused", Newcomer, reason: "separated_before");
        await stage.Client.PatchAsync("auth0|a", """{"app_metadata": {"userSocialSecurityNumber": null}}""");
        LinkAssert.Answered(await stage.Service.LinkAsync(Newcomer), "refused", Newcomer, reason: "separated_before");

        async Task<string> UserMetadataAsync(string id) => (await stage.Client.ReadUserAsync(id))["user_metadata"].GetRawText();
    }

    [Theory]
    [InlineData("PATCH", "/api/v2/users/auth0|hand", 1)]
    [InlineData("DELETE", "*", 1)]
    [InlineData("PATCH", "/api/v2/users/oidc|swedish-bankid|anna", 1)]
    [InlineData("GET", "/api/v2/users/oidc|swedish-bankid|anna", 1)]
    [InlineData("GET", "/api/v2/users/auth0|hand", 3)]
    public async Task One_that_broke_off_is_finished_by_the_next_and_no_login_comes_between(string method, string path, int passes)
    {
        foreach (var when in (string[])["before", "after"])
        {
            await Client.ControlAsync(HttpMethod.Post, "reset");
            var (hand, newcomer) = await InsertBothAsync();
            var link = await LinkAsync();
            for (var pass = 1; pass < passes; pass++) await SetFaultAsync($$"""{"method": "{{method}}", "path": "{{path}}", "delay_ms": 1, "times": 1}""");
            await SetFaultAsync($$"""{"method": "{{method}}", "path": "{{path}}", "status": 503, "when": "{{when}}", "times": 9}""");

            Assert.Equal("auth0_unavailable", (await Service.UnlinkAsync(link)).Body.Text("code"));
            await Client.ControlAsync(HttpMethod.Delete, "faults");
            Assert.NotEqual("linked", (await Service.LinkAsync(Newcomer)).Body.Text("outcome"));

            AssertUnlinked(await Service.UnlinkAsync(link), Newcomer);
            await AssertAsBeforeAsync(hand, newcomer);
        }
    }

    [Fact]
    public async Task What_somebody_set_again_after_one_that_broke_off_is_his_own()
    {
        var link = await LinkAsync();
        await SetFaultAsync("""{"method": "DELETE", "path": "*", "status": 503, "times": 9}""");
        await Service.UnlinkAsync(link);
        await Client.ControlAsync(HttpMethod.Delete, "faults");
        await Client.PatchAsync(Hand, """{"user_metadata": {"theme": "dark"}}""");

        AssertUnlinked(await Service.UnlinkAsync(link), Newcomer);

        Assert.Equal("dark", (await Client.ReadUserAsync(Hand))["user_metadata"].GetProperty("theme").GetString());
    }

    [Fact]
    public async Task One_that_somebody_detached_by_hand_is_restored_as_well()
    {
        var (hand, newcomer) = await InsertBothAsync();
        var link = await LinkAsync();
        await Client.UnlinkAsync(Hand, "oidc", "swedish-bankid|anna");

        AssertUnlinked(await Service.UnlinkAsync(link), Newcomer);

        await AssertAsBeforeAsync(hand, newcomer);
    }

    [Fact]
    public async Task One_that_was_deleted_with_its_primary_is_not_restored_once_the_index_must_know_of_it()
    {
        var clock = new ManualClock(DateTimeOffset.UtcNow);
        await using var stage = await Stage.StartAsync([], clock: clock);
        await stage.InsertHandMadeAsync(Hand);
        await stage.Client.InsertUserAsync($$"""{"user_id": "{{Newcomer}}", "ssn": "{{Number}}"}""");
        var link = (await stage.Service.LinkAsync(Newcomer)).Body.Text("link_id")!;
        await stage.Client.ManageAsync(HttpMethod.Delete, $"users/{Uri.EscapeDataString(Hand)}");

        Assert.Equal("auth0_unavailable", (await stage.Service.UnlinkAsync(link)).Body.Text("code"));
        clock.Advance(TimeSpan.FromMinutes(61));
        var answer = await new Webhooks.SignedPost
        {
            Path = "/api/accounts/unlink",
            Secret = ServiceDefaults.OperationsSecret,
            Timestamp = Webhooks.SignedPost.Seconds(clock.GetUtcNow()),
            Body = System.Text.Encoding.UTF8.GetBytes($$"""{"link_id": "{{link}}"}"""),
        }.SendAsync(stage.Sandbox.Service);

        ApiAssert.JsonEqual($$"""{"outcome": "unlinked", "primary_user_id": "{{Hand}}", "restored": []}""", answer.Json);
    }

    [Fact]
    public async Task An_identity_that_has_become_somebodys_account_is_not_taken_from_it()
    {
        await InsertHandMadeAsync();
        await Client.InsertUserAsync($$$"""
            {"user_id": "{{{Newcomer}}}", "ssn": "{{{Number}}}", "identities": [
              {"provider": "oidc", "user_id": "swedish-bankid|anna", "connection": "swedish-bankid"},
              {"provider": "google-oauth2", "user_id": "g", "connection": "google-oauth2", "profileData": {"email": "g@example.com"}}]}
            """);
        var link = await LinkAsync();
        await Client.UnlinkAsync(Hand, "google-oauth2", "g");
        await Client.PatchAsync("google-oauth2|g", """{"user_metadata": {"own": 1}}""");

        AssertUnlinked(await Service.UnlinkAsync(link), Newcomer);

        Assert.Equal([Newcomer], await IdentitiesAsync(Newcomer));
        ApiAssert.JsonEqual("""{"own": 1}""", (await Client.ReadUserAsync("google-oauth2|g"))["user_metadata"]);
    }

    [Fact]
    public async Task What_was_undone_first_stays_undone_when_a_later_link_of_its_survivor_is_undone()
    {
        await InsertBothAsync();
        var first = await LinkAsync();
        await Client.InsertUserAsync($$$"""{"user_id": "auth0|older", "created_at": "2010-01-01T00:00:00.000Z", "app_metadata": {"userSocialSecurityNumber": "{{{Number}}}"} }""");
        var second = await Service.LinkAsync(Hand);
        AssertAnswer(second, "linked", "auth0|older");
        Assert.Equal("unlinked", (await Service.UnlinkAsync(first)).Body.Text("outcome"));

        Assert.Equal("unlinked", (await Service.UnlinkAsync(second.Body.Text("link_id")!)).Body.Text("outcome"));

        Assert.Equal([Newcomer], await IdentitiesAsync(Newcomer));
        Assert.Equal([Hand], await IdentitiesAsync(Hand));
        ApiAssert.JsonEqual("""{"theme": "dark", "list": [1, 2]}""", (await Client.ReadUserAsync(Newcomer))["user_metadata"]);
    }

    [Fact]
    public async Task A_fingerprint_that_a_later_login_noted_does_not_stay_on_the_account_that_survived()
    {
        await using var stage = await Stage.StartAsync(
            ("Linking:Email:Mode", "Automatic"), ("Linking:Email:TrustedConnections:0", Database), ("Linking:Email:TrustedConnections:1", "swedish-bankid"));
        await stage.Client.InsertUserAsync($$"""{"user_id": "{{Hand}}", "created_at": "2020-01-01T00:00:00.000Z", "email": "x@example.com", "email_verified": true}""");
        await stage.Client.InsertUserAsync($$"""{"user_id": "{{Newcomer}}", "email": "x@example.com", "email_verified": true}""");
        var link = (await stage.Service.LinkAsync(Newcomer)).Body.Text("link_id")!;
        await stage.Client.PatchAsync(Hand, """{"app_metadata": {"account_linking": null}}""");
        await stage.LogInAsync();
        Assert.True((await stage.Client.ReadUserAsync(Hand))["app_metadata"].TryGetProperty("ssn_fingerprint", out _));

        await stage.Service.UnlinkAsync(link);

        Assert.False((await stage.Client.ReadUserAsync(Hand))["app_metadata"].TryGetProperty("ssn_fingerprint", out _));
    }

    [Fact]
    public async Task One_that_broke_off_may_be_repeated_with_leave_to_relink()
    {
        var link = await LinkAsync();
        await SetFaultAsync("""{"method": "DELETE", "path": "*", "status": 503, "times": 9}""");
        Assert.Equal("auth0_unavailable", (await Service.UnlinkAsync(link)).Body.Text("code"));
        await Client.ControlAsync(HttpMethod.Delete, "faults");

        AssertUnlinked(await Service.UnlinkAsync(link, allowRelink: true), Newcomer);

        Assert.Empty(await NeverAsync(Hand));
        await LinkAsync();
    }

    [Fact]
    public async Task One_whose_survivor_was_absorbed_itself_is_detached_from_whoever_holds_it()
    {
        var (_, newcomer) = await InsertBothAsync();
        var link = await LinkAsync();
        await Client.InsertUserAsync("""{"user_id": "auth0|third", "user_metadata": {"theme": "dark", "x": 1} }""");
        await Client.ArrangeLinkAsync("auth0|third", "auth0", "hand");

        AssertUnlinked(await Service.UnlinkAsync(link), Newcomer);

        Assert.Equal(["auth0|third", Hand], await IdentitiesAsync("auth0|third"));
        ApiAssert.JsonEqual("""{"theme": "dark", "x": 1}""", (await Client.ReadUserAsync("auth0|third"))["user_metadata"]);
        Assert.Equal(newcomer, await MetadataAsync(Newcomer));
    }

    [Fact]
    public async Task Keys_that_Auth0_would_not_take_do_not_stand_in_the_way()
    {
        await InsertHandMadeAsync();
        await InsertNewcomerAsync(""", "user_metadata": {"a.b": 1, "ok": 1}, "app_metadata": {"loginsCount": 7, "plan": "gold"}""");
        var link = await LinkAsync();

        AssertUnlinked(await Service.UnlinkAsync(link), Newcomer);

        ApiAssert.JsonEqual("""{"ok": 1}""", (await Client.ReadUserAsync(Newcomer))["user_metadata"]);
    }

    private static void AssertUnlinked(ApiAnswer answer, string restored, string outcome = "unlinked") =>
        ApiAssert.JsonEqual($$"""{"outcome": "{{outcome}}", "primary_user_id": "{{Hand}}", "restored": ["{{restored}}"]}""", answer.Json);

    private async Task<(string Hand, string Newcomer)> InsertBothAsync()
    {
        await Client.InsertUserAsync($$"""{"user_id": "{{Hand}}", "created_at": "2020-01-01T00:00:00.000Z", "app_metadata": {"userSocialSecurityNumber": "{{Number}}"}{{HandsOwn}} }""");
        await InsertNewcomerAsync(NewcomersOwn);
        return (await MetadataAsync(Hand), await MetadataAsync(Newcomer));
    }

    /// <returns>The id of the link.</returns>
    private async Task<string> LinkAsync()
    {
        if ((await Client.GetUserAsync(Hand)).Status == HttpStatusCode.NotFound) await InsertBothAsync();
        var answer = await Service.LinkAsync(Newcomer);
        AssertAnswer(answer, "linked", Hand);
        return answer.Body.Text("link_id")!;
    }

    private async Task AssertAsBeforeAsync(string hand, string newcomer)
    {
        Assert.Equal([Hand], await IdentitiesAsync(Hand));
        Assert.Equal([Newcomer], await IdentitiesAsync(Newcomer));
        Assert.Equal(hand, await MetadataAsync(Hand));
        Assert.Equal(newcomer, await MetadataAsync(Newcomer));
        Assert.Equal(Number, (await Client.ReadUserAsync(Newcomer))["ssn"].GetString());
    }

    /// <summary>What the account has, without what the service notes of separations and of when to look again.</summary>
    private async Task<string> MetadataAsync(string id)
    {
        var user = await Client.ReadUserAsync(id);
        var (own, app) = (Node(user, "user_metadata"), Node(user, "app_metadata"));
        app.Remove("ssn_fingerprint");
        if (app["account_linking"] is JsonObject marker)
        {
            foreach (var key in (string[])["never", "next_check_at"]) marker.Remove(key);
            if (marker.Count == 0) app.Remove("account_linking");
        }

        return $"{Sorted(own)} {Sorted(app)}";
    }

    private static JsonObject Node(JsonMap user, string name) => user.TryGetValue(name, out var value) ? JsonNode.Parse(value.GetRawText())!.AsObject() : [];

    private static string Sorted(JsonObject map) => string.Join(',', map.OrderBy(property => property.Key, StringComparer.Ordinal).Select(property => $"{property.Key}:{property.Value?.ToJsonString()}"));

    private async Task<string[]> NeverAsync(string id)
    {
        var user = await Client.ReadUserAsync(id);
        return user.TryGetValue("app_metadata", out var app) && app.TryGetProperty("account_linking", out var marker) && marker.TryGetProperty("never", out var never)
            ? [.. never.EnumerateArray().Select(other => other.GetString()!)]
            : [];
    }
}

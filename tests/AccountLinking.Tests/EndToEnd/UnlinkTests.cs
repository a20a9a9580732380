using System.Net;
using System.Text.Json.Nodes;
using AccountLinking.Sandbox.Client;
using AccountLinking.Sandbox.Hosting;
using AccountLinking.Sandbox.Json;

namespace AccountLinking.Tests.EndToEnd;

/// <summary><c>POST /api/accounts/unlink</c>: everything is as it was before the link, and stays so.</summary>
public sealed class UnlinkTests(SandboxFixture fixture) : UnlinkingTests(fixture)
{
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

        AssertUnlinked(await Service.UnlinkAsync(link), Newcomer, outcome: "already_unlinked");

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

        AssertUnlinked(await Service.UnlinkAsync(link, allowRelink: true), Newcomer, outcome: "already_unlinked");

        Assert.Empty(await NeverAsync(Hand));
        Assert.Empty(await NeverAsync(Newcomer));
        await LinkAsync();
    }

    [Fact]
    public async Task What_was_allowed_once_is_not_allowed_again_after_a_later_separation()
    {
        await InsertBothAsync();
        var first = await LinkAsync();
        AssertUnlinked(await Service.UnlinkAsync(first, allowRelink: true), Newcomer);
        var second = await LinkAsync();
        AssertUnlinked(await Service.UnlinkAsync(second), Newcomer);

        AssertUnlinked(await Service.UnlinkAsync(first, allowRelink: true), Newcomer, outcome: "already_unlinked");

        Assert.Equal([Newcomer], await NeverAsync(Hand));
        Assert.Equal([Hand], await NeverAsync(Newcomer));
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

    [Fact]
    public async Task Keys_that_Auth0_would_not_take_do_not_stand_in_the_way()
    {
        await InsertHandMadeAsync();
        await InsertNewcomerAsync(""", "user_metadata": {"a.b": 1, "ok": 1}, "app_metadata": {"loginsCount": 7, "plan": "gold"}""");
        var link = await LinkAsync();

        AssertUnlinked(await Service.UnlinkAsync(link), Newcomer);

        ApiAssert.JsonEqual("""{"ok": 1}""", (await Client.ReadUserAsync(Newcomer))["user_metadata"]);
    }
}

using System.Net;
using System.Text.Json.Nodes;
using AccountLinking.Sandbox.Client;
using AccountLinking.Sandbox.Hosting;
using AccountLinking.Sandbox.Json;

namespace AccountLinking.Tests.EndToEnd;

/// <summary>A link that is undone after the accounts have changed: nobody loses what is his own by now.</summary>
public sealed class LateUnlinkTests(SandboxFixture fixture) : UnlinkingTests(fixture)
{
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

    [Theory]
    [InlineData("user_metadata")]
    [InlineData("app_metadata")]
    public async Task An_identity_that_has_become_somebodys_account_is_not_taken_from_it(string kind)
    {
        await InsertHandMadeAsync();
        await Client.InsertUserAsync($$$"""
            {"user_id": "{{{Newcomer}}}", "ssn": "{{{Number}}}", "identities": [
              {"provider": "oidc", "user_id": "swedish-bankid|anna", "connection": "swedish-bankid"},
              {"provider": "google-oauth2", "user_id": "g", "connection": "google-oauth2", "profileData": {"email": "g@example.com"}}]}
            """);
        var link = await LinkAsync();
        await Client.UnlinkAsync(Hand, "google-oauth2", "g");
        await Client.PatchAsync("google-oauth2|g", $$$"""{"{{{kind}}}": {"own": 1}}""");

        AssertUnlinked(await Service.UnlinkAsync(link), Newcomer);

        Assert.Equal([Newcomer], await IdentitiesAsync(Newcomer));
        ApiAssert.JsonEqual("""{"own": 1}""", (await Client.ReadUserAsync("google-oauth2|g"))[kind]);
    }

    [Fact]
    public async Task One_of_its_identities_that_has_absorbed_it_gives_it_back()
    {
        await InsertHandMadeAsync();
        await Client.InsertUserAsync($$$"""
            {"user_id": "{{{Newcomer}}}", "ssn": "{{{Number}}}", "user_metadata": {"theme": "dark"}, "identities": [
              {"provider": "oidc", "user_id": "swedish-bankid|anna", "connection": "swedish-bankid"},
              {"provider": "google-oauth2", "user_id": "g", "connection": "google-oauth2", "profileData": {"email": "g@example.com"}}]}
            """);
        var link = await LinkAsync();
        await Client.UnlinkAsync(Hand, "google-oauth2", "g");
        await Client.UnlinkAsync(Hand, "oidc", "swedish-bankid|anna");
        await Client.ArrangeLinkAsync("google-oauth2|g", "oidc", "swedish-bankid|anna");

        AssertUnlinked(await Service.UnlinkAsync(link), Newcomer);

        Assert.Equal([Newcomer], await IdentitiesAsync(Newcomer));
        Assert.Equal(["google-oauth2|g"], await IdentitiesAsync("google-oauth2|g"));
        ApiAssert.JsonEqual("""{"theme": "dark"}""", (await Client.ReadUserAsync(Newcomer))["user_metadata"]);
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
}
